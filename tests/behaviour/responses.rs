//! Tests of the response of one policy to one request, for cases that `tests/conformance/behaviour.json` does not
//! contain. Examples are the order of items in a header, invalid input, and code that must not run. `wire.rs` sends the
//! requests of the public tables over sockets.

use std::cell::Cell;

use actix_web::{FromRequest, dev::Payload, http::header::VARY, patch};
use cors_runtime::{Origin, OriginBuf};

use crate::prelude::*;

handlers! {
    get("/one"): cors(origins = "https://app.example");
    get("/null"): cors(origins = "null", danger_allow_null_origin);
    get("/debug"): cors(origins = "https://app.example", debug_origins = "http://localhost:*");
    get("/enforced"): cors(origins = "https://app.example", enforce);
    post("/posted"): cors(origins = "https://app.example");
    get("/hosts"): cors(origins = "https://app.example", hosts = "*.shop.example");
    put("/one-port"): cors(origins = "*", hosts = "api.example:8443");
    put("/everything"): cors(
        origins = ["https://app.example", "https://*.app.example:*"],
        allow_headers = ["Content-Type", "x-request-id"],
        expose_headers = "X-Total-Count",
        allow_credentials,
        max_age = 0,
    );
    post("/any-header"): cors(origins = "https://app.example", allow_headers = "*", allow_credentials);
    route("/methods", method = "GET", method = "PUT", method = "PATCH"): cors(
        origins = "https://app.example", methods = [PATCH, "PUT"],
    );
}

pub const PREFLIGHT: &str = "
every setting of preflights is sent, and the exposed headers are not
    preflight PUT /everything from https://app.example
    204 | allow-credentials: true | allow-headers: content-type, x-request-id | allow-methods: PUT
        | allow-origin: https://app.example | max-age: 0 | vary: preflight
with credentials, any header sends back every requested line without parsing it
    preflight POST /any-header from https://app.example | access-control-request-headers: x-a,X-B
        | access-control-request-headers: ,, not a token\u{e9}
    204 | allow-credentials: true | allow-headers: x-a,X-B, ,, not a token\u{e9}
        | allow-methods: POST | allow-origin: https://app.example | vary: preflight
the methods of the policy are sent in the order of the route
    preflight PATCH /methods from https://app.example
    204 | allow-methods: PUT, PATCH | allow-origin: https://app.example | vary: preflight
an origin in upper case matches no wildcard
    preflight PUT /everything from https://A.app.example => 403 | vary: preflight
a request without an origin is not a preflight
    OPTIONS /one | access-control-request-method: GET => 404
";

pub const ACTUAL: &str = "
every header of an actual response is sent
    PUT /everything from https://app.example
    200 ran | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-total-count | vary: Origin
a policy of null does not allow a host named null
    GET /null from https://null => 200 ran | vary: Origin
an origin that is not allowed is rejected by `enforce`
    GET /enforced from https://evil.example => 403 | vary: Origin
";

/// Cases with a `Host`. The HTTP/2 client in `http2.rs` sends the host as `:authority`.
pub const AUTHORITY: &str = "
a repeated origin is cross-origin, even the server's own
    GET /enforced | host: api.example | origin: https://api.example | origin: https://api.example => 403 | vary: Origin
the default port of another scheme is another origin
    GET /enforced from https://api.example | host: api.example:80 => 403 | vary: Origin
a padded port of the server's host is another origin
    GET /enforced from https://api.example | host: api.example:0443 => 403 | vary: Origin
a prefix of the server's host is another origin
    GET /enforced from https://api.exam | host: api.example => 403 | vary: Origin
the server's own origin passes, with the default port spelled out in `Host`
    GET /enforced from https://api.example | host: api.example:443 => 200 ran | vary: Origin
a subdomain of a listed host passes in any case
    GET /hosts | host: Eu.api_1.Shop.example => 200 ran | vary: Origin
a host with another port is rejected
    PUT /one-port | host: api.example:9 => 403 | vary: Origin
";

#[actix_web::test]
async fn every_response_has_the_headers_of_its_table() {
    for table in [PREFLIGHT, ACTUAL, AUTHORITY] {
        check(services, table).await;
    }
}

/// The Fetch standard limits the length of a safelisted value:
/// <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>.
#[actix_web::test]
async fn a_content_type_of_more_than_128_bytes_needs_a_preflight() {
    for (length, response) in [(128, "200 ran"), (129, "403")] {
        let value = format!("text/plain; {}", "x".repeat(length - "text/plain; ".len()));
        let case = format!(
            "a value of {length} bytes\n POST /posted from https://evil.example | sec-fetch-site: cross-site \
             | sec-fetch-mode: cors | content-type: {value}\n {response} | vary: Origin\n"
        );
        check(services, &case).await;
    }
}

#[actix_web::test]
async fn only_debug_builds_accept_debug_origins_and_unlisted_loopback_hosts() {
    let table = if cfg!(debug_assertions) {
        "
a debug build allows a debug origin
    preflight GET /debug from http://localhost:3000
    204 | allow-methods: GET | allow-origin: http://localhost:3000 | vary: preflight
a debug build accepts a loopback name in any case
    GET /hosts | host: LocalHost:8080 => 200 ran | vary: Origin
a debug build accepts a name below a loopback name in any case
    GET /hosts | host: App.LocalHost:8080 => 200 ran | vary: Origin
a debug build accepts a loopback address
    GET /hosts | host: 127.0.0.2 => 200 ran | vary: Origin
"
    } else {
        "
a release build rejects a debug origin
    preflight GET /debug from http://localhost:3000 => 403 | vary: preflight
a release build rejects a loopback name
    GET /hosts | host: App.LocalHost:8080 => 403 | vary: Origin
a release build rejects a loopback address
    GET /hosts | host: 127.0.0.2 => 403 | vary: Origin
"
    };
    check(services, table).await;
}

/// Responds with a `Vary` line for each `x-vary` line of the request, and with a header for each name in `x-set`.
#[cors(origins = "https://app.example")]
#[get("/own-headers")]
async fn own_headers(request: HttpRequest) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    for line in request.headers().get_all("x-vary") {
        response.append_header((VARY, line.clone()));
    }
    for name in request.headers().get_all("x-set") {
        let name = name.to_str().expect("a name of a header");
        response.append_header((name, "the handler's"));
    }
    response.body("ran")
}

pub fn own_headers_service(config: &mut ServiceConfig) {
    config.service(own_headers);
}

pub const OWN_HEADERS: &str = "
`Origin` is appended to several lines of the handler, including an empty one
    GET /own-headers | x-vary: Accept | x-vary:  | x-vary: Cookie => 200 ran | vary: Accept, , Cookie, Origin
bytes outside ASCII are kept
    GET /own-headers from https://app.example | x-vary: \u{ff}
    200 ran | allow-origin: https://app.example | vary: \u{ff}, Origin
several lines of a header that the policy overwrites are replaced by one
    GET /own-headers from https://app.example | x-set: access-control-allow-origin
        | x-set: access-control-allow-origin
    200 ran | allow-origin: https://app.example | vary: Origin
a header that begins like those of the policy is kept
    GET /own-headers | x-set: access-control-allow-private-network
    200 ran | allow-private-network: the handler's | vary: Origin
";

#[actix_web::test]
async fn a_policy_overwrites_several_lines_of_a_handler_and_completes_vary() {
    check(own_headers_service, OWN_HEADERS).await;
}

thread_local! {
    /// The number of calls of extractors, handlers and origin functions.
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

struct Counted;

impl FromRequest for Counted {
    type Error = actix_web::Error;
    type Future = std::future::Ready<Result<Self, Self::Error>>;

    fn from_request(_: &HttpRequest, _: &mut Payload) -> Self::Future {
        CALLS.set(CALLS.get() + 1);
        std::future::ready(Ok(Self))
    }
}

fn count(_: &Origin<'_>, _: &HttpRequest) -> bool {
    CALLS.set(CALLS.get() + 1);
    true
}

async fn count_async(_: OriginBuf, _: HttpRequest) -> bool {
    CALLS.set(CALLS.get() + 1);
    true
}

#[cors(origins = "https://app.example", enforce)]
#[patch("/extracted/{id}")]
async fn extracted(_: Counted, _: web::Path<u32>) -> &'static str {
    CALLS.set(CALLS.get() + 1);
    "ran"
}

mod named_hosts {
    use super::*;

    handlers! {
        get("/function"): cors(origins = dynamic(count), hosts = "api.example");
        get("/future"): cors(origins = dynamic_async(count_async), hosts = "api.example");
    }
}

#[actix_web::test]
async fn a_rejected_request_and_a_preflight_reach_no_code_of_the_application() {
    let services =
        |config: &mut ServiceConfig| _ = config.service(extracted).configure(named_hosts::services);
    let table = "
`enforce` rejects before the extractors
    PATCH /extracted/1 from https://evil.example => 403 | vary: Origin
a preflight reaches no extractor
    preflight PATCH /extracted/no-number from https://app.example
    204 | allow-methods: PATCH | allow-origin: https://app.example | vary: preflight
the host is checked before the function of an actual request
    GET /function from https://app.example | host: evil.example => 403 | vary: Origin
the host is checked before the function of a preflight
    preflight GET /function from https://app.example | host: evil.example => 403 | vary: preflight
the host is checked before a future starts
    GET /future from https://app.example | host: evil.example => 403 | vary: Origin
";
    check(services, table).await;
    assert_eq!(CALLS.get(), 0);
    let table = "
an allowed request reaches the extractor and the handler
    PATCH /extracted/1 from https://app.example => 200 ran | allow-origin: https://app.example | vary: Origin
";
    check(services, table).await;
    assert_eq!(CALLS.get(), 2);
}
