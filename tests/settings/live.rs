//! The origins of a file as a set for `dynamic`, and a file that is read again while the server runs.

use std::{env, fs, path::PathBuf, process, sync::LazyLock};

use actix_web::{
    App, get,
    test::{self, TestRequest},
};
use cors_runtime::{LiveOrigins, Origin, Origins, Policy, PolicyErrors, cors, testing::Browser};
use serde_json::json;

use super::policy;

fn set(of: serde_json::Value) -> Result<Origins, PolicyErrors> {
    Origins::try_from(&policy(of))
}

fn contains(origins: &Origins, origin: &str) -> bool {
    origins.contains(&Origin::parse(origin.as_bytes()).expect("an origin"))
}

#[actix_web::test]
async fn the_origins_of_a_policy_are_a_set() {
    let origins = set(json!({"origins": "https://a.example, https://*.b.example"})).unwrap();
    assert!(contains(&origins, "https://a.example"));
    assert!(contains(&origins, "https://eu.b.example"));
    assert!(!contains(&origins, "https://b.example"));
}

#[actix_web::test]
async fn only_in_debug_builds_a_set_has_the_debug_origins() {
    let origins = set(json!({
        "origins": "https://a.example",
        // An origin may be in both lists.
        "debug_origins": ["http://localhost:*", "https://a.example"],
    }));
    let origins = origins.unwrap();
    assert!(contains(&origins, "https://a.example"));
    assert_eq!(contains(&origins, "http://localhost:5173"), cfg!(debug_assertions));
}

#[actix_web::test]
async fn a_set_rejects_origins_that_credentials_forbid() {
    for (origins, rule) in [
        ("*", "cors::any_origin_with_credentials"),
        ("http://a.example", "cors::insecure_origin_with_credentials"),
        ("https://*.github.io", "cors::public_suffix_with_credentials"),
    ] {
        let errors = set(json!({"origins": origins})).unwrap_err();
        assert_eq!(errors.len(), 1, "{errors}");
        assert_eq!(errors[0].rule(), rule);
        assert_eq!(errors[0].value(), origins);
    }
}

#[actix_web::test]
async fn a_set_keeps_the_danger_keys_of_its_policy() {
    let origins = set(json!({
        "origins": ["null", "http://a.example", "https://*.github.io"],
        "danger_allow_null_origin": true,
        "danger_allow_insecure_origins": true,
        "danger_allow_public_suffixes": true,
    }));
    let origins = origins.unwrap();
    assert!(origins.contains_null());
    assert!(contains(&origins, "http://a.example"));
    assert!(contains(&origins, "https://me.github.io"));
}

static FRONT_ENDS: LazyLock<LiveOrigins> = LazyLock::new(|| {
    LiveOrigins::new(Origins::parse(["https://old.example"]).expect("the first set is valid"))
});

#[cors(origins = dynamic(&FRONT_ENDS), allow_credentials)]
#[get("/orders")]
async fn orders() -> &'static str {
    "[]"
}

/// Reads the file again, as a watcher does when it changes.
fn reload(path: &PathBuf) -> Result<(), String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let policy: Policy = serde_norway::from_str(&text).map_err(|error| error.to_string())?;
    let origins = Origins::try_from(&policy).map_err(|errors| errors.to_string())?;
    FRONT_ENDS.store(origins).map_err(|errors| errors.to_string())
}

#[actix_web::test]
async fn a_changed_file_replaces_the_set_unless_it_has_errors() {
    let app = test::init_service(App::new().service(orders)).await;
    let get = || TestRequest::get().uri("/orders");
    let path = env::temp_dir().join(format!("settings-{}.yaml", process::id()));
    let old = Browser::at("https://old.example").with_credentials();
    let new = Browser::at("https://new.example").with_credentials();
    assert!(old.fetch(&app, get()).await.is_ok());
    for invalid in [
        "",
        "origins: []",
        "origins: [https://new.example, '*']",
        "origins: '*'",
        "origins: [https://new.example, http://insecure.example]",
        "allowed_origins: [https://new.example]",
    ] {
        fs::write(&path, invalid).unwrap();
        reload(&path).expect_err(invalid);
        assert!(old.fetch(&app, get()).await.is_ok(), "{invalid}");
        assert!(new.fetch(&app, get()).await.is_err(), "{invalid}");
    }
    fs::write(&path, "origins: [https://new.example]").unwrap();
    reload(&path).unwrap();
    assert!(old.fetch(&app, get()).await.is_err());
    assert!(new.fetch(&app, get()).await.is_ok());
    fs::remove_file(&path).unwrap();
}
