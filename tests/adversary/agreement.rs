//! Tests pairs of an allowed preflight and the request that follows. One handler's policy may answer the preflight, and
//! the request may reach another annotated handler. The policy of that other handler must then allow the request too.
//! The applications are random: they have overlapping paths, guards, policies with fewer methods than their routes,
//! handlers without a policy, and sometimes a `Cors` layer.

use std::collections::BTreeMap;

use actix_web::{
    App, HttpResponse, Route, delete,
    dev::Service,
    guard::{self, GuardContext},
    http::{Method, header::HeaderMap},
    options, patch, put, route, routes,
    test::{TestRequest, init_service},
    web::{self, ServiceConfig},
};
use adversary_tests::{random::Random, served::at_once};
use cors_runtime::{Cors, Policy, cors, policies, policy};

const APPLICATIONS: usize = if cfg!(feature = "all") { 1_200 } else { 600 };
const EXCHANGES: usize = 40;

/// The response header with the name of the handler that ran. In the response to a preflight, the `max_age` identifies
/// the handler instead, because no handler runs.
const RAN: &str = "x-ran";

fn ran(name: &'static str) -> HttpResponse {
    HttpResponse::Ok().insert_header((RAN, name)).finish()
}

/// A guard that half of the actual requests pass, and that no preflight passes. An annotated handler responds to a
/// preflight without evaluating guards.
fn is_internal(context: &GuardContext<'_>) -> bool {
    context.head().headers().contains_key("x-internal")
}

macro_rules! handlers {
    ($($name:ident: #[cors($($cors:tt)*)] $(#[$($route:tt)*])+)*) => {
        $(
            #[cors($($cors)*)]
            $(#[$($route)*])+
            async fn $name() -> HttpResponse { ran(stringify!($name)) }
        )*
        const ANNOTATED: &[fn(&mut ServiceConfig)] = &[$(|config| _ = config.service($name)),*];
    };
}

const ADMIN: &str = "https://admin.example.com";
const PARTNER: &str = "https://partner.example";
const LIST: [&str; 2] = [ADMIN, PARTNER];

handlers! {
    admin: #[cors(origins = ADMIN, methods = [GET], max_age = 1)] #[route("/items/admin", method = "GET", method = "PUT")]
    partner: #[cors(origins = PARTNER, allow_credentials, max_age = 2)] #[put("/items/{id}")]
    guarded: #[cors(origins = ADMIN, max_age = 3)] #[put("/items/{id}", guard = "is_internal")]
    tail: #[cors(origins = LIST, max_age = 4)] #[delete("/items/{tail:.*}")]
    narrowed: #[cors(origins = PARTNER, methods = [PATCH], max_age = 5)]
        #[route("/{any}/admin", method = "PATCH", method = "PUT", method = "DELETE")]
    anyone: #[cors(origins = "*", max_age = 6)] #[put("/{any}/{id}")]
    anyone_guarded: #[cors(origins = "*", max_age = 7)] #[delete("/items/admin", guard = "is_internal")]
    nobody: #[cors(none)] #[delete("/items/{id}")]
    nobody_below: #[cors(none)] #[put("/items/{tail:.*}")]
    enforced: #[cors(origins = ADMIN, enforce, max_age = 8)] #[patch("/items/{id}")]
    options: #[cors(origins = PARTNER, max_age = 9)] #[options("/items/{id}")]
    several: #[cors(origins = ADMIN, max_age = 10)] #[routes] #[put("/things/{id}")] #[patch("/items/{id}")]
}

/// The policy of the layer. The `max_age` identifies the layer's responses to preflights.
const LAYER: Policy = policy!(origins = PARTNER, methods = "*", max_age = 99);

const PATHS: [&str; 5] =
    ["/items/admin", "/items/7", "/things/admin", "/things/7", "/items/7/parts"];
const METHODS: [&str; 5] = ["PUT", "PUT", "DELETE", "PATCH", "OPTIONS"];
const PAGES: [&str; 5] = [ADMIN, ADMIN, PARTNER, PARTNER, "https://evil.example"];

/// Registers a handler without a policy. The handler has one random method or all methods, and sometimes a guard.
fn unannotated(random: &mut Random, config: &mut ServiceConfig) {
    let mut route = Route::new();
    if !random.one_in(3) {
        let method = random.pick(&METHODS);
        route = route.method(Method::from_bytes(method.as_bytes()).expect("a method"));
    }
    if random.one_in(3) {
        route = route.guard(guard::fn_guard(is_internal));
    }
    let path = random.pick(&["/items/admin", "/items/{id}", "/{any}/{id}", "/{tail}*"]);
    let resource = web::resource(path).route(route.to(|| async { ran("unannotated") }));
    // A resource without a matching route responds with 405, and the router tries no other resource. The outcome of an
    // actual request is then `NotRouted`, even if an annotated handler has a matching path.
    config.service(resource);
}

/// The outcome of a preflight and of the request that follows the preflight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// The request reached the handler whose policy answered the preflight.
    Agreed,
    Rejected,
    /// No handler ran, but no policy rejected the request.
    NotRouted,
    /// The request reached another handler, and the policy of that handler allows the request.
    AllowedThereToo,
    /// The request reached a handler without a policy.
    Unannotated,
    /// The status of the preflight response was not 204.
    NotAllowed,
}

#[test]
fn a_preflight_allows_requests_to_its_own_handler_only() {
    let mut random = Random::new(11);
    let mut outcomes = BTreeMap::<Outcome, usize>::new();
    let system = actix_web::rt::System::new();
    for _ in 0..APPLICATIONS {
        let (with_layer, number) = (random.one_in(4), 4 + random.below(6));
        let seed = random.number();
        let services = |config: &mut ServiceConfig| {
            let mut random = Random::new(seed);
            for _ in 0..number {
                if random.one_in(4) {
                    unannotated(&mut random, config);
                } else {
                    ANNOTATED[random.below(ANNOTATED.len())](config);
                }
            }
        };
        let layer = actix_web::middleware::Condition::new(with_layer, Cors::new(LAYER));
        let app = system.block_on(init_service(App::new().wrap(layer).configure(services)));
        for _ in 0..EXCHANGES {
            let outcome = exchange(&mut random, |request| {
                let request = request.insert_header(("host", "api.example.com")).to_request();
                match at_once(app.call(request)) {
                    Ok(response) => (response.status().as_u16(), response.headers().clone()),
                    Err(error) => panic!("the application fails: {error}"),
                }
            });
            *outcomes.entry(outcome).or_default() += 1;
        }
    }
    for kind in [Outcome::Agreed, Outcome::Rejected, Outcome::AllowedThereToo, Outcome::Unannotated]
    {
        assert!(outcomes.get(&kind).is_some_and(|count| *count > 10), "{kind:?} of {outcomes:?}");
    }
}

/// Sends a preflight and, after an allowed preflight, the request that a browser would send. Returns the outcome.
fn exchange(random: &mut Random, send: impl Fn(TestRequest) -> (u16, HeaderMap)) -> Outcome {
    let (path, method, page) = (random.pick(&PATHS), random.pick(&METHODS), random.pick(&PAGES));
    let asked = TestRequest::with_uri(path)
        .method(Method::OPTIONS)
        .insert_header(("origin", page))
        .insert_header(("access-control-request-method", method));
    let (status, headers) = send(asked);
    if status != 204 {
        return Outcome::NotAllowed;
    }
    let max_age = headers.get("access-control-max-age").and_then(|it| it.to_str().ok());
    let answered = max_age.and_then(|it| it.parse().ok()).and_then(handler_of);

    let mut sent = TestRequest::with_uri(path)
        .method(Method::from_bytes(method.as_bytes()).expect("a method"))
        .insert_header(("origin", page))
        .insert_header(("sec-fetch-site", "cross-site"))
        .insert_header(("sec-fetch-mode", "cors"));
    if random.one_in(2) {
        sent = sent.insert_header(("x-internal", "1"));
    }
    let (status, headers) = send(sent);
    let reached = headers.get(RAN).and_then(|it| it.to_str().ok());
    match reached {
        None if status == 403 => Outcome::Rejected,
        None => Outcome::NotRouted,
        Some("unannotated") => Outcome::Unannotated,
        Some(reached) if answered == Some(reached) => Outcome::Agreed,
        Some(reached) => {
            assert!(
                allows(reached, page, method),
                "{method} {path} of {page}: {answered:?} answered, {reached} ran"
            );
            Outcome::AllowedThereToo
        }
    }
}

/// Returns the handler whose policy has this `max_age`, or `None` if it is the `max_age` of the layer.
fn handler_of(max_age: u32) -> Option<&'static str> {
    let policies = policies();
    let handler = policies
        .iter()
        .find(|it| it.module.ends_with("agreement") && it.policy.max_age() == Some(max_age))?;
    Some(handler.name)
}

/// Returns whether the policy of the handler allows the origin of the page and the method.
fn allows(name: &str, page: &str, method: &str) -> bool {
    let policies = policies();
    policies.iter().filter(|it| it.module.ends_with("agreement") && it.name == name).any(|it| {
        let (origins, methods) = (it.policy.origins(), it.policy.methods());
        (origins.contains(page) || origins == ["*"])
            && (methods.is_empty() || methods.contains(method))
    })
}
