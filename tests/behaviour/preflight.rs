//! The table of preflights: `OPTIONS` requests with one `Origin` and one
//! `Access-Control-Request-Method`.

use actix_web::{
    delete, get, patch, post, put, route,
    web::{self, ServiceConfig},
};
use cors_runtime::cors;

use crate::case::check;

#[cors(origins = "*")]
#[get("/any-origin")]
async fn any_origin() -> &'static str {
    "ran"
}

#[cors(origins = "https://app.example")]
#[get("/one")]
async fn one() -> &'static str {
    "ran"
}

#[cors(
    origins = ["https://app.example", "https://*.app.example:*"],
    allow_headers = ["Content-Type", "x-request-id"],
    expose_headers = "x-total-count",
    allow_credentials,
    max_age = "10m",
)]
#[put("/everything")]
async fn everything() -> &'static str {
    "ran"
}

#[cors(origins = "https://app.example", allow_credentials = false, max_age = 0)]
#[delete("/nothing-cached")]
async fn nothing_cached() -> &'static str {
    "ran"
}

#[cors(origins = "https://app.example", allow_headers = "*", allow_credentials)]
#[post("/any-header-with-credentials")]
async fn any_header_with_credentials() -> &'static str {
    "ran"
}

#[cors(origins = "https://app.example", methods = [PUT, "PATCH"])]
#[route("/some-methods", method = "GET", method = "PUT", method = "PATCH")]
async fn some_methods() -> &'static str {
    "ran"
}

#[cors(origins = "https://app.example", enforce)]
#[patch("/enforced/{id}")]
async fn enforced(_: web::Path<u32>) -> &'static str {
    "ran"
}

#[cors(origins = "https://app.example", debug_origins = "http://localhost:*")]
#[get("/debug")]
async fn debug() -> &'static str {
    "ran"
}

pub fn services(config: &mut ServiceConfig) {
    config
        .service(any_origin)
        .service(one)
        .service(everything)
        .service(nothing_cached)
        .service(any_header_with_credentials)
        .service(some_methods)
        .service(enforced)
        .service(debug);
}

pub const ALLOWED: &str = "
any origin gets a star where every origin is allowed
    preflight GET /any-origin from https://any.example
    204 | allow-methods: GET | allow-origin: * | vary: preflight
a listed origin gets its own name back
    preflight GET /one from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
every setting of preflights is sent, and the exposed headers are not
    preflight PUT /everything from https://app.example
    204 | allow-credentials: true | allow-headers: content-type, x-request-id | allow-methods: PUT
        | allow-origin: https://app.example | max-age: 600 | vary: preflight
a max age of zero is sent, and `allow_credentials = false` sends no header
    preflight DELETE /nothing-cached from https://app.example
    204 | allow-methods: DELETE | allow-origin: https://app.example | max-age: 0 | vary: preflight
with credentials, any header sends back every requested line without parsing it
    preflight POST /any-header-with-credentials from https://app.example
        | access-control-request-headers: x-a,X-B
        | access-control-request-headers: ,, not a token\u{e9}
    204 | allow-credentials: true | allow-headers: x-a,X-B, ,, not a token\u{e9}
        | allow-methods: POST | allow-origin: https://app.example | vary: preflight
the methods of the policy are sent in the order of the route
    preflight PATCH /some-methods from https://app.example
    204 | allow-methods: PUT, PATCH | allow-origin: https://app.example | vary: preflight
no extractor runs for a preflight
    preflight PATCH /enforced/no-number from https://app.example
    204 | allow-methods: PATCH | allow-origin: https://app.example | vary: preflight
";

pub const NOT_ALLOWED: &str = "
an origin that is not listed gets 403 and no CORS header
    preflight PUT /everything from https://evil.example
    403 | vary: preflight
another scheme is another origin
    preflight GET /one from http://app.example
    403 | vary: preflight
an origin in upper case matches no wildcard
    preflight PUT /everything from https://A.app.example
    403 | vary: preflight
an origin that spells out its default port does not match any port
    preflight PUT /everything from https://a.app.example:443
    403 | vary: preflight
the pattern itself is not an origin
    preflight PUT /everything from https://*.app.example:*
    403 | vary: preflight
a list of two origins is not an origin
    OPTIONS /one | origin: https://app.example https://app.example
        | access-control-request-method: GET
    403 | vary: preflight
";

pub const NOT_A_PREFLIGHT: &str = "
a method with white space inside is another method
    OPTIONS /one from https://app.example | access-control-request-method: G ET
    404
a request without an origin is not a preflight
    OPTIONS /one | access-control-request-method: GET
    404
";

#[actix_web::test]
async fn a_preflight_of_an_allowed_origin_gets_the_settings_of_the_policy() {
    check(services, ALLOWED).await;
}

#[actix_web::test]
async fn a_preflight_of_any_other_origin_is_rejected_without_a_cors_header() {
    check(services, NOT_ALLOWED).await;
}

#[actix_web::test]
async fn an_options_request_that_is_not_a_preflight_of_the_policy_is_routed_as_usual() {
    check(services, NOT_A_PREFLIGHT).await;
}

#[actix_web::test]
async fn debug_origins_are_allowed_only_in_debug_builds() {
    let case = if cfg!(debug_assertions) {
        "
a debug build allows a debug origin
    preflight GET /debug from http://localhost:3000
    204 | allow-methods: GET | allow-origin: http://localhost:3000 | vary: preflight
"
    } else {
        "
a release build rejects a debug origin
    preflight GET /debug from http://localhost:3000
    403 | vary: preflight
"
    };
    check(services, case).await;
}
