//! Tests of policies that are read from a settings file or from environment variables.

mod errors;
mod formats;
mod keys;
mod registry;
mod rules;
mod sets;

use cors_runtime::{Policy, PolicyBuilder};
use serde_json::Value;

/// Returns the errors of a policy as `field rule`, in the order in which they are reported.
#[track_caller]
fn errors(json: Value) -> Vec<String> {
    let builder: PolicyBuilder = serde_json::from_value(json).expect("a map is read");
    let errors = match builder.build() {
        Ok(policy) => panic!("no error in {policy:?}"),
        Err(errors) => errors,
    };
    let shown = errors.iter().map(|error| {
        let field = error.field().expect("an error of a file has a field");
        format!("{field} {}", error.rule().as_str().trim_start_matches("cors::"))
    });
    shown.collect()
}

#[track_caller]
fn policy(json: Value) -> Policy {
    serde_json::from_value(json).unwrap_or_else(|error| panic!("{error}"))
}
