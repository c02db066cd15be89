//! `Settings` as users meet them: read from a file or the environment, refused, and served.

mod formats;
mod keys;
mod live;
mod messages;
mod registry;
mod rules;
mod serving;

use cors_runtime::Settings;
use serde_json::Value;

/// The mistakes in settings, as (field, rule), in the order in which they are told.
fn mistakes(settings: Value) -> Vec<(String, String)> {
    let told = match serde_json::from_value::<Settings>(settings) {
        Ok(settings) => panic!("no mistake is told of {settings:?}"),
        Err(error) => error.to_string(),
    };
    let blocks = told.split("\n\n").filter(|block| block.contains("\nrule: "));
    let found = blocks.map(|block| {
        let (field, _) = block.split_once(": `").expect("a field, and the value quoted");
        let (_, rule) = block.split_once("\nrule: cors::").expect("a rule");
        (field.to_owned(), rule.to_owned())
    });
    found.collect()
}

/// Which is to be told: (field, rule).
fn expected(mistakes: &[(&str, &str)]) -> Vec<(String, String)> {
    mistakes.iter().map(|(field, rule)| (field.to_string(), rule.to_string())).collect()
}

fn settings(settings: Value) -> Settings {
    match serde_json::from_value(settings) {
        Ok(settings) => settings,
        Err(error) => panic!("{error}"),
    }
}
