//! Keys and the types of their values.

use cors_runtime::{Policy, PolicyBuilder};
use serde_json::{Value, json};

use super::{errors, expected, policy};

const APP: &str = "https://app.example.com";

fn debug(of: Value) -> String {
    format!("{:?}", policy(of))
}

#[test]
fn one_string_is_a_list_separated_by_commas_or_spaces() {
    let list = debug(json!({"origins": [APP, "https://b.example"], "methods": ["GET"]}));
    for text in [
        "https://app.example.com,https://b.example",
        " https://app.example.com\n https://b.example,",
    ] {
        assert_eq!(debug(json!({"origins": text, "methods": "GET"})), list, "{text:?}");
    }
}

#[test]
fn a_number_and_a_flag_may_be_strings() {
    let written = debug(json!({
        "origins": APP, "allow_credentials": true, "enforce": false, "max_age": 600,
        "danger_allow_null_origin": true,
    }));
    for max_age in ["600", "10m", " 600 ", "600s"] {
        let texts = debug(json!({
            "origins": APP, "allow_credentials": "true", "enforce": "false", "max_age": max_age,
            "danger_allow_null_origin": "true",
        }));
        assert_eq!(texts, written, "{max_age}");
    }
}

#[test]
fn a_missing_key_allows_nothing() {
    let policy = policy(json!({"origins": APP}));
    assert_eq!(format!("{policy:?}"), r#"Policy { origins: ["https://app.example.com"] }"#);
    assert!(!policy.allow_credentials());
    assert_eq!(policy.max_age(), None);
    assert!(policy.allow_headers().is_empty() && policy.expose_headers().is_empty());
}

#[test]
fn a_value_of_another_type_is_an_error_of_its_field() {
    for (key, value) in [
        ("origins", json!(5)),
        ("origins", json!({"a": APP})),
        ("debug_origins", json!(true)),
        ("methods", json!(1.5)),
        ("allow_headers", json!(-1)),
        ("expose_headers", json!({})),
        ("allow_credentials", json!("yes")),
        ("allow_credentials", json!(1)),
        ("enforce", json!("TRUE")),
        ("enforce", json!("")),
        ("max_age", json!(true)),
        ("max_age", json!(["2h"])),
        ("danger_allow_insecure_origins", json!([true])),
        ("danger_allow_public_suffixes", json!("no")),
        ("danger_allow_null_origin", json!(0)),
    ] {
        let mut written = json!({"origins": APP});
        written[key] = value.clone();
        assert_eq!(errors(written), expected(&[(key, "invalid_value")]), "{key}: {value}");
    }
}

#[test]
fn a_key_that_is_null_is_an_error() {
    for key in [
        "origins",
        "debug_origins",
        "methods",
        "allow_headers",
        "expose_headers",
        "allow_credentials",
        "max_age",
        "enforce",
        "hosts",
        "danger_allow_insecure_origins",
    ] {
        let mut written = json!({"origins": APP});
        written[key] = Value::Null;
        assert_eq!(errors(written), expected(&[(key, "invalid_value")]), "{key}");
    }
}

#[test]
fn an_item_of_another_type_is_an_error_and_the_other_items_are_checked() {
    assert_eq!(
        errors(json!({"origins": [8080, "https://a.example/", null, [APP], {"a": 1}, APP]})),
        expected(&[
            ("origins[0]", "invalid_value"),
            ("origins[2]", "invalid_value"),
            ("origins[3]", "invalid_value"),
            ("origins[4]", "invalid_value"),
            ("origins[1]", "invalid_origin"),
        ])
    );
    // One error: the list is not empty as well.
    assert_eq!(errors(json!({"origins": [5]})), expected(&[("origins[0]", "invalid_value")]));
}

/// Keys that no policy has, and the key that the help suggests.
const UNKNOWN: [(&str, &str); 8] = [
    ("orgins", "origins"),
    ("allowed_origins", "origins"),
    ("allowedOrigins", "origins"),
    ("max-age", "max_age"),
    ("supports_credentials", "allow_credentials"),
    ("exposed_headers", "expose_headers"),
    ("allowed_methods", "methods"),
    ("Enforce", "enforce"),
];

#[test]
fn the_help_for_an_unknown_key_suggests_the_nearest_key() {
    for (key, meant) in UNKNOWN {
        let mut written = json!({"origins": APP});
        written[key] = json!("x");
        let builder: PolicyBuilder = serde_json::from_value(written).expect("a map is read");
        let message = format!(
            "{key}: `{key}` is not a key of a policy\nhelp: write `{meant}`\nrule: cors::unknown_key"
        );
        assert_eq!(builder.build().unwrap_err().to_string(), message);
    }
}

#[test]
fn the_help_for_a_key_that_resembles_none_lists_all_keys() {
    for key in ["timeout", "crate", "policy"] {
        let written = json!({"origins": APP, key: 5});
        let error = serde_json::from_value::<Policy>(written).unwrap_err().to_string();
        assert!(error.contains("help: the keys are `origins`, "), "{error}");
    }
}

#[test]
fn origins_under_an_unknown_key_are_one_error() {
    assert_eq!(
        errors(json!({"allowed_origins": APP})),
        expected(&[("allowed_origins", "unknown_key")])
    );
    assert_eq!(errors(json!({"origins": 5})), expected(&[("origins", "invalid_value")]));
}

#[test]
fn a_repeated_key_is_an_error() {
    // TOML itself rejects it.
    let json = r#"{"origins": "*", "enforce": true, "origins": "https://a.example", "enforce": false,
        "enforce": true}"#;
    let yaml = "origins: '*'\nenforce: true\norigins: https://a.example\nenforce: false\n";
    let count = |error: String| error.matches("rule: cors::duplicate_key").count();
    assert_eq!(count(serde_json::from_str::<Policy>(json).unwrap_err().to_string()), 3);
    assert_eq!(count(serde_norway::from_str::<Policy>(yaml).unwrap_err().to_string()), 2);
    toml::from_str::<Policy>("origins = '*'\norigins = '*'").unwrap_err();
}

#[test]
fn a_file_that_is_not_a_map_is_an_error() {
    for value in [json!([APP]), json!(APP), json!(null), json!(5)] {
        let error = serde_json::from_value::<Policy>(value).unwrap_err().to_string();
        assert!(error.contains("a CORS policy"), "{error}");
    }
}

#[test]
fn a_number_of_any_size_is_read_and_checked() {
    for max_age in ["99999999999999999999", "86401", "-1", "1e3", "1.5", "-0.5"] {
        let json = format!(r#"{{"origins": "{APP}", "max_age": {max_age}, "enforce": 5}}"#);
        let error = serde_json::from_str::<Policy>(&json).unwrap_err().to_string();
        assert!(error.contains("rule: cors::invalid_max_age"), "{max_age}: {error}");
        assert!(error.contains("rule: cors::invalid_value"), "{max_age}: {error}");
    }
    let yaml = format!("origins: {APP}\nmax_age: {}\nenforce: 5\n", u128::MAX);
    let error = serde_norway::from_str::<Policy>(&yaml).unwrap_err().to_string();
    assert!(error.contains("rule: cors::invalid_max_age"), "{error}");
}
