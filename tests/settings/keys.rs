//! Tests of the keys of a settings file, and of the types of their values.

use cors_runtime::{Policy, PolicyBuilder};
use serde_json::{Value, json};

use super::{errors, policy};

const APP: &str = "https://app.example.com";

/// Returns a policy with `origins` and one more key.
fn with(key: &str, value: &Value) -> Value {
    let mut written = json!({"origins": APP});
    written[key] = value.clone();
    written
}

#[test]
fn a_value_may_be_a_string() {
    let written = format!(
        "{:?}",
        policy(json!({
            "origins": [APP, "https://b.example"], "methods": ["GET"], "allow_credentials": true,
            "enforce": false, "max_age": 600, "danger_allow_null_origin": true,
            "danger_allow_public_suffixes": false,
        }))
    );
    for (list, max_age) in [
        ("https://app.example.com,https://b.example", "600"),
        (" https://app.example.com\n https://b.example,", "10m"),
        ("https://app.example.com https://b.example", " 600 "),
        ("https://app.example.com\thttps://b.example", "600s"),
    ] {
        let texts = policy(json!({
            "origins": list, "methods": "GET", "allow_credentials": "true", "enforce": "false",
            "max_age": max_age, "danger_allow_null_origin": "true",
            "danger_allow_public_suffixes": "false",
        }));
        assert_eq!(format!("{texts:?}"), written, "{list:?} {max_age:?}");
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
fn only_debug_builds_keep_debug_origins() {
    let policy = policy(with("debug_origins", &json!("http://localhost:*")));
    assert_eq!(policy.debug_origins().len(), usize::from(cfg!(debug_assertions)));
}

#[test]
fn a_value_of_another_type_is_an_error_of_its_field() {
    for (key, values) in [
        ("origins", json!([null, 5, {"a": APP}])),
        ("debug_origins", json!([null, true])),
        ("methods", json!([null, 1.5])),
        ("allow_headers", json!([null, -1])),
        ("expose_headers", json!([null, {}])),
        ("hosts", json!([null, 8080])),
        ("allow_credentials", json!([null, "yes", 1])),
        ("enforce", json!([null, "TRUE", ""])),
        ("max_age", json!([null, true, ["2h"]])),
        ("danger_allow_insecure_origins", json!([null, [true]])),
        ("danger_allow_public_suffixes", json!([null, "no"])),
        ("danger_allow_null_origin", json!([null, 0])),
    ] {
        for value in values.as_array().expect("a list") {
            let expected = [format!("{key} invalid_value")];
            assert_eq!(errors(with(key, value)), expected, "{key}: {value}");
        }
    }
}

#[test]
fn an_item_of_another_type_is_an_error_and_the_other_items_are_checked() {
    assert_eq!(
        errors(json!({"origins": [8080, "https://a.example/", null, [APP], {"a": 1}, APP]})),
        [
            "origins[0] invalid_value",
            "origins[2] invalid_value",
            "origins[3] invalid_value",
            "origins[4] invalid_value",
            "origins[1] invalid_origin",
        ]
    );
    // The list has no valid item, but there is no second error for an empty list.
    assert_eq!(errors(json!({"origins": [5]})), ["origins[0] invalid_value"]);
}

#[test]
fn the_help_for_an_unknown_key_suggests_the_nearest_key() {
    let written = with("max-age", &json!("x"));
    let builder: PolicyBuilder = serde_json::from_value(written).expect("a map is read");
    assert_eq!(
        builder.build().unwrap_err().to_string(),
        "max-age: `max-age` is not a key of a policy\nhelp: write `max_age`\nrule: cors::unknown_key"
    );
    for (key, help) in [
        ("timeout", "the keys are `origins`, "),
        ("crate", "the keys are `origins`, "),
        ("policy", "extend a policy in the code, with `Policy::to_builder`"),
        ("none", "use `Policy::NONE` in place of the file"),
        ("predicate", "pass the function to `Cors::origins`, "),
        ("public", "write `origins`"),
        (
            "denied_origins",
            "leave it out, or pass a function to `Cors::origins` to reject an origin ",
        ),
        ("deny_credentials", "set `allow_credentials` to `false`"),
        ("no_enforce", "set `enforce` to `false`"),
    ] {
        let error = serde_json::from_value::<Policy>(with(key, &json!(5))).unwrap_err().to_string();
        assert!(error.contains(&format!("\nhelp: {help}")), "{error}");
    }
    // The unknown key is the only error, although the file has no `origins`.
    for key in ["allowed_origins", "none", "public", "cors"] {
        assert_eq!(errors(json!({key: APP})), [format!("{key} unknown_key")]);
    }
}

#[test]
fn a_list_in_brackets_in_one_string_is_one_error() {
    let written = json!({"origins": format!("[\"{APP}\", \"https://b.example\"]")});
    let error = serde_json::from_value::<Policy>(written).unwrap_err().to_string();
    let help = "help: write each value by itself: `https://app.example.com`, `https://b.example`";
    assert!(error.contains(help) && !error.contains("2 errors"), "{error}");
    let policy = policy(with("hosts", &json!("[::1]:8080, [::2]")));
    assert_eq!(policy.hosts(), ["[::1]:8080", "[::2]"]);
}

#[test]
fn a_repeated_key_is_an_error() {
    // The parser of TOML itself rejects repeated keys, so there is no error of the policy to count.
    let json = r#"{"origins": "*", "enforce": true, "origins": "https://a.example", "enforce": false,
        "enforce": true}"#;
    let yaml = "origins: '*'\nenforce: true\norigins: https://a.example\nenforce: false\n";
    let count = |error: String| error.matches("rule: cors::duplicate_key").count();
    assert_eq!(count(serde_json::from_str::<Policy>(json).unwrap_err().to_string()), 3);
    assert_eq!(count(serde_norway::from_str::<Policy>(yaml).unwrap_err().to_string()), 2);
    toml::from_str::<Policy>("origins = '*'\norigins = '*'").unwrap_err();
    let error = serde_json::from_str::<Policy>(r#"{"hosts": ":", "hosts": "a", "origins": "*"}"#);
    let error = error.unwrap_err().to_string();
    assert!(error.contains("duplicate_key") && error.contains("invalid_host"), "{error}");
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
    let both = |error: String| {
        assert!(error.contains("rule: cors::invalid_max_age"), "{error}");
        assert!(error.contains("rule: cors::invalid_value"), "{error}");
    };
    for max_age in ["99999999999999999999", "86401", "-1", "1e3", "1.5", "-0.5"] {
        let json = format!(r#"{{"origins": "{APP}", "max_age": {max_age}, "enforce": 5}}"#);
        both(serde_json::from_str::<Policy>(&json).unwrap_err().to_string());
    }
    let yaml = format!("origins: {APP}\nmax_age: {}\nenforce: 5\n", u64::MAX);
    both(serde_norway::from_str::<Policy>(&yaml).unwrap_err().to_string());
}
