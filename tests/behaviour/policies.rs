//! Tests of policies that are built at run time, and of the constants `Policy::PUBLIC` and `Policy::NONE`.

use std::time::Duration;

use cors_runtime::{Enforce, PolicyBuilder, PolicyErrors};

use crate::prelude::*;

/// Asserts that two policies have the same value of every setting.
#[track_caller]
fn assert_same(policy: &Policy, written_out: &Policy) {
    let settings = |policy| serde_json::to_value(policy).expect("a policy serializes");
    assert_eq!(settings(policy), settings(written_out));
}

#[test]
fn a_built_policy_has_the_settings_of_the_same_const_policy() -> Result<(), PolicyErrors> {
    let built = Policy::builder()
        .origins(["http://app.example", "https://*.github.io", "null"])
        .debug_origins(["http://localhost:*"])
        .methods(["GET", "PUT"])
        .allow_headers(["X-Request-Id"])
        .expose_headers(vec!["etag".to_owned()])
        .allow_credentials(true)
        .max_age(Duration::from_secs(7_200))
        .enforce(Enforce::Isolate)
        .hosts(["api.example", "localhost:*"])
        .danger_allow_insecure_origins(true)
        .danger_allow_public_suffixes(true)
        .danger_allow_null_origin(true)
        .build()?;
    const WRITTEN_OUT: Policy = policy!(
        origins = ["http://app.example", "https://*.github.io", "null"],
        debug_origins = "http://localhost:*",
        methods = [GET, PUT],
        allow_headers = "X-Request-Id",
        expose_headers = "etag",
        allow_credentials,
        max_age = "2h",
        enforce = "isolate",
        hosts = ["api.example", "localhost:*"],
        danger_allow_insecure_origins,
        danger_allow_public_suffixes,
        danger_allow_null_origin,
    );
    assert_same(&built, &WRITTEN_OUT);
    let open = Policy::builder().origins(["*"]).methods(["*"]).allow_headers(["*"]).build()?;
    assert_same(&open, &policy!(origins = "*", methods = "*", allow_headers = "*"));
    Ok(())
}

#[test]
fn the_public_policy_allows_everything_except_credentials() {
    const WRITTEN_OUT: Policy = policy!(
        origins = "*",
        methods = "*",
        allow_headers = ["*", "authorization"],
        expose_headers = "*",
        max_age = "2h",
    );
    assert_same(&Policy::PUBLIC, &WRITTEN_OUT);
}

#[actix_web::test]
async fn a_layer_of_policy_none_rejects_preflights_and_adds_no_header() {
    assert_same(&Policy::NONE, &policy!(none));
    let app = App::new().wrap(Cors::new(Policy::NONE)).route("/x", web::to(|| async { "ran" }));
    let cases = "
a preflight is rejected
    preflight GET /x from https://app.example => 403 | vary: preflight
an actual request gets no header
    GET /x from https://app.example => 200 ran
";
    check_app(&init_service(app).await, cases).await;
}

#[test]
fn a_builder_reports_every_error_with_its_field() {
    let errors = Policy::builder()
        .origins(["https://a.example", "https://b.example/", "https://a.example"])
        .debug_origins(["localhost"])
        .methods(["GET", "patch"])
        .allow_headers(["cookie"])
        .expose_headers(["*"])
        .allow_credentials(true)
        .max_age(Duration::from_millis(1_500))
        .hosts(["https://api.example"])
        .build()
        .unwrap_err();
    let found: Vec<String> = errors
        .iter()
        .map(|error| format!("{} {}", error.field().unwrap_or_default(), error.rule()))
        .collect();
    let expected = [
        "max_age cors::invalid_max_age",
        "origins[1] cors::invalid_origin",
        "origins[2] cors::duplicate_origin",
        "debug_origins[0] cors::invalid_origin",
        "methods[1] cors::invalid_method",
        "allow_headers[0] cors::forbidden_request_header",
        "expose_headers[0] cors::any_exposed_with_credentials",
        "hosts[0] cors::invalid_host",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_call_replaces_an_earlier_value_and_its_error() -> Result<(), PolicyErrors> {
    let file = r#"{"origins": 5, "max_age": "2 days", "methods": "GET patch"}"#;
    let builder: PolicyBuilder = serde_json::from_str(file).expect("a map");
    let policy = builder
        .origins(["*"])
        .origins(["https://app.example"])
        .max_age(Duration::from_millis(1))
        .max_age(Duration::from_secs(60))
        .methods(["GET"])
        .build()?;
    assert_eq!((policy.max_age(), policy.origins().len()), (Some(60), 1));

    let builder: PolicyBuilder = serde_json::from_str(file).expect("a map");
    let errors = builder.origins(["*"]).max_age(Duration::ZERO).methods(["GET", "put"]).build();
    assert_eq!(errors.unwrap_err().first().field(), Some("methods[1]"), "the field of the call");
    Ok(())
}

#[test]
fn a_builder_starts_from_a_policy() -> Result<(), PolicyErrors> {
    const BASE: Policy =
        policy!(origins = "https://app.example", allow_credentials, hosts = "a.example");
    let policy = BASE.to_builder().hosts([""; 0]).methods(["GET"]).build()?;
    assert_eq!(policy.origins(), ["https://app.example"]);
    assert!(policy.allow_credentials() && policy.hosts().is_empty());
    assert_eq!(policy.methods(), ["GET"]);

    let errors = BASE.to_builder().origins(["*"]).build().unwrap_err();
    assert_eq!(errors.first().rule(), "cors::any_origin_with_credentials");
    Ok(())
}
