//! Tests of the time that a `Cors` layer takes to decide whether a preflight belongs to the layer or to an annotated
//! handler. The tests compare this time with the time that the router of actix-web takes for the same path and routes.

use std::{
    future::ready,
    time::{Duration, Instant},
};

use actix_http::Request;
use actix_web::{
    App, Error, HttpResponse,
    body::MessageBody,
    dev::{Service, ServiceResponse},
    get,
    http::Method,
    rt::System,
    test::{TestRequest, init_service},
    web::ServiceConfig,
};
use adversary_tests::served::at_once;
use cors_runtime::{Cors, Policy, cors, policy};

const ORIGIN: &str = "https://app.example.com";
const LAYER: Policy = policy!(origins = ORIGIN, max_age = 99);

/// The length of a path, which is near the maximum that actix-web accepts.
const LENGTH: usize = 65_000;
/// A measured time is the minimum of `RUNS` runs, or of fewer runs if they take more than `ENOUGH` time together.
const RUNS: usize = 5;
const ENOUGH: Duration = Duration::from_millis(50);
/// The number of new applications whose first preflight is measured.
const FIRSTS: usize = 3;
/// The maximum time of a layer's decision about a preflight, as a multiple of the time of routing.
const MAX_RATIO: u32 = 3;

macro_rules! handlers {
    ($($name:ident $path:literal)*) => {
        $(
            #[cors(origins = ORIGIN)]
            #[get($path)]
            async fn $name() -> HttpResponse { HttpResponse::Ok().finish() }
        )*
        const HANDLERS: &[fn(&mut ServiceConfig)] = &[$(|config| _ = config.service($name)),*];
    };
}

// The patterns match the same paths, but are different strings, so a cache of patterns cannot merge them.
handlers! {
    a "/items/{a}/parts/{p}"
    b "/items/{b}/parts/{p}"
    c "/items/{c}/parts/{p}"
    d "/items/{d}/parts/{p}"
    e "/items/{e}/parts/{p}"
    f "/items/{f}/parts/{p}"
    g "/items/{g}/parts/{p}"
    h "/items/{h}/parts/{p}"
    i "/items/{i}/parts/{p}"
    j "/items/{j}/parts/{p}"
}

fn register(routes: usize) -> impl FnOnce(&mut ServiceConfig) {
    move |config| HANDLERS.iter().cycle().take(routes).for_each(|handler| handler(config))
}

/// Returns paths of nearly the same length and different shapes. The handlers' patterns match a path fully, partly or
/// not at all.
fn paths() -> Vec<(&'static str, String)> {
    let filled = |before: &str, unit: &str, after: &str| {
        let times = (LENGTH - before.len() - after.len()) / unit.len();
        format!("{before}{}{after}", unit.repeat(times))
    };
    vec![
        ("many segments", filled("/", "items/", "x")),
        ("segments of the pattern", filled("", "/items/1/parts/2", "")),
        ("nearly the pattern, at the end", filled("", "/items/1/parts", "/items/1/part/2")),
        ("one long segment", filled("/items/", "x", "")),
        ("a long first parameter", filled("/items/", "x", "/parts/2")),
        ("a long last parameter", filled("/items/1/parts/", "x", "")),
        ("many slashes", filled("/", "/", "")),
        ("many slashes in a match", filled("/items/", "/", "1/parts/2")),
        ("percent signs", filled("/items/", "%61", "/parts/2")),
    ]
}

fn preflight(path: &str) -> Request {
    TestRequest::with_uri(path)
        .method(Method::OPTIONS)
        .insert_header(("origin", ORIGIN))
        .insert_header(("access-control-request-method", "GET"))
        .to_request()
}

/// Returns an application without a layer, with `routes` routes.
fn router(routes: usize) -> impl Application {
    System::new().block_on(init_service(App::new().configure(register(routes))))
}

/// Returns an application with a layer. Middleware inside the layer responds with 404 and never calls the router, so
/// that the measured time is only that of the layer's decision.
fn layered(routes: usize) -> impl Application {
    let app = App::new()
        .configure(register(routes))
        .wrap_fn(|request, _| ready(Ok(request.into_response(HttpResponse::NotFound()))));
    System::new().block_on(init_service(app.wrap(Cors::new(LAYER))))
}

trait Application {
    fn time(&self, path: &str) -> Duration;

    /// Returns the minimum time of several runs, because other programs can only increase a time.
    fn least_time(&self, path: &str) -> Duration {
        let start = Instant::now();
        let mut least = self.time(path);
        for _ in 1..RUNS {
            if start.elapsed() > ENOUGH {
                break;
            }
            least = least.min(self.time(path));
        }
        least
    }
}

impl<S, B> Application for S
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    fn time(&self, path: &str) -> Duration {
        let request = preflight(path);
        let start = Instant::now();
        let response = at_once(self.call(request));
        let time = start.elapsed();
        assert!(response.is_ok(), "the application fails");
        time
    }
}

#[test]
fn the_decision_where_to_send_a_preflight_costs_at_most_three_times_the_routing() {
    let mut exceeded = Vec::new();
    for routes in [300, 1_000] {
        // Routing among a tenth of the routes takes less time, which gives a stricter limit. If the decision is within
        // the stricter limit, the test skips the slow measurement with all routes.
        let (tenth, whole, layered) = (router(routes / 10), router(routes), layered(routes));
        for (shape, path) in paths() {
            let decision = layered.least_time(&path);
            if decision <= MAX_RATIO * tenth.least_time(&path) {
                continue;
            }
            let routing = whole.least_time(&path);
            if decision > MAX_RATIO * routing {
                exceeded.push(format!("{routes} routes, {shape}: {decision:?} of {routing:?}"));
            }
        }
    }
    assert!(exceeded.is_empty(), "{}", exceeded.join("\n"));
}

/// Each application is new, so that no earlier preflight has filled a cache.
#[test]
fn the_first_preflight_costs_no_more() {
    let (tenth, whole) = (router(30), router(300));
    for (shape, path) in paths() {
        let firsts = (0..FIRSTS).map(|_| layered(300).time(&path));
        let decision = firsts.min().expect("there are applications");
        if decision > MAX_RATIO * tenth.least_time(&path) {
            let routing = whole.least_time(&path);
            assert!(decision <= MAX_RATIO * routing, "{shape}: {decision:?} of {routing:?}");
        }
    }
}
