//! The table of preflights: `OPTIONS` with one `Origin` and one `Access-Control-Request-Method`.

use actix_web::{
    delete, get, patch, post, put, route,
    web::{self, ServiceConfig},
};
use cors_runtime::cors;

use crate::case::check;

#[cors(origins = "*")]
#[get("/anyone")]
async fn anyone() -> &'static str {
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

#[cors(origins = "*", allow_headers = "*")]
#[post("/any-header")]
async fn any_header() -> &'static str {
    "ran"
}

#[cors(origins = "*", allow_headers = ["*", "authorization"])]
#[post("/any-header-and-authorization")]
async fn any_header_and_authorization() -> &'static str {
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

#[cors(origins = "https://app.example", methods = "*")]
#[route("/all-methods", method = "GET", method = "PUT", method = "PURGE")]
async fn all_methods() -> &'static str {
    "ran"
}

#[cors(origins = "https://app.example", enforce)]
#[patch("/enforced/{id}")]
async fn enforced(_: web::Path<u32>) -> &'static str {
    "ran"
}

#[cors(origins = ["https://app.example", "null"], danger_allow_null_origin)]
#[get("/sandboxed")]
async fn sandboxed() -> &'static str {
    "ran"
}

#[cors(origins = "https://app.example", debug_origins = "http://localhost:*")]
#[get("/debug")]
async fn debug() -> &'static str {
    "ran"
}

#[cors(origins = "https://app.example")]
#[route("/options", method = "OPTIONS", method = "GET")]
async fn options() -> &'static str {
    "ran"
}

pub fn services(config: &mut ServiceConfig) {
    config
        .service(anyone)
        .service(one)
        .service(everything)
        .service(nothing_cached)
        .service(any_header)
        .service(any_header_and_authorization)
        .service(any_header_with_credentials)
        .service(some_methods)
        .service(all_methods)
        .service(enforced)
        .service(sandboxed)
        .service(debug)
        .service(options);
}

pub const ALLOWED: &str = "
any origin gets a star where every origin is allowed
    preflight GET /anyone from https://any.example
    204 | allow-methods: GET | allow-origin: * | vary: preflight
where every origin is allowed, it need not be one
    OPTIONS /anyone | origin: no origin | access-control-request-method: GET
    204 | allow-methods: GET | allow-origin: * | vary: preflight
the origin that is listed gets its name back
    preflight GET /one from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
every setting that a preflight has is sent, and what only an actual response has is not
    preflight PUT /everything from https://app.example
    204 | allow-credentials: true | allow-headers: content-type, x-request-id | allow-methods: PUT
        | allow-origin: https://app.example | max-age: 600 | vary: preflight
a subdomain on any port gets its own name back
    preflight PUT /everything from https://a.b.app.example:8443
    204 | allow-credentials: true | allow-headers: content-type, x-request-id | allow-methods: PUT
        | allow-origin: https://a.b.app.example:8443 | max-age: 600 | vary: preflight
the answer does not depend on the headers that are requested
    preflight PUT /everything from https://app.example
        | access-control-request-headers: x-not-listed
    204 | allow-credentials: true | allow-headers: content-type, x-request-id | allow-methods: PUT
        | allow-origin: https://app.example | max-age: 600 | vary: preflight
a max age of zero is sent, and credentials that are off are not
    preflight DELETE /nothing-cached from https://app.example
    204 | allow-methods: DELETE | allow-origin: https://app.example | max-age: 0 | vary: preflight
any header is a star without credentials, whatever is requested
    preflight POST /any-header from https://app.example | access-control-request-headers: x-a
    204 | allow-headers: * | allow-methods: POST | allow-origin: * | vary: preflight
authorization stands beside the star where it is listed
    preflight POST /any-header-and-authorization from https://app.example
    204 | allow-headers: *, authorization | allow-methods: POST | allow-origin: *
        | vary: preflight
with credentials, every line of the request's own list is sent back unread
    preflight POST /any-header-with-credentials from https://app.example
        | access-control-request-headers: x-a,X-B
        | access-control-request-headers: ,, not a token\u{e9}
    204 | allow-credentials: true | allow-headers: x-a,X-B, ,, not a token\u{e9}
        | allow-methods: POST | allow-origin: https://app.example | vary: preflight
with credentials, a request that lists no header gets no list back
    preflight POST /any-header-with-credentials from https://app.example
    204 | allow-credentials: true | allow-methods: POST | allow-origin: https://app.example
        | vary: preflight
the methods are those of the policy, in the order of the route
    preflight PATCH /some-methods from https://app.example
    204 | allow-methods: PUT, PATCH | allow-origin: https://app.example | vary: preflight
a star lists every method of the route, a custom one included
    preflight PURGE /all-methods from https://app.example
    204 | allow-methods: GET, PUT, PURGE | allow-origin: https://app.example | vary: preflight
no extractor stands before a preflight
    preflight PATCH /enforced/no-number from https://app.example
    204 | allow-methods: PATCH | allow-origin: https://app.example | vary: preflight
null is an origin where it is listed
    preflight GET /sandboxed from null
    204 | allow-methods: GET | allow-origin: null | vary: preflight
a preflight never reaches a handler of `OPTIONS`
    preflight GET /options from https://app.example
    204 | allow-methods: OPTIONS, GET | allow-origin: https://app.example | vary: preflight
";

pub const NOT_ALLOWED: &str = "
an origin that is not listed gets 403 and no CORS header
    preflight PUT /everything from https://evil.example
    403 | vary: preflight
an origin that is not listed gets the same under enforcement
    preflight PATCH /enforced/1 from https://evil.example
    403 | vary: preflight
another scheme is another origin
    preflight GET /one from http://app.example
    403 | vary: preflight
another port is another origin
    preflight GET /one from https://app.example:8443
    403 | vary: preflight
a subdomain is another origin
    preflight GET /one from https://www.app.example
    403 | vary: preflight
a host that the listed one begins is another origin
    preflight GET /one from https://app.example.evil.example
    403 | vary: preflight
a host that ends like the wildcard's is no subdomain of it
    preflight PUT /everything from https://evilapp.example
    403 | vary: preflight
upper case is no serialized origin, under wildcards either
    preflight PUT /everything from https://A.app.example
    403 | vary: preflight
a default port that is written out is no serialized origin, under any port either
    preflight PUT /everything from https://a.app.example:443
    403 | vary: preflight
the pattern's own text is no origin
    preflight PUT /everything from https://*.app.example:*
    403 | vary: preflight
a list of two origins is no origin
    OPTIONS /one | origin: https://app.example https://app.example
        | access-control-request-method: GET
    403 | vary: preflight
an empty origin is none
    OPTIONS /one | origin: | access-control-request-method: GET
    403 | vary: preflight
bytes beyond ASCII are no origin
    preflight GET /one from https://\u{e4}pp.example
    403 | vary: preflight
null is not allowed where it is not listed
    preflight GET /one from null
    403 | vary: preflight
";

pub const ROUTED_ON: &str = "
a method that no policy allows is what the router says
    preflight PUT /one from https://app.example
    404
a method that the route serves and the policy leaves out is refused
    preflight GET /some-methods from https://app.example
    403 | vary: preflight
methods have a case
    preflight get /one from https://app.example
    404
white space within the method makes it another
    OPTIONS /one from https://app.example | access-control-request-method: G ET
    404
a list of methods is no method
    OPTIONS /some-methods from https://app.example | access-control-request-method: PUT, PATCH
    404
an empty method is none that is allowed
    OPTIONS /one from https://app.example | access-control-request-method: 
    404
a star as a requested method is a method like any other
    preflight * /all-methods from https://app.example
    404
a path that nothing serves has no preflight
    preflight GET /elsewhere from https://app.example
    404
without an origin it is no preflight
    OPTIONS /one | access-control-request-method: GET
    404
without a requested method it is no preflight
    OPTIONS /one from https://app.example
    404
with a repeated origin it is no preflight
    OPTIONS /one | origin: https://app.example | origin: https://app.example
        | access-control-request-method: GET
    404
with a repeated requested method it is no preflight
    OPTIONS /one from https://app.example | access-control-request-method: GET
        | access-control-request-method: GET
    404
an `OPTIONS` request that is no preflight reaches a handler of `OPTIONS`
    OPTIONS /options from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
with a repeated requested method it reaches a handler of `OPTIONS` as an actual request
    OPTIONS /options from https://app.example | access-control-request-method: GET
        | access-control-request-method: PUT
    200 ran | allow-origin: https://app.example | vary: Origin
with a repeated origin it reaches a handler of `OPTIONS` as an actual request
    OPTIONS /options | origin: https://app.example | origin: https://app.example
        | access-control-request-method: GET
    200 ran | vary: Origin
another method with a preflight's headers is no preflight
    GET /one from https://app.example | access-control-request-method: GET
    200 ran | allow-origin: https://app.example | vary: Origin
";

#[actix_web::test]
async fn a_preflight_of_an_allowed_origin_is_answered_with_what_the_policy_allows() {
    check(services, ALLOWED).await;
}

#[actix_web::test]
async fn a_preflight_of_any_other_origin_is_refused_without_a_cors_header() {
    check(services, NOT_ALLOWED).await;
}

#[actix_web::test]
async fn what_is_no_preflight_of_a_policy_is_routed_as_any_other_request() {
    check(services, ROUTED_ON).await;
}

#[actix_web::test]
async fn debug_origins_are_allowed_in_debug_builds_alone() {
    let case = if cfg!(debug_assertions) {
        "
an origin of developers, in a debug build
    preflight GET /debug from http://localhost:3000
    204 | allow-methods: GET | allow-origin: http://localhost:3000 | vary: preflight
"
    } else {
        "
likewise, in a release build
    preflight GET /debug from http://localhost:3000
    403 | vary: preflight
"
    };
    check(services, case).await;
}
