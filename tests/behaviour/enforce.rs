//! `enforce`: a disallowed cross-origin request gets 403, and neither extractors nor the handler run.

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
#[get("/enforced")]
async fn enforced() -> &'static str {
    "ran"
}

#[cors(
    origins = ["https://app.example", "http://app.example"],
    expose_headers = "x-a",
    allow_credentials,
    danger_allow_insecure_origins,
    enforce = true,
)]
#[get("/enforced-with-credentials")]
async fn enforced_with_credentials() -> &'static str {
    "ran"
}

pub fn services(config: &mut ServiceConfig) {
    config.service(enforced).service(enforced_with_credentials);
}

pub const REJECTED: &str = "
an origin that is not allowed is rejected
    GET /enforced from https://evil.example | host: api.example
    403 | vary: Origin
a malformed origin with the server's host is rejected
    GET /enforced from https://api.example/ | host: api.example
    403 | vary: Origin
a repeated origin is rejected, even the server's own
    GET /enforced | host: api.example | origin: https://api.example | origin: https://api.example
    403 | vary: Origin
the default port of another scheme is another origin
    GET /enforced from https://api.example | host: api.example:80
    403 | vary: Origin
a prefix of the server's host is another origin
    GET /enforced from https://api.exam | host: api.example
    403 | vary: Origin
another origin of the same site is rejected
    GET /enforced from https://www.api.example | host: api.example | sec-fetch-site: same-site
    403 | vary: Origin
a repeated `Sec-Fetch-Site: same-origin` is rejected
    GET /enforced from https://api.example | host: api.example | sec-fetch-site: same-origin
        | sec-fetch-site: same-origin
    403 | vary: Origin
`Same-Origin`, which no browser sends, is not `same-origin`
    GET /enforced from https://api.example | host: api.example | sec-fetch-site: Same-Origin
    403 | vary: Origin
a policy with credentials rejects an origin that is not allowed
    GET /enforced-with-credentials from https://evil.example | host: api.example
    403 | vary: Origin
";

pub const PASSED: &str = "
a request that no page made, such as that of an extension, may have any origin
    GET /enforced from https://evil.example | host: api.example | sec-fetch-site: none
    200 ran | vary: Origin
an allowed origin passes from any site
    GET /enforced-with-credentials from http://app.example | host: api.example
        | sec-fetch-site: cross-site
    200 ran | allow-credentials: true | allow-origin: http://app.example | expose-headers: x-a
        | vary: Origin
an opaque origin passes if the browser sends `same-origin`
    GET /enforced from null | host: api.example | sec-fetch-site: same-origin
    200 ran | vary: Origin
the server's own origin passes if `Host` spells out the default port
    GET /enforced from https://api.example | host: api.example:443
    200 ran | vary: Origin
";

#[actix_web::test]
async fn a_disallowed_cross_origin_request_is_rejected() {
    check(services, REJECTED).await;
}

#[actix_web::test]
async fn any_other_request_passes() {
    check(services, PASSED).await;
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
async fn neither_extractors_nor_the_handler_run_for_a_rejected_request() {
    let app = init_service(App::new().service(counted)).await;
    let runs = || (EXTRACTED.load(Ordering::SeqCst), HANDLED.load(Ordering::SeqCst));

    let rejected = send(&app, &["POST /counted", "origin: https://evil.example"]).await;
    assert_eq!((rejected.status(), runs()), ("403", (0, 0)));

    let allowed = send(&app, &["POST /counted", "origin: https://app.example"]).await;
    assert_eq!((allowed.status(), runs()), ("200", (1, 1)));
}
