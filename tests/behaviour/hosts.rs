//! `hosts`: a request by any other name gets 403, and nothing runs.

use actix_web::{get, put, web::ServiceConfig};
use cors_runtime::cors;

use crate::case::check;

#[cors(
    origins = "https://app.example",
    hosts = ["api.example", "*.shop.example", "intranet.example:*", "[2001:db8::1]:8080"]
)]
#[get("/named")]
async fn named() -> &'static str {
    "ran"
}

#[cors(origins = "*", hosts = "api.example:8443")]
#[put("/named-port")]
async fn named_port() -> &'static str {
    "ran"
}

fn services(config: &mut ServiceConfig) {
    config.service(named).service(named_port);
}

const LET_IN: &str = "
the name, which has no case
    GET /named from https://app.example | host: API.Example
    200 ran | allow-origin: https://app.example | vary: Origin
a default port that is written out counts as none
    GET /named | host: api.example:443
    200 ran | vary: Origin
one label below, or more
    GET /named | host: Eu.api_1.shop.example
    200 ran | vary: Origin
any port, and none
    GET /named | host: intranet.example:3000
    200 ran | vary: Origin
an address
    GET /named | host: [2001:DB8::1]:8080
    200 ran | vary: Origin
the target's own name comes before that of `Host`
    GET https://api.example/named | host: evil.example
    200 ran | vary: Origin
a port
    preflight PUT /named-port from https://app.example | host: api.example:8443
    204 | allow-methods: PUT | allow-origin: * | vary: preflight
";

const REFUSED: &str = "
an attacker's name, whose page is the same origin by now
    GET /named from http://evil.example | host: evil.example | sec-fetch-site: same-origin
    403 | vary: Origin
its preflight, as one whose origin is not allowed
    preflight GET /named from https://app.example | host: evil.example
    403 | vary: preflight
the target's name comes first here too
    GET https://evil.example/named | host: api.example
    403 | vary: Origin
another port
    GET /named | host: api.example:8443
    403 | vary: Origin
no port where one is listed
    PUT /named-port | host: api.example
    403 | vary: Origin
the bare domain of a pattern
    GET /named | host: shop.example
    403 | vary: Origin
a name that ends in the same letters
    GET /named | host: eshop.example
    403 | vary: Origin
what no name has, before the domain of a pattern
    GET /named | host: evil.example/.shop.example
    403 | vary: Origin
an empty label
    GET /named | host: a..shop.example
    403 | vary: Origin
somebody before an `@`
    GET /named | host: api.example@evil.shop.example
    403 | vary: Origin
no name
    GET /named from https://app.example
    403 | vary: Origin
two names, though each is listed
    GET /named | host: api.example | host: api.example
    403 | vary: Origin
an empty port
    GET /named | host: api.example:
    403 | vary: Origin
a zero before the port
    GET /named | host: intranet.example:03000
    403 | vary: Origin
a name that only begins like a loopback host
    GET /named | host: localhost.evil.example
    403 | vary: Origin
";

#[actix_web::test]
async fn a_request_by_a_listed_name_is_let_in() {
    check(services, LET_IN).await;
}

#[actix_web::test]
async fn a_loopback_host_is_let_in_by_debug_builds_alone() {
    let case = if cfg!(debug_assertions) {
        "
a loopback host, in a debug build
    GET /named | host: app.localhost:8080
    200 ran | vary: Origin
a loopback address
    GET /named | host: 127.0.0.2
    200 ran | vary: Origin
"
    } else {
        "
a loopback host, in a release build
    GET /named | host: app.localhost:8080
    403 | vary: Origin
a loopback address
    GET /named | host: 127.0.0.2
    403 | vary: Origin
"
    };
    check(services, case).await;
}

#[actix_web::test]
async fn a_request_by_any_other_name_is_refused() {
    check(services, REFUSED).await;
}
