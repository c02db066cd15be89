//! Policies that are read from a file or the environment: the format, the errors, and the responses.

mod errors;
mod formats;
mod keys;
mod live;
mod registry;
mod rules;
mod serving;

use cors_runtime::{Policy, PolicyBuilder};
use serde_json::Value;

/// The errors of a policy, as (field, rule), in the order in which they are reported.
fn errors(json: Value) -> Vec<(String, String)> {
    let builder: PolicyBuilder = serde_json::from_value(json).expect("a map is read");
    let errors = match builder.build() {
        Ok(policy) => panic!("no error in {policy:?}"),
        Err(errors) => errors,
    };
    let found = errors.iter().map(|error| {
        let rule = error.rule().as_str().trim_start_matches("cors::");
        (error.field().expect("an error of a file has a field").to_owned(), rule.to_owned())
    });
    found.collect()
}

/// Expected errors, as (field, rule).
fn expected(errors: &[(&str, &str)]) -> Vec<(String, String)> {
    errors.iter().map(|(field, rule)| (field.to_string(), rule.to_string())).collect()
}

fn policy(json: Value) -> Policy {
    match serde_json::from_value(json) {
        Ok(policy) => policy,
        Err(error) => panic!("{error}"),
    }
}
