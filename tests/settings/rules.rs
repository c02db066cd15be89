//! Tests of each rule that a settings file can violate, and of the field that the error names.

use cors_runtime::Policy;
use serde_json::{Value, json};

use super::{errors, policy};
use rejected_values::{ACCEPTED, LISTS, REJECTED};

#[path = "../../cors-rules/tests/properties/rejected_values.rs"]
mod rejected_values;

const APP: &str = "https://app.example.com";

#[test]
fn each_invalid_value_of_a_list_is_an_error_of_its_field() {
    for (key, values, refused) in LISTS {
        let mut written = json!({"origins": "*"});
        written[key] = json!(values);
        let expected: Vec<String> =
            refused.iter().map(|(index, rule)| format!("{key}[{index}] {rule}")).collect();
        if expected.is_empty() {
            policy(written);
        } else {
            assert_eq!(errors(written), expected, "{key} = {values:?}");
        }
    }
}

#[test]
fn with_credentials_each_origin_violates_its_rule() {
    for (origins, rule) in REJECTED {
        let found = errors(json!({"origins": origins, "allow_credentials": true}));
        let rules: Vec<_> = found.iter().filter_map(|error| error.split(' ').nth(1)).collect();
        assert_eq!(rules, [*rule], "{origins:?}");
    }
    for origins in ACCEPTED {
        policy(json!({"origins": origins, "allow_credentials": true}));
    }
}

/// Violations that the tables in `rejected_values.rs` do not contain. A row has a policy, and the field and the rule of
/// its only error. The test adds `origins` to a policy without this key, but keeps `{}` as it is.
const OTHERS: &str = r#"
{} => origins missing_origins
{"origins": " , "} => origins missing_origins
{"origins": "a.example"} => origins invalid_origin
{"origins": "http://*.github.io", "allow_credentials": true} => origins insecure_origin_with_credentials
{"origins": "*", "enforce": true} => origins any_origin_with_enforce
{"origins": ["*"], "enforce": "report"} => origins[0] any_origin_with_enforce
{"origins": "*", "debug_origins": "http://localhost:*"} => origins any_origin_mixed
{"debug_origins": "*"} => debug_origins any_origin_mixed
{"debug_origins": ["https://a.example", "http://localhost:80"]} => debug_origins[1] invalid_origin
{"debug_origins": "http://a.example", "allow_credentials": true} => debug_origins insecure_origin_with_credentials
{"origins": "null", "danger_allow_null_origin": true, "allow_credentials": true} => origins insecure_origin_with_credentials
{"hosts": "a.example, a.example:443"} => hosts invalid_host
{"hosts": ""} => hosts invalid_host
{"hosts": " , "} => hosts invalid_host
{"hosts": []} => hosts invalid_host
{"methods": []} => methods unrouted_method
{"allow_credentials": true, "expose_headers": "*"} => expose_headers any_exposed_with_credentials
{"allow_credentials": true, "expose_headers": ["*", "x-a"]} => expose_headers[0] any_header_mixed
"#;

#[test]
fn each_other_violation_is_one_error_of_its_field() {
    for row in OTHERS.trim().lines() {
        let (written, error) = row.split_once(" => ").expect("a policy and an error");
        let mut written: Value = serde_json::from_str(written).expect("a policy is JSON");
        if written["origins"].is_null() && written != json!({}) {
            written["origins"] = json!(APP);
        }
        assert_eq!(errors(written), [error], "{row}");
    }
}

#[test]
fn a_max_age_that_is_not_a_number_of_seconds_is_an_error() {
    for (max_age, defect) in [
        (json!("2 days"), "is not a duration"),
        (json!(""), "is not a duration"),
        (json!("+5"), "is not a duration"),
        (json!("-"), "is not a duration"),
        (json!("-1"), "it is negative"),
        (json!(-1), "it is negative"),
        (json!(86_401), "is longer than a day"),
        (json!("99999999999999999999"), "is longer than a day"),
    ] {
        let written = json!({"origins": APP, "max_age": max_age});
        assert_eq!(errors(written.clone()), ["max_age invalid_max_age"], "{max_age}");
        let error = serde_json::from_value::<Policy>(written).unwrap_err().to_string();
        assert!(error.contains(defect), "{max_age}: {error}");
    }
}

#[test]
fn all_violations_are_reported_at_once() {
    let mut errors = errors(json!({
        "origins": ["https://a.example/", "http://a.example", "*"],
        "methods": ["get", "TRACE"],
        "allow_headers": "cookie",
        "expose_headers": ["*"],
        "allow_credentials": "true",
        "max_age": "1w",
        "enforce": "maybe",
        "supportsCredentials": true,
    }));
    errors.sort();
    let expected = [
        "allow_headers forbidden_request_header",
        "enforce invalid_value",
        "expose_headers[0] any_exposed_with_credentials",
        "max_age invalid_max_age",
        "methods[0] invalid_method",
        "methods[1] forbidden_method",
        "origins[0] invalid_origin",
        "origins[1] insecure_origin_with_credentials",
        "origins[2] any_origin_mixed",
        "supportsCredentials unknown_key",
    ];
    assert_eq!(errors, expected);
}

/// An origin may be in `origins` and in `debug_origins`. An example is the origin of a staging server.
#[test]
fn an_origin_may_also_be_among_the_debug_origins() {
    policy(
        json!({"origins": APP, "debug_origins": APP, "allow_headers": [], "expose_headers": []}),
    );
}
