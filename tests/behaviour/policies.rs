//! Policies built at run time, `Policy::PUBLIC` and `Policy::NONE`.

use std::time::Duration;

use actix_web::{App, test::init_service, web};
use cors_runtime::{Cors, Enforce, Policy, PolicyBuilder, PolicyErrors, policy};

use crate::case::check_app;

async fn check_layer(policy: Policy, cases: &str) {
    let app = App::new().wrap(Cors::new(policy)).route("/x", web::to(|| async { "ran" }));
    check_app(&init_service(app).await, cases).await;
}

#[actix_web::test]
async fn a_built_policy_responds_as_a_const_policy_does() -> Result<(), PolicyErrors> {
    let policy = Policy::builder()
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
    let cases = "
a preflight gets the settings of the built policy
    preflight PUT /x from http://app.example | host: api.example
    204 | allow-credentials: true | allow-headers: x-request-id | allow-methods: GET, PUT
    | allow-origin: http://app.example | max-age: 7200 | vary: preflight
a request for another host is rejected
    GET /x from http://app.example | host: evil.example
    403 | vary: Origin, Sec-Fetch-Site, Sec-Fetch-Mode, Sec-Fetch-Dest
an actual request gets the settings of the built policy
    GET /x from null | host: api.example
    200 ran | allow-credentials: true | allow-origin: null | expose-headers: etag
    | vary: Origin, Sec-Fetch-Site, Sec-Fetch-Mode, Sec-Fetch-Dest
";
    check_layer(policy, cases).await;
    check_layer(
        Policy::builder().origins(["*"]).methods(["*"]).allow_headers(["*"]).build()?,
        "
the wildcards of a built policy are sent
    preflight PURGE /x from https://any.example
    204 | allow-headers: * | allow-methods: * | allow-origin: * | vary: preflight
",
    )
    .await;
    Ok(())
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

#[actix_web::test]
async fn the_public_policy_allows_everything_except_credentials() {
    check_layer(
        Policy::PUBLIC,
        "
a preflight for any method and header is allowed
    preflight DELETE /x from https://any.example | access-control-request-headers: authorization,x-any
    204 | allow-headers: *, authorization | allow-methods: * | allow-origin: * | max-age: 7200
    | vary: preflight
every header is exposed
    GET /x from https://any.example
    200 ran | allow-origin: * | expose-headers: *
",
    )
    .await;
}

#[actix_web::test]
async fn policy_none_responds_as_the_attribute_does() {
    for none in [Policy::NONE, policy!(none)] {
        check_layer(
            none,
            "
a preflight is rejected
    preflight GET /x from https://app.example
    403 | vary: preflight
an actual request gets no header
    GET /x from https://app.example
    200 ran
",
        )
        .await;
    }
}
