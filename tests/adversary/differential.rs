//! Tests that compare the responses of the library with those of the independent model in `src/model`, for many pairs
//! of a policy and a request. With the feature `all`, there are about a million pairs. Layers have random policies, and
//! the annotated handlers below have fixed policies. The requests are random.

use std::{collections::BTreeMap, thread};

use actix_web::{
    App, HttpRequest, HttpResponse, delete, dev::Service, get, post, put, route,
    test::init_service, web::ServiceConfig,
};
use adversary_tests::{
    model::{self, Place, Response},
    random::{METHODS, Random, policy, request},
    served::{INNER, Layered, at_once, plain, read, sent},
};
use cors_runtime::{Policy, cors, policies};

const SEED: u64 = 0x_c0_25;
const LAYERED: usize = if cfg!(feature = "all") { 800_000 } else { 80_000 };
const HANDLED: usize = if cfg!(feature = "all") { 200_000 } else { 20_000 };
/// The number of requests in a batch. In a batch, each request is sent to each of `POLICIES` policies.
const REQUESTS: usize = 50;
const POLICIES: usize = 10;
/// The work consists of this number of parts, which the threads share. Each part has its own seed, so the requests do
/// not depend on the number of threads.
const PARTS: usize = 20;

#[test]
fn a_layer_responds_as_the_model_does() {
    in_parts(|part| {
        let mut random = Random::new(SEED + part as u64);
        let mut counts = ResponseCounts::default();
        for _ in 0..LAYERED / PARTS / (REQUESTS * POLICIES) {
            let requests = (0..REQUESTS).map(|_| {
                let (request, inner) = (request(&mut random, &METHODS), random.below(INNER.len()));
                let sent = sent(&request, "/", inner).to_http_request();
                (request, inner, sent)
            });
            let mut requests: Vec<_> = requests.collect();
            for _ in 0..POLICIES {
                let json = policy(&mut random);
                let policy: Policy = serde_json::from_value(json.clone())
                    .unwrap_or_else(|error| panic!("{json}: {error}"));
                let (model, layer) = (model::Policy::read(&json), Layered::new(policy));
                requests = requests
                    .into_iter()
                    .map(|(request, inner, sent)| {
                        let (got, sent) = layer.respond(sent);
                        let expected = model.respond(&Place::Layer, &request, INNER[inner]);
                        assert_eq!(got, expected, "{json}\n{request:?}");
                        counts.record(&got);
                        (request, inner, sent)
                    })
                    .collect();
            }
        }
        counts
    });
}

macro_rules! handlers {
    ($($name:ident: #[cors($($cors:tt)*)] #[$route:ident($path:literal $($more:tt)*)])*) => {
        $(
            #[cors($($cors)*)]
            #[$route($path $($more)*)]
            async fn $name(request: HttpRequest) -> HttpResponse {
                let mut response = plain(&request);
                response.headers_mut().insert(
                    actix_web::http::header::SERVER,
                    actix_web::http::header::HeaderValue::from_static("ran"),
                );
                response
            }
        )*
        const HANDLERS: &[(&str, fn(&mut ServiceConfig))] =
            &[$((stringify!($name), |config| _ = config.service($name))),*];
    };
}

const LIST: [&str; 3] =
    ["https://app.example.com", "https://*.shop.example:*", "https://xn--bcher-kva.example"];

handlers! {
    anyone: #[cors(origins = "*", expose_headers = "*")] #[get("/a")]
    anyone_writes: #[cors(origins = "*", allow_headers = ["*", "authorization"], max_age = 5)] #[put("/b")]
    label_end: #[cors(origins = ["https://*-team.shop.example", "app://."], max_age = 0)] #[put("/o")]
    any_host: #[cors(origins = ["moz-extension://*", "custom://*.example.com:*"], enforce)] #[post("/p")]
    opaque: #[cors(origins = "chrome-extension://ABC-123", enforce = "isolate")] #[get("/q")]
    without_cookies: #[cors(origins = LIST, enforce)] #[route("/r", method = "POST", method = "GET")]
    nobody: #[cors(none)] #[delete("/c")]
    one: #[cors(origins = "https://app.example.com")] #[get("/d")]
    below: #[cors(origins = "https://*.example.com", allow_credentials, allow_headers = "*")] #[post("/e")]
    any_port: #[cors(origins = "http://localhost:*", max_age = "1h", hosts = "*.example.com")] #[get("/f")]
    list: #[cors(origins = LIST, expose_headers = ["ETag", "x-a"], allow_headers = "X-A")] #[put("/g")]
    null: #[cors(origins = ["null", "https://a_b.example"], danger_allow_null_origin)] #[get("/h")]
    enforced: #[cors(origins = LIST, allow_credentials, enforce)] #[post("/i")]
    isolated: #[cors(origins = LIST, enforce = "isolate", hosts = ["api.example.com", "localhost:*"])] #[get("/j")]
    reported: #[cors(origins = "https://app.example.com", enforce = "report")] #[post("/k")]
    narrowed: #[cors(origins = LIST, methods = [GET, PURGE], allow_credentials)]
        #[route("/l", method = "GET", method = "PUT", method = "PURGE", method = "OPTIONS")]
    every_method: #[cors(origins = "https://app.example.com", methods = "*", enforce)]
        #[route("/m", method = "GET", method = "POST", method = "DELETE", method = "HEAD")]
    debugged: #[cors(origins = "https://app.example.com", debug_origins = "http://localhost:*", enforce = "isolate")] #[put("/n")]
}

#[test]
fn a_handler_responds_as_the_model_does() {
    in_parts(|part| {
        let mut random = Random::new(!SEED - part as u64);
        let mut counts = ResponseCounts::default();
        for (name, register) in HANDLERS {
            let app =
                actix_web::rt::System::new().block_on(init_service(App::new().configure(register)));
            let (model, methods, path) = annotated(name);
            let place = Place::Handler(methods.iter().map(|it| (*it).to_owned()).collect());
            for _ in 0..HANDLED / PARTS / HANDLERS.len() + 1 {
                let request = request(&mut random, methods);
                let inner = random.below(INNER.len());
                let got = match at_once(app.call(sent(&request, path, inner).to_request())) {
                    Ok(response) => {
                        let ran = response.headers().contains_key("server");
                        read(response.status().as_u16(), ran, response.headers())
                    }
                    Err(error) => panic!("{name} fails: {error}"),
                };
                let expected = model.respond(&place, &request, INNER[inner]);
                assert_eq!(got, expected, "{name}\n{request:?}");
                counts.record(&got);
            }
        }
        counts
    });
}

/// Returns the policy, the methods and the path of a handler, from its entry in `policies()`.
fn annotated(name: &str) -> (model::Policy, &'static [&'static str], &'static str) {
    let policies = policies();
    let handler = policies.iter().find(|it| it.name == name && it.module.ends_with("differential"));
    let handler = handler.expect("the handler is annotated");
    let json = serde_json::to_value(handler.policy).expect("a policy serializes");
    let route = &handler.routes[0];
    (model::Policy::read(&json), route.methods, route.path)
}

/// The number of responses of each kind. A kind consists of the status, whether the handler ran, and whether the
/// response has `Access-Control-Allow-Origin`.
#[derive(Default)]
struct ResponseCounts(BTreeMap<(u16, bool, bool), usize>);

impl ResponseCounts {
    fn record(&mut self, response: &Response) {
        let shared = response.headers.contains_key("access-control-allow-origin");
        *self.0.entry((response.status, response.ran, shared)).or_default() += 1;
    }
}

fn in_parts(part: impl Fn(usize) -> ResponseCounts + Sync) {
    let threads = thread::available_parallelism().map_or(1, |count| count.get());
    let counts = thread::scope(|scope| {
        let part = &part;
        let running: Vec<_> = (0..threads)
            .map(|thread| {
                scope.spawn(move || (thread..PARTS).step_by(threads).map(part).collect::<Vec<_>>())
            })
            .collect();
        running
            .into_iter()
            .flat_map(|thread| thread.join().expect("the responses agree"))
            .collect::<Vec<_>>()
    });
    let mut all = BTreeMap::<_, usize>::new();
    for (kind, count) in counts.into_iter().flat_map(|part| part.0) {
        *all.entry(kind).or_default() += count;
    }
    let every_kind =
        [(204, false, true), (403, false, false), (200, true, false), (200, true, true)];
    for kind in every_kind {
        assert!(all.get(&kind).is_some_and(|count| *count > 50), "{kind:?} of {all:?}");
    }
}
