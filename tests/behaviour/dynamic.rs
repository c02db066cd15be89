//! Dynamic origins: functions, futures and sets in `dynamic(…)` and `dynamic_async(…)`.

use std::sync::{
    Arc, LazyLock, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use actix_web::{
    App, Error, HttpRequest,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    get,
    http::Uri,
    middleware::{Next, from_fn},
    post, put, rt,
    test::init_service,
    web::{self, ServiceConfig},
};
use cors_runtime::{AllowOrigin, LiveOrigins, Origin, OriginBuf, Origins, Policy, cors, policy};

use crate::case::{Response, VARY_ON_PREFLIGHT, check, check_app, send};

fn partners() -> Origins {
    Origins::parse(["https://partner.example", "https://*.partner.example"]).unwrap()
}

static SET: LazyLock<Origins> = LazyLock::new(partners);
static SHARED_SET: LazyLock<Arc<Origins>> = LazyLock::new(|| Arc::new(partners()));
static LIVE: LazyLock<LiveOrigins> = LazyLock::new(|| LiveOrigins::new(partners()));

fn is_partner(origin: &Origin<'_>, _: &HttpRequest) -> bool {
    origin.scheme() == "https"
        && origin.port().is_none()
        && origin.host().ends_with("partner.example")
}

struct Partners;

impl AllowOrigin for Partners {
    fn allow_origin(&self, origin: &Origin<'_>, request: &HttpRequest) -> bool {
        is_partner(origin, request)
    }
}

/// Defines a handler for each form of a dynamic set of the same origins.
macro_rules! forms {
    ($($name:ident $path:literal $origins:expr;)*) => {
        mod forms {
            use super::*;

            $(
                #[cors(origins = dynamic($origins), allow_credentials)]
                #[get($path)]
                pub async fn $name() -> &'static str {
                    "ran"
                }
            )*

            pub fn services(config: &mut ServiceConfig) {
                config$(.service($name))*;
            }

            pub const PATHS: &[&str] = &[$($path),*];
        }
    };
}

forms! {
    function "/function" is_partner;
    qualified_function "/qualified-function" super::is_partner;
    closure "/closure" |origin, request| request.path() == "/closure" && is_partner(origin, request);
    closure_without_request "/closure-without-request" |origin, _| origin.host().ends_with("partner.example");
    closure_in_a_block "/closure-in-a-block" {
        let domain = String::from("partner.example");
        move |origin, _| origin.host() == domain || origin.is_subdomain_of(&domain)
    };
    typed_closure "/typed-closure" |origin: &Origin<'_>, request: &HttpRequest| is_partner(origin, request);
    returned_closure "/returned-closure" allows("partner.example");
    own_type "/own-type" Partners;
    set "/set" partners();
    static_set "/static-set" &SET;
    static_arc "/static-arc" &SHARED_SET;
    dereferenced_set "/dereferenced-set" &*SET;
    arc "/arc" Arc::new(partners());
    cloned_arc "/cloned-arc" Arc::clone(&SHARED_SET);
    lazy "/lazy" LazyLock::new(partners);
    live "/live" LiveOrigins::new(partners());
    static_live "/static-live" &LIVE;
    shared_live "/shared-live" Arc::new(LiveOrigins::new(partners()));
}

fn allows(domain: &'static str) -> impl Fn(&Origin<'_>, &HttpRequest) -> bool {
    move |origin, _| origin.host() == domain || origin.is_subdomain_of(domain)
}

#[actix_web::test]
async fn every_form_of_dynamic_origins_allows_the_same_origins() {
    let app = init_service(App::new().configure(forms::services)).await;
    let mut failures = crate::case::Failures::default();
    for path in forms::PATHS {
        for origin in ["https://partner.example", "https://eu.partner.example"] {
            let actual = send(&app, &[format!("GET {path}"), format!("origin: {origin}")]).await;
            let share = format!("access-control-allow-origin: {origin}");
            let credentials = "access-control-allow-credentials: true";
            let expected = ["200 ran", credentials, &share, "vary: Origin"];
            failures.compare(&format!("{path} for {origin}"), &expected, &actual);

            let preflight = send(&app, &preflight(path, origin)).await;
            let methods = "access-control-allow-methods: GET";
            let expected = ["204", credentials, methods, &share, VARY_ON_PREFLIGHT];
            failures.compare(
                &format!("the preflight of {path} for {origin}"),
                &expected,
                &preflight,
            );
        }
        for origin in ["https://evil.example", "null", "https://partner.example:443", "https://"] {
            let actual = send(&app, &[format!("GET {path}"), format!("origin: {origin}")]).await;
            let expected = ["200 ran", "vary: Origin"];
            failures.compare(&format!("{path} for {origin}"), &expected, &actual);

            let preflight = send(&app, &preflight(path, origin)).await;
            failures.compare(
                &format!("the preflight of {path} for {origin}"),
                &["403", VARY_ON_PREFLIGHT],
                &preflight,
            );
        }
    }
    failures.report();
}

fn preflight(path: &str, origin: &str) -> [String; 3] {
    [
        format!("OPTIONS {path}"),
        format!("origin: {origin}"),
        "access-control-request-method: GET".to_owned(),
    ]
}

static EVALUATED: AtomicUsize = AtomicUsize::new(0);

#[cors(origins = dynamic({
    EVALUATED.fetch_add(1, Ordering::SeqCst);
    |_, _| true
}))]
#[get("/evaluated")]
async fn evaluated() -> &'static str {
    "ran"
}

#[actix_web::test]
async fn the_expression_is_evaluated_once_for_each_application_instance() {
    for instance in 1..=3 {
        let app = init_service(App::new().service(evaluated)).await;
        for _ in 0..3 {
            let response = send(&app, &["GET /evaluated", "origin: https://any.example"]).await;
            assert_eq!(response.status(), "200");
        }
        assert_eq!(EVALUATED.load(Ordering::SeqCst), instance);
    }
}

static CALLS: Mutex<Vec<String>> = Mutex::new(Vec::new());

#[cors(origins = dynamic(|origin, request| {
    CALLS.lock().unwrap().push(format!("{origin} for {}", request.path()));
    true
}))]
#[get("/called/{id}")]
async fn called() -> &'static str {
    "ran"
}

#[actix_web::test]
async fn a_function_is_called_only_with_one_valid_origin() {
    let app = init_service(App::new().service(called)).await;
    for origin in [
        "null",
        "",
        "*",
        "any.example",
        "https://any.example/",
        "https://ANY.example",
        "https://any.example:443",
        "https://any.example:0",
        "https://any..example",
        "https://any.example https://any.example",
        "https://\u{e4}ny.example",
        "file://any.example",
    ] {
        let response = send(&app, &["GET /called/1".to_owned(), format!("origin: {origin}")]).await;
        assert_eq!(response, &["200 ran", "vary: Origin"][..], "`{origin}`");
    }
    send(&app, &["GET /called/2"]).await;
    let repeated = "origin: https://any.example";
    send(&app, &["GET /called/3", repeated, repeated]).await;
    assert_eq!(*CALLS.lock().unwrap(), [""; 0]);

    send(&app, &["GET /called/4", "origin: https://any.example:8443"]).await;
    send(&app, &preflight("/called/5", "tauri://localhost")).await;
    assert_eq!(
        *CALLS.lock().unwrap(),
        ["https://any.example:8443 for /called/4", "tauri://localhost for /called/5"]
    );
}

fn sandboxes() -> Origins {
    let origins = Origins::builder().danger_allow_null_origin().parse(["null"]);
    origins.unwrap()
}

struct OnlyNull;

impl AllowOrigin for OnlyNull {
    fn allow_origin(&self, _: &Origin<'_>, _: &HttpRequest) -> bool {
        false
    }

    fn allow_null_origin(&self) -> bool {
        true
    }
}

#[cors(origins = dynamic(sandboxes()))]
#[get("/null-in-a-set")]
async fn null_in_a_set() -> &'static str {
    "ran"
}

#[cors(origins = dynamic(LiveOrigins::new(sandboxes())), enforce)]
#[get("/null-in-a-live-set")]
async fn null_in_a_live_set() -> &'static str {
    "ran"
}

#[cors(origins = dynamic(OnlyNull))]
#[get("/null-by-a-type")]
async fn null_by_a_type() -> &'static str {
    "ran"
}

#[cors(origins = dynamic(is_partner), debug_origins = ["http://localhost:*"], enforce)]
#[get("/enforced")]
async fn enforced() -> &'static str {
    "ran"
}

const DYNAMIC: Policy = policy!(origins = dynamic(is_partner), max_age = 1);
const FIXED: Policy = policy!(policy = DYNAMIC, origins = "https://app.example");

#[cors(policy = DYNAMIC)]
#[put("/shared")]
async fn shared() -> &'static str {
    "ran"
}

#[cors(policy = FIXED)]
#[put("/fixed")]
async fn fixed() -> &'static str {
    "ran"
}

#[cors(policy = FIXED, origins = dynamic(|origin, request| {
    request.app_data::<web::Data<String>>().is_some_and(|host| host.as_str() == origin.host())
}))]
#[put("/by-app-data")]
async fn by_app_data() -> &'static str {
    "ran"
}

const CASES: &str = "
a set with `danger_allow_null_origin` allows null
    GET /null-in-a-set from null
    200 ran | allow-origin: null | vary: Origin
a live set with `danger_allow_null_origin` allows null
    GET /null-in-a-live-set from null
    200 ran | allow-origin: null | vary: Origin
a type whose `allow_null_origin` is true allows null
    GET /null-by-a-type from null
    200 ran | allow-origin: null | vary: Origin
a type that allows only null allows no other origin
    GET /null-by-a-type from https://partner.example
    200 ran | vary: Origin
enforcement passes an origin that the function allows
    GET /enforced from https://partner.example
    200 ran | allow-origin: https://partner.example | vary: Origin
enforcement rejects an origin that the function does not allow
    GET /enforced from https://evil.example
    403 | vary: Origin
enforcement rejects null without a call of the function
    GET /enforced from null
    403 | vary: Origin
a handler uses the function of a shared policy
    preflight PUT /shared from https://partner.example
    204 | allow-methods: PUT | allow-origin: https://partner.example | max-age: 1
        | vary: preflight
a list replaces the function of a shared policy
    PUT /fixed from https://partner.example
    200 ran | vary: Origin
a function replaces the list of a shared policy, and reads the application's data
    PUT /by-app-data from https://tenant.example
    200 ran | allow-origin: https://tenant.example | vary: Origin
a function that replaces a list does not allow the list's origins
    PUT /by-app-data from https://app.example
    200 ran | vary: Origin
";

#[actix_web::test]
async fn dynamic_origins_work_with_null_enforcement_and_shared_policies() {
    let services = |config: &mut ServiceConfig| {
        config
            .app_data(web::Data::new("tenant.example".to_owned()))
            .service(null_in_a_set)
            .service(null_in_a_live_set)
            .service(null_by_a_type)
            .service(enforced)
            .service(shared)
            .service(fixed)
            .service(by_app_data);
    };
    check(services, CASES).await;
}

#[actix_web::test]
async fn debug_origins_are_allowed_besides_those_of_a_function() {
    let app = init_service(App::new().service(enforced)).await;
    let developer = send(&app, &["GET /enforced", "origin: http://localhost:3000"]).await;
    let expected = if cfg!(debug_assertions) { "200" } else { "403" };
    assert_eq!(developer.status(), expected);
}

#[derive(Default)]
struct Tenants {
    calls: Mutex<Vec<String>>,
}

/// Decides after a yield, and records the call.
async fn is_tenant(origin: OriginBuf, request: HttpRequest) -> bool {
    let tenants = request.app_data::<web::Data<Tenants>>().expect("the application's data").clone();
    let path = request.path().to_owned();
    drop(request);
    rt::task::yield_now().await;
    tenants.calls.lock().unwrap().push(format!("{origin} for {path}"));
    origin.as_origin().is_subdomain_of("tenant.example")
}

#[cors(origins = dynamic_async(is_tenant), allow_credentials, debug_origins = "http://localhost:*")]
#[get("/orders")]
async fn orders() -> &'static str {
    "ran"
}

#[cors(origins = dynamic_async(is_tenant), enforce)]
#[post("/orders")]
async fn order(body: String) -> String {
    body
}

#[cors(origins = dynamic_async(|origin, _| async move { origin.host() == "tenant.example" }))]
#[get("/untyped-closure")]
async fn untyped_closure() -> &'static str {
    "ran"
}

#[cors(origins = dynamic_async(|origin: OriginBuf, _: HttpRequest| async move {
    origin.host() == "tenant.example"
}))]
#[get("/typed-closure")]
async fn typed_closure() -> &'static str {
    "ran"
}

/// `head_mut` panics if another reference to the request exists, for example in the future of the origin check.
async fn rewrites(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    request.head_mut().uri = Uri::from_static("/rewritten");
    next.call(request).await
}

#[cors(origins = dynamic_async(is_tenant))]
#[get("/rewriting", wrap = "from_fn(rewrites)")]
async fn rewriting(request: HttpRequest) -> String {
    request.uri().path().to_owned()
}

fn tenants(config: &mut ServiceConfig) {
    config
        .service(orders)
        .service(order)
        .service(untyped_closure)
        .service(typed_closure)
        .service(rewriting);
}

const ASYNC_CASES: &str = "
the future allows an origin
    GET /orders from https://a.tenant.example
    200 ran | allow-credentials: true | allow-origin: https://a.tenant.example | vary: Origin
the future does not allow an origin
    GET /orders from https://evil.example
    200 ran | vary: Origin
the future allows the origin of a preflight
    preflight POST /orders from https://a.tenant.example
    204 | allow-methods: POST | allow-origin: https://a.tenant.example | vary: preflight
the future does not allow the origin of a preflight
    preflight POST /orders from https://evil.example
    403 | vary: preflight
null is not allowed
    GET /orders from null
    200 ran | vary: Origin
a request without an origin varies by origin
    GET /orders
    200 ran | vary: Origin
enforcement rejects an origin that the future does not allow
    POST /orders from https://evil.example
    403 | vary: Origin
an untyped closure allows an origin
    GET /untyped-closure from https://tenant.example
    200 ran | allow-origin: https://tenant.example | vary: Origin
a typed closure allows an origin
    GET /typed-closure from https://tenant.example
    200 ran | allow-origin: https://tenant.example | vary: Origin
inner middleware has the only reference to the request
    GET /rewriting from https://a.tenant.example
    200 /rewritten | allow-origin: https://a.tenant.example | vary: Origin
";

#[actix_web::test]
async fn a_future_decides_as_a_function_does() {
    let app = App::new().app_data(web::Data::new(Tenants::default())).configure(tenants);
    check_app(&init_service(app).await, ASYNC_CASES).await;
}

#[actix_web::test]
async fn the_future_is_started_once_for_each_request_with_a_valid_origin() {
    let state = web::Data::new(Tenants::default());
    let app = init_service(App::new().app_data(state.clone()).configure(tenants)).await;
    send(&app, &["GET /orders"]).await;
    send(&app, &["GET /orders", "origin: null"]).await;
    send(&app, &["GET /orders", "origin: https://tenant.example/"]).await;
    let repeated = "origin: https://a.tenant.example";
    send(&app, &["GET /orders", repeated, repeated]).await;
    send(&app, &["GET /elsewhere", repeated]).await;
    let calls = || state.calls.lock().unwrap().clone();
    assert_eq!(calls(), [""; 0]);

    send(&app, &["GET /orders", repeated]).await;
    assert_eq!(calls(), ["https://a.tenant.example for /orders"]);

    send(&app, &preflight("/orders", "https://b.tenant.example")).await;
    assert_eq!(calls()[1..], ["https://b.tenant.example for /orders"]);
}

#[actix_web::test]
async fn a_debug_origin_is_allowed_without_the_future() {
    let state = web::Data::new(Tenants::default());
    let app = init_service(App::new().app_data(state.clone()).configure(tenants)).await;
    let response: Response = send(&app, &["GET /orders", "origin: http://localhost:1234"]).await;
    let share = "access-control-allow-origin: http://localhost:1234".to_owned();
    assert_eq!(response.0.contains(&share), cfg!(debug_assertions));
    assert_eq!(state.calls.lock().unwrap().is_empty(), cfg!(debug_assertions));
}

#[actix_web::test]
async fn the_body_is_read_after_the_future() {
    let state = web::Data::new(Tenants::default());
    let app = init_service(App::new().app_data(state).configure(tenants)).await;
    let request = actix_web::test::TestRequest::post()
        .uri("/orders")
        .insert_header(("origin", "https://a.tenant.example"))
        .set_payload("three books");
    let body = actix_web::test::call_and_read_body(&app, request.to_request()).await;
    assert_eq!(body, "three books");
}
