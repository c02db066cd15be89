//! `enforce`: a cross-origin request that is not allowed gets 403, and nothing runs.

use std::{
    future::{Ready, ready},
    sync::atomic::{AtomicUsize, Ordering},
};

use actix_web::{
    App, FromRequest, HttpRequest, dev::Payload, get, post, test::init_service, web::ServiceConfig,
};
use cors_runtime::cors;

use crate::case::{check, send};

#[cors(origins = "https://app.example", enforce)]
#[get("/guarded")]
async fn guarded() -> &'static str {
    "ran"
}

#[cors(
    origins = ["https://app.example", "http://app.example"],
    expose_headers = "x-a",
    allow_credentials,
    danger_allow_insecure_origins,
    enforce = true,
)]
#[get("/guarded-with-credentials")]
async fn guarded_with_credentials() -> &'static str {
    "ran"
}

#[cors(origins = "https://app.example", enforce = false)]
#[get("/unguarded")]
async fn unguarded() -> &'static str {
    "ran"
}

pub fn services(config: &mut ServiceConfig) {
    config.service(guarded).service(guarded_with_credentials).service(unguarded);
}

pub const REFUSED: &str = "
an origin that is not allowed
    GET /guarded from https://evil.example | host: api.example
    403 | vary: Origin
an opaque origin
    GET /guarded from null | host: api.example
    403 | vary: Origin
an empty origin
    GET /guarded | host: api.example | origin:
    403 | vary: Origin
a malformed origin, though the host is in it
    GET /guarded from https://api.example/ | host: api.example
    403 | vary: Origin
a repeated origin, though each is allowed
    GET /guarded | host: api.example | origin: https://app.example | origin: https://app.example
    403 | vary: Origin
a repeated origin, though each is the server's own
    GET /guarded | host: api.example | origin: https://api.example | origin: https://api.example
    403 | vary: Origin
another port of the same host
    GET /guarded from https://api.example | host: api.example:8443
    403 | vary: Origin
the default port of another scheme
    GET /guarded from https://api.example | host: api.example:80
    403 | vary: Origin
a host that the server's own begins
    GET /guarded from https://api.example.evil.example | host: api.example
    403 | vary: Origin
a host that begins the server's own
    GET /guarded from https://api.exam | host: api.example
    403 | vary: Origin
the server's own origin, where the browser says that the site is another
    GET /guarded from https://api.example | host: api.example | sec-fetch-site: cross-site
    403 | vary: Origin
another origin of the same site
    GET /guarded from https://www.api.example | host: api.example | sec-fetch-site: same-site
    403 | vary: Origin
what no page asked for, an extension's request say, and has an origin all the same
    GET /guarded from https://evil.example | host: api.example | sec-fetch-site: none
    200 ran | vary: Origin
a site that is told twice, though it is the same
    GET /guarded from https://api.example | host: api.example | sec-fetch-site: same-origin
        | sec-fetch-site: same-origin
    403 | vary: Origin
a site in another case, which no browser sends
    GET /guarded from https://api.example | host: api.example | sec-fetch-site: Same-Origin
    403 | vary: Origin
an origin that is not allowed, by a policy with credentials
    GET /guarded-with-credentials from https://evil.example | host: api.example
    403 | vary: Origin
";

pub const LET_IN: &str = "
an allowed origin
    GET /guarded from https://app.example | host: api.example
    200 ran | allow-origin: https://app.example | vary: Origin
an allowed origin, wherever the browser says that it is
    GET /guarded-with-credentials from http://app.example | host: api.example
        | sec-fetch-site: cross-site
    200 ran | allow-credentials: true | allow-origin: http://app.example | expose-headers: x-a
        | vary: Origin
a request without an origin
    GET /guarded | host: api.example
    200 ran | vary: Origin
a request without an origin, wherever the browser says that it comes from
    GET /guarded | host: api.example | sec-fetch-site: cross-site
    200 ran | vary: Origin
the server's own origin, as the browser says
    GET /guarded from https://api.example | host: behind.a.proxy | sec-fetch-site: same-origin
    200 ran | vary: Origin
an opaque origin that the browser calls the same
    GET /guarded from null | host: api.example | sec-fetch-site: same-origin
    200 ran | vary: Origin
the server's own origin, by the host
    GET /guarded from https://api.example | host: api.example
    200 ran | vary: Origin
the server's own origin, by the host without case
    GET /guarded from https://api.example | host: API.Example
    200 ran | vary: Origin
the server's own origin, by a host that writes the default port out
    GET /guarded from https://api.example | host: api.example:443
    200 ran | vary: Origin
the server's own origin, by the default port of its scheme
    GET /guarded from http://api.example | host: api.example:80
    200 ran | vary: Origin
the server's own origin, by host and port
    GET /guarded from http://[::1]:8080 | host: [::1]:8080
    200 ran | vary: Origin
an origin that is not allowed, where nothing is enforced
    GET /unguarded from https://evil.example | host: api.example
    200 ran | vary: Origin
";

/// What no server of HTTP/1.1 passes on.
const HOSTS: &str = "
the server's own origin, where the host is sent twice
    GET /guarded from https://api.example | host: api.example | host: api.example
    403 | vary: Origin
the server's own origin, by the authority of the request's target
    GET https://api.example/guarded from https://api.example
    200 ran | vary: Origin
";

#[actix_web::test]
async fn a_cross_origin_request_that_is_not_allowed_is_refused() {
    check(services, REFUSED).await;
}

#[actix_web::test]
async fn any_other_request_is_let_in() {
    check(services, LET_IN).await;
}

#[actix_web::test]
async fn a_host_counts_where_it_stands_once() {
    check(services, HOSTS).await;
}

static EXTRACTED: AtomicUsize = AtomicUsize::new(0);
static HANDLED: AtomicUsize = AtomicUsize::new(0);

struct Counted;

impl FromRequest for Counted {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
        EXTRACTED.fetch_add(1, Ordering::SeqCst);
        ready(Ok(Self))
    }
}

#[cors(origins = "https://app.example", enforce)]
#[post("/counted")]
async fn counted(_: Counted) -> &'static str {
    HANDLED.fetch_add(1, Ordering::SeqCst);
    "ran"
}

#[actix_web::test]
async fn neither_extractors_nor_handler_run_for_a_refused_request() {
    let app = init_service(App::new().service(counted)).await;
    let runs = || (EXTRACTED.load(Ordering::SeqCst), HANDLED.load(Ordering::SeqCst));

    let refused = send(&app, &["POST /counted", "origin: https://evil.example"]).await;
    assert_eq!((refused.status(), runs()), ("403", (0, 0)));

    let allowed = send(&app, &["POST /counted", "origin: https://app.example"]).await;
    assert_eq!((allowed.status(), runs()), ("200", (1, 1)));
}
