//! Keys and the kinds of their values.

use cors_runtime::Settings;
use serde_json::{Value, json};

use super::{expected, mistakes, settings};

const APP: &str = "https://app.example.com";

fn debug(of: Value) -> String {
    format!("{:?}", settings(of))
}

#[test]
fn one_text_is_a_list_of_one_and_commas_and_spaces_make_more() {
    let list = debug(json!({"origins": [APP, "https://b.example"], "methods": ["GET"]}));
    for text in [
        "https://app.example.com,https://b.example",
        " https://app.example.com\n https://b.example,",
    ] {
        assert_eq!(debug(json!({"origins": text, "methods": "GET"})), list, "{text:?}");
    }
}

#[test]
fn a_number_and_a_flag_may_be_texts() {
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
fn what_is_left_out_is_not_allowed() {
    let debug = debug(json!({"origins": APP}));
    for setting in [
        "methods: None",
        "allow_headers: []",
        "expose_headers: []",
        "allow_credentials: false",
        "max_age: None",
        "enforce: Off",
        "hosts: []",
    ] {
        assert!(debug.contains(setting), "{setting}: {debug}");
    }
}

#[test]
fn a_value_of_another_kind_is_told_with_its_field() {
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
        assert_eq!(mistakes(written), expected(&[(key, "invalid_value")]), "{key}: {value}");
    }
}

#[test]
fn a_key_without_a_value_is_no_default() {
    for key in ["origins", "methods", "allow_headers", "allow_credentials", "max_age"] {
        let mut written = json!({"origins": APP});
        written[key] = Value::Null;
        assert_eq!(mistakes(written), expected(&[(key, "invalid_value")]), "{key}");
    }
}

#[test]
fn items_that_are_no_texts_keep_their_places_and_the_others_are_judged() {
    assert_eq!(
        mistakes(json!({"origins": [8080, "https://a.example/", null, [APP], {"a": 1}, APP]})),
        expected(&[
            ("origins[0]", "invalid_value"),
            ("origins[2]", "invalid_value"),
            ("origins[3]", "invalid_value"),
            ("origins[4]", "invalid_value"),
            ("origins[1]", "invalid_origin"),
        ])
    );
    // One mistake is told once: the list is not called empty for it.
    assert_eq!(mistakes(json!({"origins": [5]})), expected(&[("origins[0]", "invalid_value")]));
}

/// The keys that no policy has, and the one that is told to be meant.
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
fn an_unknown_key_is_told_with_the_one_that_was_meant() {
    for (key, meant) in UNKNOWN {
        let mut written = json!({"origins": APP});
        written[key] = json!("x");
        let error = serde_json::from_value::<Settings>(written).unwrap_err().to_string();
        let told = format!(
            "{key}: `{key}` is not a key of a policy\nhelp: write `{meant}`\nrule: cors::unknown_key"
        );
        assert_eq!(error, told);
    }
}

#[test]
fn a_key_that_is_near_none_is_answered_with_all_of_them() {
    for key in ["timeout", "crate", "policy"] {
        let written = json!({"origins": APP, key: 5});
        let error = serde_json::from_value::<Settings>(written).unwrap_err().to_string();
        assert!(error.contains("help: the keys are `origins`, "), "{error}");
    }
}

#[test]
fn origins_under_a_wrong_key_are_not_missing_as_well() {
    assert_eq!(
        mistakes(json!({"allowed_origins": APP})),
        expected(&[("allowed_origins", "unknown_key")])
    );
    assert_eq!(mistakes(json!({"origins": 5})), expected(&[("origins", "invalid_value")]));
}

#[test]
fn a_key_that_is_written_twice_is_told() {
    // TOML refuses it itself.
    let json = r#"{"origins": "*", "enforce": true, "origins": "https://a.example", "enforce": false,
        "enforce": true}"#;
    let yaml = "origins: '*'\nenforce: true\norigins: https://a.example\nenforce: false\n";
    let told = |error: String| error.matches("rule: cors::duplicate_key").count();
    assert_eq!(told(serde_json::from_str::<Settings>(json).unwrap_err().to_string()), 3);
    assert_eq!(told(serde_norway::from_str::<Settings>(yaml).unwrap_err().to_string()), 2);
    toml::from_str::<Settings>("origins = '*'\norigins = '*'").unwrap_err();
}

#[test]
fn what_is_no_table_of_settings_is_refused() {
    for value in [json!([APP]), json!(APP), json!(null), json!(5)] {
        let error = serde_json::from_value::<Settings>(value).unwrap_err().to_string();
        assert!(error.contains("the settings of a CORS policy"), "{error}");
    }
}

#[test]
fn the_longest_numbers_are_told_and_never_end_the_reading() {
    for max_age in ["99999999999999999999", "86401", "-1", "1e3", "1.5", "-0.5"] {
        let json = format!(r#"{{"origins": "{APP}", "max_age": {max_age}, "enforce": 5}}"#);
        let error = serde_json::from_str::<Settings>(&json).unwrap_err().to_string();
        assert!(error.contains("rule: cors::invalid_max_age"), "{max_age}: {error}");
        assert!(error.contains("rule: cors::invalid_value"), "{max_age}: {error}");
    }
    let yaml = format!("origins: {APP}\nmax_age: {}\nenforce: 5\n", u128::MAX);
    let error = serde_norway::from_str::<Settings>(&yaml).unwrap_err().to_string();
    assert!(error.contains("rule: cors::invalid_max_age"), "{error}");
}
