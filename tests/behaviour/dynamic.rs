//! Tests of functions and futures in `dynamic(…)` and `dynamic_async(…)`. `sets.rs` tests sets of origins.

use std::sync::{
    Arc, LazyLock, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use actix_web::{
    http::Uri,
    post, rt,
    test::{TestRequest, call_and_read_body},
    web::Data,
};
use cors_runtime::{AllowOrigin, LiveOrigins, Origin, OriginBuf, Origins};

use crate::prelude::*;

fn partners() -> Origins {
    Origins::parse(["https://partner.example", "https://*.partner.example"]).expect("a set")
}

static SET: LazyLock<Origins> = LazyLock::new(partners);
static SHARED_SET: LazyLock<Arc<Origins>> = LazyLock::new(|| Arc::new(partners()));
static LIVE: LazyLock<LiveOrigins> = LazyLock::new(|| LiveOrigins::new(partners()));

fn is_partner(origin: &Origin<'_>, _: &HttpRequest) -> bool {
    origin.scheme() == "https"
        && origin.port().is_none()
        && origin.host().ends_with("partner.example")
}

fn allows(domain: &'static str) -> impl Fn(&Origin<'_>, &HttpRequest) -> bool {
    move |origin, _| origin.host() == domain || origin.is_subdomain_of(domain)
}

struct Partners;

impl AllowOrigin for Partners {
    fn allow_origin(&self, origin: &Origin<'_>, request: &HttpRequest) -> bool {
        is_partner(origin, request)
    }
}

/// Handlers that allow the same origins, each with another form of `dynamic(…)` or `dynamic_async(…)`.
mod forms {
    use super::*;

    handlers! {
        get("/function"): cors(origins = dynamic(is_partner));
        get("/qualified"): cors(origins = dynamic(super::is_partner));
        get("/closure"): cors(origins = dynamic(|origin, request| {
            request.path() == "/closure" && is_partner(origin, request)
        }));
        get("/closure-of-origin"): cors(origins = dynamic(|origin, _| {
            origin.host().ends_with("partner.example")
        }));
        get("/closure-in-a-block"): cors(origins = dynamic({
            let domain = String::from("partner.example");
            move |origin, _| origin.host() == domain || origin.is_subdomain_of(&domain)
        }));
        get("/typed-closure"): cors(origins = dynamic(|origin: &Origin<'_>, request: &HttpRequest| {
            is_partner(origin, request)
        }));
        get("/returned-closure"): cors(origins = dynamic(allows("partner.example")));
        get("/own-type"): cors(origins = dynamic(Partners));
        get("/set"): cors(origins = dynamic(partners()));
        get("/static-set"): cors(origins = dynamic(&SET));
        get("/static-arc"): cors(origins = dynamic(&SHARED_SET));
        get("/dereferenced"): cors(origins = dynamic(&*SET));
        get("/arc"): cors(origins = dynamic(Arc::new(partners())));
        get("/cloned-arc"): cors(origins = dynamic(Arc::clone(&SHARED_SET)));
        get("/lazy"): cors(origins = dynamic(LazyLock::new(partners)));
        get("/live"): cors(origins = dynamic(LiveOrigins::new(partners())));
        get("/static-live"): cors(origins = dynamic(&LIVE));
        get("/shared-live"): cors(origins = dynamic(Arc::new(LiveOrigins::new(partners()))));
        get("/async-closure"): cors(origins = dynamic_async(|origin, request| async move {
            is_partner(&origin.as_origin(), &request)
        }));
        get("/typed-async-closure"): cors(origins = dynamic_async(
            |origin: OriginBuf, request: HttpRequest| async move {
                is_partner(&origin.as_origin(), &request)
            }
        ));
    }
}

#[actix_web::test]
async fn every_form_allows_the_same_origins() {
    let mut table = String::new();
    for handler in
        policies().iter().filter(|it| it.module.starts_with(concat!(module_path!(), "::forms")))
    {
        let path = handler.routes[0].path;
        for origin in ["https://partner.example", "https://eu.partner.example"] {
            table += &format!(
                "{path} allows it\n GET {path} from {origin}\n 200 ran | allow-origin: {origin} | vary: Origin\n\
                 {path} allows its preflight\n preflight GET {path} from {origin}\n \
                 204 | allow-methods: GET | allow-origin: {origin} | vary: preflight\n"
            );
        }
        for origin in ["https://evil.example", "null", "https://partner.example:443", "https://"] {
            table += &format!(
                "{path} does not allow it\n GET {path} from {origin}\n 200 ran | vary: Origin\n\
                 {path} rejects its preflight\n preflight GET {path} from {origin}\n 403 | vary: preflight\n"
            );
        }
    }
    check(forms::services, &table).await;
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
            send(&app, &["GET /evaluated", "origin: https://any.example"]).await;
        }
        assert_eq!(EVALUATED.load(Ordering::SeqCst), instance);
    }
}

/// A type that allows only the origin `null`.
struct OnlyNull;

impl AllowOrigin for OnlyNull {
    fn allow_origin(&self, _: &Origin<'_>, _: &HttpRequest) -> bool {
        false
    }

    fn allow_null_origin(&self) -> bool {
        true
    }
}

fn sandboxes() -> Origins {
    Origins::builder().danger_allow_null_origin().parse(["null"]).expect("a set")
}

mod settings {
    use super::*;

    handlers! {
        get("/null-in-a-set"): cors(origins = dynamic(sandboxes()));
        get("/null-by-a-type"): cors(origins = dynamic(OnlyNull));
        get("/enforced"): cors(origins = dynamic(is_partner), debug_origins = "http://localhost:*", enforce);
        get("/debug-null"): cors(
            origins = dynamic_async(|_, _| async { false }),
            debug_origins = "null",
            danger_allow_null_origin
        );
        get("/by-app-data"): cors(origins = dynamic(|origin, request| {
            request.app_data::<Data<String>>().is_some_and(|host| host.as_str() == origin.host())
        }));
    }
}

const SETTINGS: &str = "
a set with `danger_allow_null_origin` allows null
    GET /null-in-a-set from null => 200 ran | allow-origin: null | vary: Origin
a type whose `allow_null_origin` is true allows null
    GET /null-by-a-type from null => 200 ran | allow-origin: null | vary: Origin
a type that allows only null allows no malformed origin
    GET /null-by-a-type from https://partner.example/ => 200 ran | vary: Origin
enforcement passes an origin that the function allows
    GET /enforced from https://partner.example => 200 ran | allow-origin: https://partner.example | vary: Origin
enforcement rejects an origin that the function does not allow
    GET /enforced from https://evil.example => 403 | vary: Origin
a function reads the application's data
    GET /by-app-data from https://tenant.example => 200 ran | allow-origin: https://tenant.example | vary: Origin
";

#[actix_web::test]
async fn functions_work_with_null_enforcement_and_data() {
    let services = |config: &mut ServiceConfig| {
        config.app_data(Data::new("tenant.example".to_owned())).configure(settings::services);
    };
    check(services, SETTINGS).await;
}

#[cfg(debug_assertions)]
#[actix_web::test]
async fn a_debug_origin_needs_no_future_even_if_it_is_null() {
    let table = "
null is allowed
    GET /debug-null from null => 200 ran | allow-origin: null | vary: Origin
";
    check(settings::services, table).await;
}

/// The recorded calls of origin functions and futures.
#[derive(Default)]
struct Calls(Mutex<Vec<String>>);

impl Calls {
    fn add(request: &HttpRequest, origin: &impl std::fmt::Display) {
        let calls = request.app_data::<Data<Self>>().expect("the application's data");
        calls.0.lock().expect("no test panics here").push(format!("{origin} {}", request.path()));
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().expect("no test panics here"))
    }
}

/// Records the call, yields to the executor, and then returns whether the origin is allowed.
async fn is_tenant(origin: OriginBuf, request: HttpRequest) -> bool {
    Calls::add(&request, &origin);
    drop(request);
    rt::task::yield_now().await;
    origin.as_origin().is_subdomain_of("tenant.example")
}

#[cors(origins = dynamic_async(is_tenant), enforce)]
#[post("/order")]
async fn order(body: String) -> String {
    body
}

middleware! {
    /// Changes the URI. `head_mut` panics if the future of the origin check still has a reference to the request.
    fn rewrites(mut request, next) {
        request.head_mut().uri = Uri::from_static("/rewritten");
        Ok(next.call(request).await?.map_into_boxed_body())
    }
}

mod recorded {
    use super::*;

    handlers! {
        get("/function"): cors(debug_origins = "http://localhost:*", origins = dynamic(|origin, request| {
            Calls::add(request, origin);
            true
        }));
        get("/future"): cors(
            origins = dynamic_async(is_tenant), allow_credentials, debug_origins = "http://localhost:*",
        );
        get("/rewriting", wrap = "from_fn(rewrites)"): cors(origins = dynamic_async(is_tenant));
    }
}

fn recording(calls: &Data<Calls>) -> impl FnOnce(&mut ServiceConfig) {
    let calls = calls.clone();
    |config| _ = config.app_data(calls).configure(recorded::services).service(order)
}

#[actix_web::test]
async fn a_function_and_a_future_are_called_once_for_each_valid_origin() {
    let calls = Data::new(Calls::default());
    let app = init_service(App::new().configure(recording(&calls))).await;
    for path in ["/function", "/future"] {
        for origin in ["null", "https://a.tenant.example/", "https://a.tenant.example:443"] {
            let response = send(&app, &[format!("GET {path}"), format!("origin: {origin}")]).await;
            assert_eq!(response, &["200 ran", "vary: Origin"][..], "`{origin}`");
        }
        let (get, origin) = (format!("GET {path}"), "origin: https://a.tenant.example:8443");
        send(&app, &[&get]).await;
        send(&app, &[&*get, origin, origin]).await;
        assert_eq!(calls.take(), [""; 0], "{path}");

        send(&app, &[&*get, origin]).await;
        send(&app, &[&format!("OPTIONS {path}"), origin, "access-control-request-method: GET"])
            .await;
        assert_eq!(calls.take(), [&*format!("https://a.tenant.example:8443 {path}"); 2]);

        let debug = send(&app, &[&*get, "origin: http://localhost:3000"]).await;
        let share = "access-control-allow-origin: http://localhost:3000".to_owned();
        assert_eq!(debug.0.contains(&share), cfg!(debug_assertions) || path == "/function");
        assert_eq!(calls.take().is_empty(), cfg!(debug_assertions), "{path}");
    }
}

const FUTURES: &str = "
the future does not allow the origin of a preflight
    preflight POST /order from https://evil.example => 403 | vary: preflight
enforcement rejects an origin that the future does not allow
    POST /order from https://evil.example => 403 | vary: Origin
inner middleware has the only reference to the request
    GET /rewriting from https://a.tenant.example => 200 ran | allow-origin: https://a.tenant.example | vary: Origin
";

#[actix_web::test]
async fn a_future_decides_as_a_function_does_and_the_body_is_read_after_it() {
    let app = init_service(App::new().configure(recording(&Data::default()))).await;
    check_app(&app, FUTURES).await;

    let request = TestRequest::post().uri("/order").set_payload("three books");
    let request = request.insert_header(("origin", "https://a.tenant.example"));
    assert_eq!(call_and_read_body(&app, request.to_request()).await, "three books");
}
