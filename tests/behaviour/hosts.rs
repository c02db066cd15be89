//! `hosts`: a request for any other host gets 403, and the handler does not run.

use std::cell::Cell;

use actix_web::{HttpRequest, get, put, web::ServiceConfig};
use cors_runtime::{Origin, cors};

use crate::case::check;

#[cors(
    origins = "https://app.example",
    hosts = ["api.example", "*.shop.example", "intranet.example:*"]
)]
#[get("/hosts")]
async fn listed_hosts() -> &'static str {
    "ran"
}

#[cors(origins = "*", hosts = "api.example:8443")]
#[put("/one-port")]
async fn one_port() -> &'static str {
    "ran"
}

fn services(config: &mut ServiceConfig) {
    config.service(listed_hosts).service(one_port);
}

thread_local! {
    /// The calls of the function that decides about origins.
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

fn count(_: &Origin<'_>, _: &HttpRequest) -> bool {
    CALLS.set(CALLS.get() + 1);
    true
}

#[cors(origins = dynamic(count), hosts = "api.example")]
#[get("/dynamic")]
async fn dynamic() -> &'static str {
    "ran"
}

#[actix_web::test]
async fn the_host_is_checked_before_a_function_is_called() {
    let cases = "
another host
    GET /dynamic from https://app.example | host: evil.example
    403 | vary: Origin
the preflight of another host
    preflight GET /dynamic from https://app.example | host: evil.example
    403 | vary: preflight
";
    check(|config| _ = config.service(dynamic), cases).await;
    assert_eq!(CALLS.get(), 0);
}

const PASSED: &str = "
a subdomain of a pattern passes in any case
    GET /hosts | host: Eu.api_1.shop.example
    200 ran | vary: Origin
a host with any port passes
    GET /hosts | host: intranet.example:3000
    200 ran | vary: Origin
a preflight for a listed port passes
    preflight PUT /one-port from https://app.example | host: api.example:8443
    204 | allow-methods: PUT | allow-origin: * | vary: preflight
";

const REJECTED: &str = "
the host of the request target takes precedence over `Host`
    GET https://evil.example/hosts | host: api.example
    403 | vary: Origin
a host without the listed port is rejected
    PUT /one-port | host: api.example
    403 | vary: Origin
the bare domain of a pattern is rejected
    GET /hosts | host: shop.example
    403 | vary: Origin
a path before the domain of a pattern is rejected
    GET /hosts | host: evil.example/.shop.example
    403 | vary: Origin
an empty label is rejected
    GET /hosts | host: a..shop.example
    403 | vary: Origin
a user before an `@` is rejected
    GET /hosts | host: api.example@evil.shop.example
    403 | vary: Origin
two `Host` lines are rejected, even if both are listed
    GET /hosts | host: api.example | host: api.example
    403 | vary: Origin
an empty port is rejected
    GET /hosts | host: api.example:
    403 | vary: Origin
a port with a leading zero is rejected
    GET /hosts | host: intranet.example:03000
    403 | vary: Origin
";

#[actix_web::test]
async fn a_request_for_a_listed_host_passes() {
    check(services, PASSED).await;
}

#[actix_web::test]
async fn only_debug_builds_accept_an_unlisted_loopback_host() {
    let case = if cfg!(debug_assertions) {
        "
a debug build accepts a loopback host
    GET /hosts | host: app.localhost:8080
    200 ran | vary: Origin
a debug build accepts a loopback address
    GET /hosts | host: 127.0.0.2
    200 ran | vary: Origin
"
    } else {
        "
a release build rejects a loopback host
    GET /hosts | host: app.localhost:8080
    403 | vary: Origin
a release build rejects a loopback address
    GET /hosts | host: 127.0.0.2
    403 | vary: Origin
"
    };
    check(services, case).await;
}

#[actix_web::test]
async fn a_request_for_any_other_host_is_rejected() {
    check(services, REJECTED).await;
}
