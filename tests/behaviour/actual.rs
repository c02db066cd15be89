//! The table of actual requests: all requests to a handler that are not preflights.

use actix_web::{
    HttpResponse, get, head, put,
    web::{self, ServiceConfig},
};
use cors_runtime::cors;

use crate::case::check;

#[cors(origins = "*", expose_headers = ["X-Total-Count", "link"])]
#[get("/any-origin")]
async fn any_origin() -> &'static str {
    "ran"
}

#[cors(origins = "*", enforce = false)]
#[get("/any-origin-enforced")]
async fn any_origin_enforced() -> &'static str {
    "ran"
}

#[cors(
    origins = ["https://app.example", "https://*.app.example"],
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

/// A handler that sets CORS headers itself.
#[cors(origins = "https://app.example")]
#[get("/own-headers")]
async fn own_headers() -> HttpResponse {
    response_with_cors_headers()
}

#[cors(origins = "*")]
#[get("/own-headers-for-any-origin")]
async fn own_headers_for_any_origin() -> HttpResponse {
    response_with_cors_headers()
}

fn response_with_cors_headers() -> HttpResponse {
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

/// A handler that sets the one header in its path.
#[cors(origins = "https://app.example")]
#[get("/own-headers/{header}")]
async fn one_own_header(header: web::Path<String>) -> HttpResponse {
    HttpResponse::Ok().append_header((header.as_str(), "x")).body("ran")
}

pub fn services(config: &mut ServiceConfig) {
    config
        .service(any_origin)
        .service(any_origin_enforced)
        .service(everything)
        .service(one)
        .service(one_without_a_body)
        .service(sandboxed)
        .service(own_headers)
        .service(own_headers_for_any_origin)
        .service(one_own_header);
}

pub const ANY_ORIGIN: &str = "
any origin gets a star, and the response does not vary
    GET /any-origin from https://any.example
    200 ran | allow-origin: * | expose-headers: x-total-count, link
a value that is not an origin gets a star
    GET /any-origin | origin: \u{ff} | origin:
    200 ran | allow-origin: * | expose-headers: x-total-count, link
without enforcement, a policy of every origin rejects no request
    GET /any-origin-enforced | origin: null | origin: x | sec-fetch-site: cross-site
    200 ran | allow-origin: *
";

pub const ALLOWED: &str = "
an allowed origin gets every header of an actual response
    PUT /everything from https://app.example
    200 ran | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-total-count | vary: Origin
a response without a body has the same headers
    HEAD /one from https://app.example
    204 | allow-origin: https://app.example | vary: Origin
null is allowed if the policy lists it
    GET /sandboxed from null
    200 ran | allow-origin: null | vary: Origin
";

pub const NOT_ALLOWED: &str = "
the handler runs for an origin that is not allowed, whose page cannot read the response
    PUT /everything from https://evil.example
    200 ran | vary: Origin
an origin with an empty label is not allowed
    PUT /everything from https://.app.example
    200 ran | vary: Origin
null is not allowed if the policy does not list it
    GET /one from null
    200 ran | vary: Origin
a policy of null does not allow a host named null
    GET /sandboxed from https://null
    200 ran | vary: Origin
";

pub const OWN_HEADERS: &str = "
the handler's values of the six headers are replaced or removed, and other headers are kept
    GET /own-headers from https://app.example
    200 ran | allow-origin: https://app.example | allow-private-network: true | vary: Origin
the handler's values are removed for an origin that is not allowed
    GET /own-headers from https://evil.example
    200 ran | allow-private-network: true | vary: Origin
the handler's values are removed without an origin
    GET /own-headers
    200 ran | allow-private-network: true | vary: Origin
the handler's values are replaced where every origin is allowed
    GET /own-headers-for-any-origin from https://any.example
    200 ran | allow-origin: * | allow-private-network: true
the handler's allowed origin is removed
    GET /own-headers/access-control-allow-origin
    200 ran | vary: Origin
the handler's credentials are removed
    GET /own-headers/access-control-allow-credentials
    200 ran | vary: Origin
the handler's allowed methods are removed
    GET /own-headers/access-control-allow-methods
    200 ran | vary: Origin
the handler's allowed headers are removed
    GET /own-headers/access-control-allow-headers
    200 ran | vary: Origin
the handler's max age is removed
    GET /own-headers/access-control-max-age
    200 ran | vary: Origin
the handler's exposed headers are removed
    GET /own-headers/access-control-expose-headers
    200 ran | vary: Origin
";

#[actix_web::test]
async fn a_policy_of_every_origin_sends_a_star_on_every_response() {
    check(services, ANY_ORIGIN).await;
}

#[actix_web::test]
async fn an_allowed_origin_can_read_the_response_and_the_exposed_headers() {
    check(services, ALLOWED).await;
}

#[actix_web::test]
async fn any_other_origin_gets_only_vary() {
    check(services, NOT_ALLOWED).await;
}

#[actix_web::test]
async fn the_policy_overwrites_the_cors_headers_of_a_handler() {
    check(services, OWN_HEADERS).await;
}
