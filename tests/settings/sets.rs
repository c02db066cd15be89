//! Tests that convert the origins of a settings file to a set, `Origins`. One test reads a changed file, and replaces
//! the set.

use cors_runtime::{LiveOrigins, Origin, Origins, Policy, PolicyErrors};
use serde_json::{Value, json};

use super::policy;

fn set(of: Value) -> Result<Origins, PolicyErrors> {
    Origins::try_from(&policy(of))
}

fn contains(origins: &Origins, origin: &str) -> bool {
    origins.contains(&Origin::parse(origin.as_bytes()).expect("an origin"))
}

#[test]
fn the_origins_of_a_policy_are_a_set() -> Result<(), PolicyErrors> {
    let origins = set(json!({
        "origins": "https://a.example, https://*.b.example",
        // An origin may be in both lists.
        "debug_origins": ["http://localhost:*", "https://a.example"],
    }))?;
    assert!(contains(&origins, "https://a.example"));
    assert!(contains(&origins, "https://eu.b.example"));
    assert!(!contains(&origins, "https://b.example"));
    assert_eq!(contains(&origins, "http://localhost:5173"), cfg!(debug_assertions));
    Ok(())
}

#[test]
fn a_set_rejects_origins_that_credentials_forbid_unless_its_policy_has_the_danger_keys() {
    for (origins, rule) in [
        ("*", "cors::any_origin_with_credentials"),
        ("http://a.example", "cors::insecure_origin_with_credentials"),
        ("https://*.github.io", "cors::public_suffix_with_credentials"),
    ] {
        let errors = set(json!({"origins": origins})).unwrap_err();
        assert_eq!(errors.len(), 1, "{errors}");
        assert_eq!((errors[0].rule().as_str(), errors[0].value()), (rule, origins));
    }

    let origins = set(json!({
        "origins": ["null", "http://a.example", "https://*.github.io"],
        "danger_allow_null_origin": true,
        "danger_allow_insecure_origins": true,
        "danger_allow_public_suffixes": true,
    }));
    let origins = origins.expect("the danger keys permit the origins");
    assert!(origins.contains_null());
    assert!(contains(&origins, "http://a.example"));
    assert!(contains(&origins, "https://me.github.io"));
}

/// Reads a changed file, as a file watcher does, and replaces the live set by the origins of the file.
fn reload(live: &LiveOrigins, text: &str) -> Result<(), String> {
    let policy: Policy = serde_norway::from_str(text).map_err(|error| error.to_string())?;
    let origins = Origins::try_from(&policy).map_err(|errors| errors.to_string())?;
    live.store(origins).map_err(|errors| errors.to_string())
}

#[test]
fn a_changed_file_replaces_the_set_unless_it_has_errors() {
    let live = LiveOrigins::new(Origins::parse(["https://old.example"]).expect("a set"));
    let contains = |origin: &str| live.contains(&Origin::parse(origin.as_bytes()).expect("one"));
    for invalid in [
        "",
        "origins: []",
        "origins: [https://new.example, '*']",
        "origins: '*'",
        "origins: [https://new.example, http://insecure.example]",
        "allowed_origins: [https://new.example]",
    ] {
        reload(&live, invalid).expect_err(invalid);
        assert!(contains("https://old.example") && !contains("https://new.example"), "{invalid}");
    }
    reload(&live, "origins: [https://new.example]").expect("the file is valid");
    assert!(!contains("https://old.example") && contains("https://new.example"));
}
