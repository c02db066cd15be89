//! The time that a layer takes to decide where to send a preflight, compared with the time that the
//! router takes for the same path and routes.

use std::{
    cell::Cell,
    rc::Rc,
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

/// The longest URI that actix-web accepts.
const LENGTH: usize = 65_000;
const RUNS: usize = 5;
const FIRSTS: usize = 3;
const MOST: u32 = 3;

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

// The same pattern under different names, so that no list of them is shorter than the router's.
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

/// Paths of one length and different shapes: what a pattern matches in full, in part, or nowhere.
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

fn time<S, B>(app: &S, path: &str) -> Duration
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let request = preflight(path);
    let start = Instant::now();
    let response = at_once(app.call(request));
    let time = start.elapsed();
    assert!(response.is_ok(), "the application fails");
    time
}

/// What a layer adds to the routing of a preflight, and the routing.
struct Costs {
    decision: Duration,
    routing: Duration,
}

impl Costs {
    fn are_within_bounds(&self) -> bool {
        self.decision <= MOST * self.routing
    }
}

/// An application without a layer, and the same with one, that tells whether it routed a preflight.
struct Applications<R, L> {
    router: R,
    layered: L,
    is_routed: Rc<Cell<bool>>,
}

fn applications(
    routes: usize,
) -> Applications<
    impl Service<Request, Response = ServiceResponse<impl MessageBody>, Error = Error>,
    impl Service<Request, Response = ServiceResponse<impl MessageBody>, Error = Error>,
> {
    let system = System::new();
    let router = system.block_on(init_service(App::new().configure(register(routes))));
    let is_routed = Rc::new(Cell::new(false));
    let inner = Rc::clone(&is_routed);
    let app = App::new().configure(register(routes)).wrap_fn(move |request, service| {
        inner.set(true);
        service.call(request)
    });
    let layered = system.block_on(init_service(app.wrap(Cors::new(LAYER))));
    Applications { router, layered, is_routed }
}

impl<R, L, A, B> Applications<R, L>
where
    R: Service<Request, Response = ServiceResponse<A>, Error = Error>,
    L: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    A: MessageBody,
    B: MessageBody,
{
    /// The least of several runs: other programs only add to a time.
    fn costs(&self, path: &str, runs: usize) -> Costs {
        let (mut routing, mut whole) = (Duration::MAX, Duration::MAX);
        self.is_routed.set(false);
        for _ in 0..runs {
            routing = routing.min(time(&self.router, path));
            whole = whole.min(time(&self.layered, path));
        }
        let routed = if self.is_routed.get() { routing } else { Duration::ZERO };
        Costs { decision: whole.saturating_sub(routed), routing }
    }
}

#[test]
fn the_decision_where_to_send_a_preflight_costs_at_most_three_times_the_routing() {
    let mut exceeded = Vec::new();
    for routes in [300, 1_000] {
        let applications = applications(routes);
        for (shape, path) in paths() {
            let costs = applications.costs(&path, RUNS);
            if !costs.are_within_bounds() {
                let Costs { decision, routing } = costs;
                exceeded.push(format!("{routes} routes, {shape}: {decision:?} of {routing:?}"));
            }
        }
    }
    assert!(exceeded.is_empty(), "{}", exceeded.join("\n"));
}

/// The first preflight of several new applications, so that nothing is prepared by an earlier one.
#[test]
fn the_first_preflight_costs_no_more() {
    for (shape, path) in paths() {
        let costs = (0..FIRSTS).map(|_| applications(300).costs(&path, 1));
        let Costs { decision, routing } = costs
            .reduce(|least, next| Costs {
                decision: least.decision.min(next.decision),
                routing: least.routing.min(next.routing),
            })
            .expect("there are applications");
        let costs = Costs { decision, routing };
        assert!(costs.are_within_bounds(), "{shape}: {decision:?} of {routing:?}");
    }
}
