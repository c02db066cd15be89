//! The table of preflights: `OPTIONS` with one `Origin` and one `Access-Control-Request-Method`.

use actix_web::{
    delete, get, patch, post, put, route,
    web::{self, ServiceConfig},
};
use cors_runtime::cors;

use crate::case::{Case, check};

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

const VARY: &str = "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

pub const ALLOWED: &[Case] = &[
    Case {
        says: "any origin gets a star where every origin is allowed",
        sends: &[
            "OPTIONS /anyone",
            "origin: https://any.example",
            "access-control-request-method: GET",
        ],
        gets: &["204", "access-control-allow-methods: GET", "access-control-allow-origin: *", VARY],
    },
    Case {
        says: "where every origin is allowed, it need not be one",
        sends: &["OPTIONS /anyone", "origin: no origin", "access-control-request-method: GET"],
        gets: &["204", "access-control-allow-methods: GET", "access-control-allow-origin: *", VARY],
    },
    Case {
        says: "the origin that is listed gets its name back",
        sends: &[
            "OPTIONS /one",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-methods: GET",
            "access-control-allow-origin: https://app.example",
            VARY,
        ],
    },
    Case {
        says: "every setting that a preflight has is sent, and what only an actual response has is not",
        sends: &[
            "OPTIONS /everything",
            "origin: https://app.example",
            "access-control-request-method: PUT",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type, x-request-id",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 600",
            VARY,
        ],
    },
    Case {
        says: "a subdomain on any port gets its own name back",
        sends: &[
            "OPTIONS /everything",
            "origin: https://a.b.app.example:8443",
            "access-control-request-method: PUT",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type, x-request-id",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://a.b.app.example:8443",
            "access-control-max-age: 600",
            VARY,
        ],
    },
    Case {
        says: "the answer does not depend on the headers that are requested",
        sends: &[
            "OPTIONS /everything",
            "origin: https://app.example",
            "access-control-request-method: PUT",
            "access-control-request-headers: x-not-listed",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type, x-request-id",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 600",
            VARY,
        ],
    },
    Case {
        says: "a max age of zero is sent, and credentials that are off are not",
        sends: &[
            "OPTIONS /nothing-cached",
            "origin: https://app.example",
            "access-control-request-method: DELETE",
        ],
        gets: &[
            "204",
            "access-control-allow-methods: DELETE",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 0",
            VARY,
        ],
    },
    Case {
        says: "any header is a star without credentials, whatever is requested",
        sends: &[
            "OPTIONS /any-header",
            "origin: https://app.example",
            "access-control-request-method: POST",
            "access-control-request-headers: x-a",
        ],
        gets: &[
            "204",
            "access-control-allow-headers: *",
            "access-control-allow-methods: POST",
            "access-control-allow-origin: *",
            VARY,
        ],
    },
    Case {
        says: "authorization stands beside the star where it is listed",
        sends: &[
            "OPTIONS /any-header-and-authorization",
            "origin: https://app.example",
            "access-control-request-method: POST",
        ],
        gets: &[
            "204",
            "access-control-allow-headers: *, authorization",
            "access-control-allow-methods: POST",
            "access-control-allow-origin: *",
            VARY,
        ],
    },
    Case {
        says: "with credentials, every line of the request's own list is sent back unread",
        sends: &[
            "OPTIONS /any-header-with-credentials",
            "origin: https://app.example",
            "access-control-request-method: POST",
            "access-control-request-headers: x-a,X-B",
            "access-control-request-headers: ,, not a token\u{e9}",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: x-a,X-B, ,, not a token\u{e9}",
            "access-control-allow-methods: POST",
            "access-control-allow-origin: https://app.example",
            VARY,
        ],
    },
    Case {
        says: "with credentials, a request that lists no header gets no list back",
        sends: &[
            "OPTIONS /any-header-with-credentials",
            "origin: https://app.example",
            "access-control-request-method: POST",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-methods: POST",
            "access-control-allow-origin: https://app.example",
            VARY,
        ],
    },
    Case {
        says: "the methods are those of the policy, in the order of the route",
        sends: &[
            "OPTIONS /some-methods",
            "origin: https://app.example",
            "access-control-request-method: PATCH",
        ],
        gets: &[
            "204",
            "access-control-allow-methods: PUT, PATCH",
            "access-control-allow-origin: https://app.example",
            VARY,
        ],
    },
    Case {
        says: "a star lists every method of the route, a custom one included",
        sends: &[
            "OPTIONS /all-methods",
            "origin: https://app.example",
            "access-control-request-method: PURGE",
        ],
        gets: &[
            "204",
            "access-control-allow-methods: GET, PUT, PURGE",
            "access-control-allow-origin: https://app.example",
            VARY,
        ],
    },
    Case {
        says: "no extractor stands before a preflight",
        sends: &[
            "OPTIONS /enforced/no-number",
            "origin: https://app.example",
            "access-control-request-method: PATCH",
        ],
        gets: &[
            "204",
            "access-control-allow-methods: PATCH",
            "access-control-allow-origin: https://app.example",
            VARY,
        ],
    },
    Case {
        says: "null is an origin where it is listed",
        sends: &["OPTIONS /sandboxed", "origin: null", "access-control-request-method: GET"],
        gets: &[
            "204",
            "access-control-allow-methods: GET",
            "access-control-allow-origin: null",
            VARY,
        ],
    },
    Case {
        says: "a preflight never reaches a handler of `OPTIONS`",
        sends: &[
            "OPTIONS /options",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-methods: OPTIONS, GET",
            "access-control-allow-origin: https://app.example",
            VARY,
        ],
    },
];

pub const NOT_ALLOWED: &[Case] = &[
    Case {
        says: "an origin that is not listed gets 403 and no CORS header",
        sends: &[
            "OPTIONS /everything",
            "origin: https://evil.example",
            "access-control-request-method: PUT",
        ],
        gets: &["403", VARY],
    },
    Case {
        says: "an origin that is not listed gets the same under enforcement",
        sends: &[
            "OPTIONS /enforced/1",
            "origin: https://evil.example",
            "access-control-request-method: PATCH",
        ],
        gets: &["403", VARY],
    },
    Case {
        says: "another scheme is another origin",
        sends: &[
            "OPTIONS /one",
            "origin: http://app.example",
            "access-control-request-method: GET",
        ],
        gets: &["403", VARY],
    },
    Case {
        says: "another port is another origin",
        sends: &[
            "OPTIONS /one",
            "origin: https://app.example:8443",
            "access-control-request-method: GET",
        ],
        gets: &["403", VARY],
    },
    Case {
        says: "a subdomain is another origin",
        sends: &[
            "OPTIONS /one",
            "origin: https://www.app.example",
            "access-control-request-method: GET",
        ],
        gets: &["403", VARY],
    },
    Case {
        says: "a host that the listed one begins is another origin",
        sends: &[
            "OPTIONS /one",
            "origin: https://app.example.evil.example",
            "access-control-request-method: GET",
        ],
        gets: &["403", VARY],
    },
    Case {
        says: "a host that ends like the wildcard's is no subdomain of it",
        sends: &[
            "OPTIONS /everything",
            "origin: https://evilapp.example",
            "access-control-request-method: PUT",
        ],
        gets: &["403", VARY],
    },
    Case {
        says: "upper case is no serialized origin, under wildcards either",
        sends: &[
            "OPTIONS /everything",
            "origin: https://A.app.example",
            "access-control-request-method: PUT",
        ],
        gets: &["403", VARY],
    },
    Case {
        says: "a default port that is written out is no serialized origin, under any port either",
        sends: &[
            "OPTIONS /everything",
            "origin: https://a.app.example:443",
            "access-control-request-method: PUT",
        ],
        gets: &["403", VARY],
    },
    Case {
        says: "the pattern's own text is no origin",
        sends: &[
            "OPTIONS /everything",
            "origin: https://*.app.example:*",
            "access-control-request-method: PUT",
        ],
        gets: &["403", VARY],
    },
    Case {
        says: "a list of two origins is no origin",
        sends: &[
            "OPTIONS /one",
            "origin: https://app.example https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &["403", VARY],
    },
    Case {
        says: "an empty origin is none",
        sends: &["OPTIONS /one", "origin: ", "access-control-request-method: GET"],
        gets: &["403", VARY],
    },
    Case {
        says: "bytes beyond ASCII are no origin",
        sends: &[
            "OPTIONS /one",
            "origin: https://\u{e4}pp.example",
            "access-control-request-method: GET",
        ],
        gets: &["403", VARY],
    },
    Case {
        says: "null is not allowed where it is not listed",
        sends: &["OPTIONS /one", "origin: null", "access-control-request-method: GET"],
        gets: &["403", VARY],
    },
];

pub const ROUTED_ON: &[Case] = &[
    Case {
        says: "a method that no policy allows is what the router says",
        sends: &[
            "OPTIONS /one",
            "origin: https://app.example",
            "access-control-request-method: PUT",
        ],
        gets: &["404"],
    },
    Case {
        says: "a method that the route serves and the policy leaves out is refused",
        sends: &[
            "OPTIONS /some-methods",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "403",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ],
    },
    Case {
        says: "methods have a case",
        sends: &[
            "OPTIONS /one",
            "origin: https://app.example",
            "access-control-request-method: get",
        ],
        gets: &["404"],
    },
    Case {
        says: "white space within the method makes it another",
        sends: &[
            "OPTIONS /one",
            "origin: https://app.example",
            "access-control-request-method: G ET",
        ],
        gets: &["404"],
    },
    Case {
        says: "a list of methods is no method",
        sends: &[
            "OPTIONS /some-methods",
            "origin: https://app.example",
            "access-control-request-method: PUT, PATCH",
        ],
        gets: &["404"],
    },
    Case {
        says: "an empty method is none that is allowed",
        sends: &["OPTIONS /one", "origin: https://app.example", "access-control-request-method: "],
        gets: &["404"],
    },
    Case {
        says: "a star as a requested method is a method like any other",
        sends: &[
            "OPTIONS /all-methods",
            "origin: https://app.example",
            "access-control-request-method: *",
        ],
        gets: &["404"],
    },
    Case {
        says: "a path that nothing serves has no preflight",
        sends: &[
            "OPTIONS /elsewhere",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &["404"],
    },
    Case {
        says: "without an origin it is no preflight",
        sends: &["OPTIONS /one", "access-control-request-method: GET"],
        gets: &["404"],
    },
    Case {
        says: "without a requested method it is no preflight",
        sends: &["OPTIONS /one", "origin: https://app.example"],
        gets: &["404"],
    },
    Case {
        says: "with a repeated origin it is no preflight",
        sends: &[
            "OPTIONS /one",
            "origin: https://app.example",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &["404"],
    },
    Case {
        says: "with a repeated requested method it is no preflight",
        sends: &[
            "OPTIONS /one",
            "origin: https://app.example",
            "access-control-request-method: GET",
            "access-control-request-method: GET",
        ],
        gets: &["404"],
    },
    Case {
        says: "an `OPTIONS` request that is no preflight reaches a handler of `OPTIONS`",
        sends: &["OPTIONS /options", "origin: https://app.example"],
        gets: &["200 ran", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
    Case {
        says: "with a repeated requested method it reaches a handler of `OPTIONS` as an actual request",
        sends: &[
            "OPTIONS /options",
            "origin: https://app.example",
            "access-control-request-method: GET",
            "access-control-request-method: PUT",
        ],
        gets: &["200 ran", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
    Case {
        says: "with a repeated origin it reaches a handler of `OPTIONS` as an actual request",
        sends: &[
            "OPTIONS /options",
            "origin: https://app.example",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "another method with a preflight's headers is no preflight",
        sends: &["GET /one", "origin: https://app.example", "access-control-request-method: GET"],
        gets: &["200 ran", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
];

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
    let allowed = Case {
        says: "an origin of developers, in a debug build",
        sends: &[
            "OPTIONS /debug",
            "origin: http://localhost:3000",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-methods: GET",
            "access-control-allow-origin: http://localhost:3000",
            VARY,
        ],
    };
    let refused = Case { says: "likewise, in a release build", gets: &["403", VARY], ..allowed };
    check(services, &[if cfg!(debug_assertions) { allowed } else { refused }]).await;
}
