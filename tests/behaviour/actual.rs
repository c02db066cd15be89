//! The table of actual requests: whatever else reaches a handler.

use actix_web::{
    HttpResponse, get, head, put,
    web::{self, ServiceConfig},
};
use cors_runtime::cors;

use crate::case::{Case, check};

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

pub const ANYONE: &[Case] = &[
    Case {
        says: "a star for any origin, and nothing varies",
        sends: &["GET /anyone", "origin: https://any.example"],
        gets: &[
            "200 ran",
            "access-control-allow-origin: *",
            "access-control-expose-headers: x-total-count, link",
        ],
    },
    Case {
        says: "a star without an origin too, for the caches between",
        sends: &["GET /anyone"],
        gets: &[
            "200 ran",
            "access-control-allow-origin: *",
            "access-control-expose-headers: x-total-count, link",
        ],
    },
    Case {
        says: "a star for what is no origin",
        sends: &["GET /anyone", "origin: \u{ff}", "origin: "],
        gets: &[
            "200 ran",
            "access-control-allow-origin: *",
            "access-control-expose-headers: x-total-count, link",
        ],
    },
    Case {
        says: "where everyone is allowed, enforcement refuses nobody",
        sends: &["GET /anyone-enforced", "origin: null", "origin: x", "sec-fetch-site: cross-site"],
        gets: &["200 ran", "access-control-allow-origin: *"],
    },
    Case {
        says: "what only a preflight has is not sent",
        sends: &["GET /anyone-everything", "origin: https://any.example"],
        gets: &["200 ran", "access-control-allow-origin: *", "access-control-expose-headers: *"],
    },
];

pub const SOMEONE: &[Case] = &[
    Case {
        says: "an allowed origin gets all that an actual response has",
        sends: &["PUT /everything", "origin: https://app.example"],
        gets: &[
            "200 ran",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example",
            "access-control-expose-headers: x-total-count",
            "vary: Origin",
        ],
    },
    Case {
        says: "a subdomain gets its own name",
        sends: &["PUT /everything", "origin: https://a.b.app.example"],
        gets: &[
            "200 ran",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://a.b.app.example",
            "access-control-expose-headers: x-total-count",
            "vary: Origin",
        ],
    },
    Case {
        says: "an IPv6 address on any port gets its own name",
        sends: &["PUT /everything", "origin: http://[::1]:8080"],
        gets: &[
            "200 ran",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: http://[::1]:8080",
            "access-control-expose-headers: x-total-count",
            "vary: Origin",
        ],
    },
    Case {
        says: "any port includes the default one",
        sends: &["PUT /everything", "origin: http://[::1]"],
        gets: &[
            "200 ran",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: http://[::1]",
            "access-control-expose-headers: x-total-count",
            "vary: Origin",
        ],
    },
    Case {
        says: "an allowed origin gets no more than is set",
        sends: &["GET /one", "origin: https://app.example"],
        gets: &["200 ran", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
    Case {
        says: "a response without a body has the same headers",
        sends: &["HEAD /one", "origin: https://app.example"],
        gets: &["204", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
    Case {
        says: "null is an origin where it is listed",
        sends: &["GET /sandboxed", "origin: null"],
        gets: &["200 ran", "access-control-allow-origin: null", "vary: Origin"],
    },
];

pub const NOBODY: &[Case] = &[
    Case {
        says: "an origin that is not allowed is served, and its page cannot read it",
        sends: &["PUT /everything", "origin: https://evil.example"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "a request without an origin is told that the response varies",
        sends: &["PUT /everything"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "a malformed origin is not allowed",
        sends: &["PUT /everything", "origin: https://app.example/"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "an empty label is no serialized origin",
        sends: &["PUT /everything", "origin: https://.app.example"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "an empty origin is not allowed",
        sends: &["PUT /everything", "origin: "],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "a repeated origin is not allowed, though each were",
        sends: &["PUT /everything", "origin: https://app.example", "origin: https://app.example"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "null is not allowed where it is not listed",
        sends: &["GET /one", "origin: null"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "bytes beyond ASCII are not allowed",
        sends: &["GET /one", "origin: https://\u{e4}pp.example"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "other origins are not allowed where null is",
        sends: &["GET /sandboxed", "origin: https://null"],
        gets: &["200 ran", "vary: Origin"],
    },
];

pub const LAST_WORD: &[Case] = &[
    Case {
        says: "what the handler said of the six headers is replaced or removed, and nothing else is",
        sends: &["GET /headstrong", "origin: https://app.example"],
        gets: &[
            "200 ran",
            "access-control-allow-origin: https://app.example",
            "access-control-allow-private-network: true",
            "vary: Origin",
        ],
    },
    Case {
        says: "for an origin that is not allowed it is removed",
        sends: &["GET /headstrong", "origin: https://evil.example"],
        gets: &["200 ran", "access-control-allow-private-network: true", "vary: Origin"],
    },
    Case {
        says: "without an origin it is removed",
        sends: &["GET /headstrong"],
        gets: &["200 ran", "access-control-allow-private-network: true", "vary: Origin"],
    },
    Case {
        says: "where everyone is allowed it is replaced",
        sends: &["GET /headstrong-for-anyone", "origin: https://any.example"],
        gets: &[
            "200 ran",
            "access-control-allow-origin: *",
            "access-control-allow-private-network: true",
        ],
    },
    Case {
        says: "an origin that only the handler allows is removed",
        sends: &["GET /headstrong/access-control-allow-origin"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "credentials that only the handler allows are removed",
        sends: &["GET /headstrong/access-control-allow-credentials"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "methods that only the handler allows are removed",
        sends: &["GET /headstrong/access-control-allow-methods"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "headers that only the handler allows are removed",
        sends: &["GET /headstrong/access-control-allow-headers"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "a max age that only the handler sets is removed",
        sends: &["GET /headstrong/access-control-max-age"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "headers that only the handler exposes are removed",
        sends: &["GET /headstrong/access-control-expose-headers"],
        gets: &["200 ran", "vary: Origin"],
    },
];

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
