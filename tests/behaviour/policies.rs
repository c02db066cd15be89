//! Policies built at run time, `Policy::PUBLIC` and `Policy::NONE`.

use std::time::Duration;

use actix_web::{App, get, test::init_service, web};
use cors_runtime::{
    AppData, Cors, Enforce, LiveOrigins, Origins, Policy, PolicyBuilder, PolicyErrors, app_data,
    cors, policy,
};

use crate::case::check_app;

async fn check_layer(policy: Policy, cases: &str) {
    let app = App::new().wrap(Cors::new(policy)).route("/x", web::to(|| async { "ran" }));
    check_app(&init_service(app).await, cases).await;
}

/// A builder with every key set.
fn full() -> PolicyBuilder {
    Policy::builder()
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
}

#[actix_web::test]
async fn a_built_policy_responds_as_a_const_policy_does() {
    check_layer(
        full().build().expect("the policy is valid"),
        "
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
",
    )
    .await;
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
    let found: Vec<(String, String)> = errors
        .iter()
        .map(|error| (error.field().unwrap_or_default().to_owned(), error.rule().to_string()))
        .collect();
    let expected = [
        ("max_age", "cors::invalid_max_age"),
        ("origins[1]", "cors::invalid_origin"),
        ("origins[2]", "cors::duplicate_origin"),
        ("debug_origins[0]", "cors::invalid_origin"),
        ("methods[1]", "cors::invalid_method"),
        ("allow_headers[0]", "cors::forbidden_request_header"),
        ("expose_headers[0]", "cors::any_exposed_with_credentials"),
        ("hosts[0]", "cors::invalid_host"),
    ];
    let expected = expected.map(|(field, rule)| (field.to_owned(), rule.to_owned()));
    assert_eq!(found, expected);
}

#[test]
fn a_later_call_replaces_the_setting() -> Result<(), PolicyErrors> {
    let policy = Policy::builder()
        .max_age(Duration::from_millis(1))
        .max_age(Duration::from_secs(60))
        .origins(["*"])
        .origins(["https://app.example"])
        .build()?;
    assert_eq!(policy.max_age(), Some(60));
    assert_eq!(policy.origins(), ["https://app.example"]);
    Ok(())
}

#[test]
fn a_call_replaces_the_value_and_the_error_of_a_file() {
    let file = r#"{"origins": 5, "max_age": "2 days", "methods": ["GET"]}"#;
    let builder: PolicyBuilder = serde_json::from_str(file).expect("a map");
    let builder = builder.origins(["https://app.example"]).max_age(Duration::from_secs(60));
    let policy = builder.build().expect("no wrong value is left");
    assert_eq!((policy.max_age(), policy.methods().len()), (Some(60), 1));
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
async fn a_layer_can_set_the_origins_of_a_built_policy() {
    let policy = Policy::builder().max_age(Duration::from_secs(60)).build().expect("no error");
    let set = Origins::parse(["https://app.example"]).expect("a set");
    let app = App::new().wrap(Cors::new(policy).origins(set));
    let cases = "
an origin of the set is allowed
    preflight GET /x from https://app.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://app.example | max-age: 60 | vary: preflight
";
    check_app(&init_service(app).await, cases).await;
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

#[cors(origins = dynamic(app_data::<LiveOrigins>()), allow_credentials)]
#[get("/live")]
async fn live() -> &'static str {
    "ran"
}

/// Proves that a function can name the type that `app_data` returns.
fn _named_type() -> AppData<LiveOrigins> {
    app_data::<LiveOrigins>()
}

#[actix_web::test]
async fn the_empty_set_switches_cors_off() {
    let origins = LiveOrigins::new(Origins::none());
    let app = App::new().app_data(web::Data::new(origins.clone())).service(live);
    let app = init_service(app).await;
    let off = "
the empty set allows no origin
    preflight GET /live from https://app.example
    403 | vary: preflight
";
    let on = "
the new set allows its origin
    preflight GET /live from https://app.example
    204 | allow-credentials: true | allow-methods: GET | allow-origin: https://app.example | vary: preflight
";
    check_app(&app, off).await;
    origins.store(Origins::parse(["https://app.example"]).expect("a set")).expect("accepted");
    check_app(&app, on).await;
    origins.store(Origins::none()).expect("accepted");
    check_app(&app, off).await;
}

#[test]
fn a_list_without_origins_is_an_error() {
    let errors = Origins::parse([""; 0]).unwrap_err();
    assert_eq!(errors.first().rule(), "cors::missing_origins");
    assert!(errors.first().help().unwrap_or_default().contains("`Origins::none()`"));
}
