//! The table of actual requests: whatever else reaches a handler.

use actix_web::{
    HttpResponse, get, head, put,
    web::{self, ServiceConfig},
};
use cors_runtime::cors;

use crate::case::check;

#[cors(origins = "*", expose_headers = ["X-Total-Count", "link"])]
#[get("/anyone")]
async fn anyone() -> &'static str {
    "ran"
}

#[cors(origins = "*", enforce = false)]
#[get("/anyone-enforced")]
async fn anyone_enforced() -> &'static str {
    "ran"
}

#[cors(origins = "*", expose_headers = "*", allow_headers = "x-a", max_age = 60)]
#[get("/anyone-everything")]
async fn anyone_everything() -> &'static str {
    "ran"
}

#[cors(
    origins = ["https://app.example", "https://*.app.example", "http://[::1]:*"],
    methods = PUT,
    allow_headers = "x-a",
    expose_headers = "x-total-count",
    allow_credentials,
    max_age = "1d",
)]
#[put("/everything")]
async fn everything() -> &'static str {
    "ran"
}

#[cors(origins = "https://app.example")]
#[get("/one")]
async fn one() -> &'static str {
    "ran"
}

#[cors(origins = "https://app.example")]
#[head("/one")]
async fn one_without_a_body() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

#[cors(origins = "null", danger_allow_null_origin)]
#[get("/sandboxed")]
async fn sandboxed() -> &'static str {
    "ran"
}

/// Says what it pleases about CORS.
#[cors(origins = "https://app.example")]
#[get("/headstrong")]
async fn headstrong() -> HttpResponse {
    said_itself()
}

#[cors(origins = "*")]
#[get("/headstrong-for-anyone")]
async fn headstrong_for_anyone() -> HttpResponse {
    said_itself()
}

fn said_itself() -> HttpResponse {
    HttpResponse::Ok()
        .append_header(("access-control-allow-origin", "https://evil.example"))
        .append_header(("access-control-allow-origin", "*"))
        .append_header(("access-control-allow-credentials", "true"))
        .append_header(("access-control-allow-methods", "DELETE"))
        .append_header(("access-control-allow-headers", "x-mine"))
        .append_header(("access-control-max-age", "1"))
        .append_header(("access-control-expose-headers", "x-mine"))
        .append_header(("access-control-allow-private-network", "true"))
        .body("ran")
}

/// As its own `Access-Control-Allow-Origin`, alone.
#[cors(origins = "https://app.example")]
#[get("/headstrong/{header}")]
async fn headstrong_in_one(header: web::Path<String>) -> HttpResponse {
    HttpResponse::Ok().append_header((header.as_str(), "x")).body("ran")
}

pub fn services(config: &mut ServiceConfig) {
    config
        .service(anyone)
        .service(anyone_enforced)
        .service(anyone_everything)
        .service(everything)
        .service(one)
        .service(one_without_a_body)
        .service(sandboxed)
        .service(headstrong)
        .service(headstrong_for_anyone)
        .service(headstrong_in_one);
}

pub const ANYONE: &str = "
a star for any origin, and nothing varies
    GET /anyone from https://any.example
    200 ran | allow-origin: * | expose-headers: x-total-count, link
a star without an origin too, for the caches between
    GET /anyone
    200 ran | allow-origin: * | expose-headers: x-total-count, link
a star for what is no origin
    GET /anyone | origin: \u{ff} | origin:
    200 ran | allow-origin: * | expose-headers: x-total-count, link
where everyone is allowed, enforcement refuses nobody
    GET /anyone-enforced | origin: null | origin: x | sec-fetch-site: cross-site
    200 ran | allow-origin: *
what only a preflight has is not sent
    GET /anyone-everything from https://any.example
    200 ran | allow-origin: * | expose-headers: *
";

pub const SOMEONE: &str = "
an allowed origin gets all that an actual response has
    PUT /everything from https://app.example
    200 ran | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-total-count | vary: Origin
a subdomain gets its own name
    PUT /everything from https://a.b.app.example
    200 ran | allow-credentials: true | allow-origin: https://a.b.app.example
        | expose-headers: x-total-count | vary: Origin
an IPv6 address on any port gets its own name
    PUT /everything from http://[::1]:8080
    200 ran | allow-credentials: true | allow-origin: http://[::1]:8080
        | expose-headers: x-total-count | vary: Origin
any port includes the default one
    PUT /everything from http://[::1]
    200 ran | allow-credentials: true | allow-origin: http://[::1] | expose-headers: x-total-count
        | vary: Origin
an allowed origin gets no more than is set
    GET /one from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
a response without a body has the same headers
    HEAD /one from https://app.example
    204 | allow-origin: https://app.example | vary: Origin
null is an origin where it is listed
    GET /sandboxed from null
    200 ran | allow-origin: null | vary: Origin
";

pub const NOBODY: &str = "
an origin that is not allowed is served, and its page cannot read it
    PUT /everything from https://evil.example
    200 ran | vary: Origin
a request without an origin is told that the response varies
    PUT /everything
    200 ran | vary: Origin
a malformed origin is not allowed
    PUT /everything from https://app.example/
    200 ran | vary: Origin
an empty label is no serialized origin
    PUT /everything from https://.app.example
    200 ran | vary: Origin
an empty origin is not allowed
    PUT /everything | origin:
    200 ran | vary: Origin
a repeated origin is not allowed, though each were
    PUT /everything | origin: https://app.example | origin: https://app.example
    200 ran | vary: Origin
null is not allowed where it is not listed
    GET /one from null
    200 ran | vary: Origin
bytes beyond ASCII are not allowed
    GET /one from https://\u{e4}pp.example
    200 ran | vary: Origin
other origins are not allowed where null is
    GET /sandboxed from https://null
    200 ran | vary: Origin
";

pub const LAST_WORD: &str = "
what the handler said of the six headers is replaced or removed, and nothing else is
    GET /headstrong from https://app.example
    200 ran | allow-origin: https://app.example | allow-private-network: true | vary: Origin
for an origin that is not allowed it is removed
    GET /headstrong from https://evil.example
    200 ran | allow-private-network: true | vary: Origin
without an origin it is removed
    GET /headstrong
    200 ran | allow-private-network: true | vary: Origin
where everyone is allowed it is replaced
    GET /headstrong-for-anyone from https://any.example
    200 ran | allow-origin: * | allow-private-network: true
an origin that only the handler allows is removed
    GET /headstrong/access-control-allow-origin
    200 ran | vary: Origin
credentials that only the handler allows are removed
    GET /headstrong/access-control-allow-credentials
    200 ran | vary: Origin
methods that only the handler allows are removed
    GET /headstrong/access-control-allow-methods
    200 ran | vary: Origin
headers that only the handler allows are removed
    GET /headstrong/access-control-allow-headers
    200 ran | vary: Origin
a max age that only the handler sets is removed
    GET /headstrong/access-control-max-age
    200 ran | vary: Origin
headers that only the handler exposes are removed
    GET /headstrong/access-control-expose-headers
    200 ran | vary: Origin
";

#[actix_web::test]
async fn where_every_origin_is_allowed_every_response_says_so() {
    check(services, ANYONE).await;
}

#[actix_web::test]
async fn an_allowed_origin_may_read_what_the_policy_exposes() {
    check(services, SOMEONE).await;
}

#[actix_web::test]
async fn to_anyone_else_the_response_only_says_that_it_varies() {
    check(services, NOBODY).await;
}

#[actix_web::test]
async fn the_policy_has_the_last_word_on_the_headers_that_it_governs() {
    check(services, LAST_WORD).await;
}
