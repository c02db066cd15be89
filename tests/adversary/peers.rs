//! The verdict of a browser about the responses of this library, actix-cors and tower-http under the same
//! policy. Every difference is of a kind that `peers.md` explains, and every kind occurs.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    future::{Ready, ready},
    task::{Context, Poll},
    time::Duration,
};

use actix_http::Request;
use actix_web::{
    App, Error, HttpMessage, HttpResponse,
    body::MessageBody,
    dev::{Service, ServiceResponse},
    http::{Method, StatusCode},
    test::{TestRequest, init_service},
    web,
};
use adversary_tests::{
    model::{self, Origins, matches},
    random::{INSECURE, METHODS, Random, SECURE},
    served::at_once,
};
use cors_runtime::{Cors, Policy, testing::Browser};
use serde_json::{Value, json};
use tower::Layer as _;
use tower_http::cors::{self, CorsLayer};

const POLICIES: usize = if cfg!(feature = "all") { 600 } else { 200 };
const FETCHES: usize = 25;
const EXPLAINED: &str = include_str!("peers.md");

const PAGES: [&str; 9] = [
    "https://app.example.com",
    "https://a.b.example.com",
    "https://app.example.com:8443",
    "https://evil.test",
    "http://app.example.com",
    "https://x.shop.example:1",
    "http://localhost:5173",
    "null",
    "https://example.com",
];

/// A fetch by the script of a page.
#[derive(Clone, Debug)]
struct Fetch {
    page: &'static str,
    credentials: bool,
    method: &'static str,
    headers: Vec<(&'static str, &'static str)>,
}

/// The result for the script: the status and the headers that it can read, or an error.
type Verdict = Option<(u16, Vec<(String, String)>)>;

/// A kind of difference: the other library, the name, and a check of the policy and the request.
type Kind = (&'static str, &'static str, fn(&model::Policy, &Fetch) -> bool);

const KINDS: [Kind; 4] = [
    ("actix-cors", "`authorization` under `*`", |policy, fetch| {
        has(&policy.allow_headers, "*")
            && !policy.allow_credentials
            && fetch.headers.iter().any(|(name, _)| *name == "authorization")
    }),
    ("actix-cors", "a method of no standard under `*`", |policy, fetch| {
        has(&policy.methods, "*") && ["PURGE", "QUERY"].contains(&fetch.method)
    }),
    ("tower-http", "`OPTIONS` of a page's own", |_, fetch| fetch.method == "OPTIONS"),
    ("tower-http", "a safelisted method that is not listed", |policy, fetch| {
        ["GET", "HEAD", "POST"].contains(&fetch.method) && !has(&policy.methods, fetch.method)
    }),
];

fn has(list: &[String], item: &str) -> bool {
    list.iter().any(|it| it == item)
}

#[test]
fn every_difference_to_another_library_is_explained() {
    let mut random = Random::new(3);
    let system = actix_web::rt::System::new();
    let (mut met, mut same) = (BTreeSet::new(), 0);
    for _ in 0..POLICIES {
        let json = policy(&mut random);
        let policy = model::Policy::read(&json);
        let served: Policy = serde_json::from_value(json.clone()).expect("the policy is valid");
        let ours = App::new().wrap(Cors::new(served)).default_service(web::to(answer));
        let ours = system.block_on(init_service(ours));
        let actix_cors = App::new().wrap(actix_cors(&policy)).default_service(web::to(answer));
        let actix_cors = system.block_on(init_service(actix_cors));
        let tower_http =
            Towered(RefCell::new(tower_http(&policy).layer(tower::service_fn(towered))));
        for _ in 0..FETCHES {
            let fetch = fetch(&mut random);
            let expected = verdict(&ours, &fetch);
            for (peer, got) in [
                ("actix-cors", verdict(&actix_cors, &fetch)),
                ("tower-http", verdict(&tower_http, &fetch)),
            ] {
                if got == expected {
                    same += 1;
                    continue;
                }
                let kind = KINDS
                    .iter()
                    .find(|(library, _, is_kind)| *library == peer && is_kind(&policy, &fetch));
                let Some((_, name, _)) = kind else {
                    panic!("{peer}: {got:?}, here {expected:?}\n{json}\n{fetch:?}")
                };
                met.insert(format!("| {peer} | {name} |"));
            }
        }
    }
    let rows = EXPLAINED.lines().filter(|line| line.starts_with("| ")).skip(2);
    let explained: BTreeSet<String> =
        rows.map(|row| row.split('|').take(3).collect::<Vec<_>>().join("|") + "|").collect();
    assert_eq!(met, explained, "met, and explained in `peers.md`");
    assert!(same > POLICIES * FETCHES, "mostly they agree: {same}");
}

/// A policy that each of the three can have.
fn policy(random: &mut Random) -> Value {
    let credentials = random.one_in(2);
    let origins = match random.below(6) {
        0 if !credentials => json!("*"),
        _ => json!([random.several(&SECURE, 1, 3), random.several(&INSECURE, 0, 2)].concat()),
    };
    let methods = if random.one_in(4) { vec!["*"] } else { random.several(&METHODS, 1, 5) };
    let names = ["content-type", "x-a", "authorization", "if-match"];
    let allowed = if random.one_in(4) { vec!["*"] } else { random.several(&names, 0, 3) };
    let exposed = match random.below(3) {
        0 if !credentials => vec!["*"],
        _ => random.several(&["etag", "x-total-count"], 0, 2),
    };
    json!({
        "origins": origins,
        "methods": methods,
        "allow_headers": allowed,
        "expose_headers": exposed,
        "allow_credentials": credentials,
        "danger_allow_insecure_origins": true,
        "danger_allow_null_origin": true,
    })
}

fn fetch(random: &mut Random) -> Fetch {
    let some = [
        ("content-type", "application/json"),
        ("content-type", "text/plain"),
        ("x-a", "1"),
        ("authorization", "Bearer 1"),
        ("if-match", "*"),
    ];
    let headers = (0..random.below(3)).map(|_| some[random.below(some.len())]).collect();
    let (page, credentials) = (random.pick(&PAGES), random.one_in(3));
    Fetch { page, credentials, method: random.pick(&METHODS), headers }
}

fn verdict<S, B>(app: &S, fetch: &Fetch) -> Verdict
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody + 'static,
{
    let page = Browser::at(fetch.page);
    let page = if fetch.credentials { page.with_credentials() } else { page };
    let method = Method::from_bytes(fetch.method.as_bytes()).expect("a method");
    let mut request = TestRequest::with_uri("/").method(method);
    for header in &fetch.headers {
        request = request.insert_header(*header);
    }
    let seen = at_once(page.fetch(app, request)).ok()?;
    let mut headers: Vec<_> = seen
        .headers()
        .filter(|(name, _)| ["etag", "x-total-count"].contains(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    headers.sort();
    Some((seen.status().as_u16(), headers))
}

const ANSWERED: [(&str, &str); 2] = [("etag", "\"1\""), ("x-total-count", "2")];

async fn answer() -> HttpResponse {
    HttpResponse::Ok().insert_header(ANSWERED[0]).insert_header(ANSWERED[1]).finish()
}

fn actix_cors(policy: &model::Policy) -> actix_cors::Cors {
    let mut cors = actix_cors::Cors::default();
    cors = match &policy.origins {
        Origins::Listed(patterns) => {
            let patterns = patterns.clone();
            cors.allowed_origin_fn(move |origin, _| {
                origin.to_str().is_ok_and(|sent| patterns.iter().any(|it| matches(it, sent)))
            })
        }
        _ => cors.allow_any_origin().send_wildcard(),
    };
    cors = if has(&policy.methods, "*") {
        cors.allow_any_method()
    } else {
        cors.allowed_methods(policy.methods.iter().map(String::as_str))
    };
    cors = if has(&policy.allow_headers, "*") {
        cors.allow_any_header()
    } else {
        cors.allowed_headers(&policy.allow_headers)
    };
    cors = if has(&policy.expose_headers, "*") {
        cors.expose_any_header()
    } else {
        cors.expose_headers(&policy.expose_headers)
    };
    if policy.allow_credentials { cors.supports_credentials() } else { cors }
}

fn tower_http(policy: &model::Policy) -> CorsLayer {
    let origins = match &policy.origins {
        Origins::Listed(patterns) => {
            let patterns = patterns.clone();
            cors::AllowOrigin::predicate(move |origin, _| {
                origin.to_str().is_ok_and(|sent| patterns.iter().any(|it| matches(it, sent)))
            })
        }
        _ => cors::AllowOrigin::any(),
    };
    let names = |list: &[String]| -> Vec<http_1::HeaderName> {
        list.iter().filter_map(|name| name.parse().ok()).collect()
    };
    // With credentials, `*` is a literal name, and tower-http panics.
    let methods = match (has(&policy.methods, "*"), policy.allow_credentials) {
        (true, true) => cors::AllowMethods::mirror_request(),
        (true, false) => cors::AllowMethods::any(),
        (false, _) => {
            cors::AllowMethods::list(policy.methods.iter().filter_map(|it| it.parse().ok()))
        }
    };
    let headers = match (has(&policy.allow_headers, "*"), policy.allow_credentials) {
        (true, true) => cors::AllowHeaders::mirror_request(),
        (true, false) => cors::AllowHeaders::any(),
        (false, _) => cors::AllowHeaders::list(names(&policy.allow_headers)),
    };
    let exposed = if has(&policy.expose_headers, "*") {
        cors::ExposeHeaders::any()
    } else {
        cors::ExposeHeaders::list(names(&policy.expose_headers))
    };
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods(methods)
        .allow_headers(headers)
        .expose_headers(exposed)
        .allow_credentials(policy.allow_credentials)
        .max_age(Duration::from_secs(5))
}

type Response = http_1::Response<()>;

async fn towered(_: http_1::Request<()>) -> Result<Response, std::convert::Infallible> {
    let response =
        ANSWERED.iter().fold(Response::builder(), |it, (name, value)| it.header(*name, *value));
    Ok(response.body(()).expect("the headers are well formed"))
}

/// A service of tower's, as the browser calls those of actix-web.
struct Towered<S>(RefCell<S>);

impl<S> Service<Request> for Towered<S>
where
    S: tower::Service<http_1::Request<()>, Response = Response, Error = std::convert::Infallible>,
{
    type Response = ServiceResponse;
    type Error = Error;
    type Future = Ready<Result<ServiceResponse, Error>>;

    fn poll_ready(&self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&self, request: Request) -> Self::Future {
        let mut sent = http_1::Request::builder().method(request.method().as_str()).uri("/");
        for (name, value) in request.headers() {
            sent = sent.header(name.as_str(), value.as_bytes());
        }
        let sent = sent.body(()).expect("it was a request");
        let Ok(answer) = at_once(self.0.borrow_mut().call(sent));
        let status = StatusCode::from_u16(answer.status().as_u16()).expect("a status");
        let mut response = HttpResponse::build(status);
        for (name, value) in answer.headers() {
            response.append_header((name.as_str(), value.as_bytes()));
        }
        ready(Ok(ServiceResponse::new(TestRequest::default().to_http_request(), response.finish())))
    }
}
