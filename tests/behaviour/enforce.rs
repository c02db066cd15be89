//! `enforce`: a cross-origin request that is not allowed gets 403, and nothing runs.

use std::{
    future::{Ready, ready},
    sync::atomic::{AtomicUsize, Ordering},
};

use actix_web::{
    App, FromRequest, HttpRequest, dev::Payload, get, post, test::init_service, web::ServiceConfig,
};
use cors_runtime::cors;

use crate::case::{Case, check, send};

#[cors(origins = "https://app.example", enforce)]
#[get("/guarded")]
async fn guarded() -> &'static str {
    "ran"
}

#[cors(
    origins = ["https://app.example", "http://app.example"],
    expose_headers = "x-a",
    allow_credentials,
    danger_allow_insecure_origins,
    enforce = true,
)]
#[get("/guarded-with-credentials")]
async fn guarded_with_credentials() -> &'static str {
    "ran"
}

#[cors(origins = "https://app.example", enforce = false)]
#[get("/unguarded")]
async fn unguarded() -> &'static str {
    "ran"
}

pub fn services(config: &mut ServiceConfig) {
    config.service(guarded).service(guarded_with_credentials).service(unguarded);
}

pub const REFUSED: &[Case] = &[
    Case {
        says: "an origin that is not allowed",
        sends: &["GET /guarded", "host: api.example", "origin: https://evil.example"],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "an opaque origin",
        sends: &["GET /guarded", "host: api.example", "origin: null"],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "an empty origin",
        sends: &["GET /guarded", "host: api.example", "origin: "],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "a malformed origin, though the host is in it",
        sends: &["GET /guarded", "host: api.example", "origin: https://api.example/"],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "a repeated origin, though each is allowed",
        sends: &[
            "GET /guarded",
            "host: api.example",
            "origin: https://app.example",
            "origin: https://app.example",
        ],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "a repeated origin, though each is the server's own",
        sends: &[
            "GET /guarded",
            "host: api.example",
            "origin: https://api.example",
            "origin: https://api.example",
        ],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "another port of the same host",
        sends: &["GET /guarded", "host: api.example:8443", "origin: https://api.example"],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "the default port of another scheme",
        sends: &["GET /guarded", "host: api.example:80", "origin: https://api.example"],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "a host that the server's own begins",
        sends: &["GET /guarded", "host: api.example", "origin: https://api.example.evil.example"],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "a host that begins the server's own",
        sends: &["GET /guarded", "host: api.example", "origin: https://api.exam"],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "the server's own origin, where the browser says that the site is another",
        sends: &[
            "GET /guarded",
            "host: api.example",
            "origin: https://api.example",
            "sec-fetch-site: cross-site",
        ],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "another origin of the same site",
        sends: &[
            "GET /guarded",
            "host: api.example",
            "origin: https://www.api.example",
            "sec-fetch-site: same-site",
        ],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "what no page asked for, an extension's request say, and has an origin all the same",
        sends: &[
            "GET /guarded",
            "host: api.example",
            "origin: https://evil.example",
            "sec-fetch-site: none",
        ],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "a site that is told twice, though it is the same",
        sends: &[
            "GET /guarded",
            "host: api.example",
            "origin: https://api.example",
            "sec-fetch-site: same-origin",
            "sec-fetch-site: same-origin",
        ],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "a site in another case, which no browser sends",
        sends: &[
            "GET /guarded",
            "host: api.example",
            "origin: https://api.example",
            "sec-fetch-site: Same-Origin",
        ],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "an origin that is not allowed, by a policy with credentials",
        sends: &[
            "GET /guarded-with-credentials",
            "host: api.example",
            "origin: https://evil.example",
        ],
        gets: &["403", "vary: Origin"],
    },
];

pub const LET_IN: &[Case] = &[
    Case {
        says: "an allowed origin",
        sends: &["GET /guarded", "host: api.example", "origin: https://app.example"],
        gets: &["200 ran", "access-control-allow-origin: https://app.example", "vary: Origin"],
    },
    Case {
        says: "an allowed origin, wherever the browser says that it is",
        sends: &[
            "GET /guarded-with-credentials",
            "host: api.example",
            "origin: http://app.example",
            "sec-fetch-site: cross-site",
        ],
        gets: &[
            "200 ran",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: http://app.example",
            "access-control-expose-headers: x-a",
            "vary: Origin",
        ],
    },
    Case {
        says: "a request without an origin",
        sends: &["GET /guarded", "host: api.example"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "a request without an origin, wherever the browser says that it comes from",
        sends: &["GET /guarded", "host: api.example", "sec-fetch-site: cross-site"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "the server's own origin, as the browser says",
        sends: &[
            "GET /guarded",
            "host: behind.a.proxy",
            "origin: https://api.example",
            "sec-fetch-site: same-origin",
        ],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "an opaque origin that the browser calls the same",
        sends: &[
            "GET /guarded",
            "host: api.example",
            "origin: null",
            "sec-fetch-site: same-origin",
        ],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "the server's own origin, by the host",
        sends: &["GET /guarded", "host: api.example", "origin: https://api.example"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "the server's own origin, by the host without case",
        sends: &["GET /guarded", "host: API.Example", "origin: https://api.example"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "the server's own origin, by a host that writes the default port out",
        sends: &["GET /guarded", "host: api.example:443", "origin: https://api.example"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "the server's own origin, by the default port of its scheme",
        sends: &["GET /guarded", "host: api.example:80", "origin: http://api.example"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "the server's own origin, by host and port",
        sends: &["GET /guarded", "host: [::1]:8080", "origin: http://[::1]:8080"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "an origin that is not allowed, where nothing is enforced",
        sends: &["GET /unguarded", "host: api.example", "origin: https://evil.example"],
        gets: &["200 ran", "vary: Origin"],
    },
];

/// What no server of HTTP/1.1 passes on.
const HOSTS: &[Case] = &[
    Case {
        says: "the server's own origin, where the host is sent twice",
        sends: &[
            "GET /guarded",
            "host: api.example",
            "host: api.example",
            "origin: https://api.example",
        ],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "the server's own origin, by the authority of the request's target",
        sends: &["GET https://api.example/guarded", "origin: https://api.example"],
        gets: &["200 ran", "vary: Origin"],
    },
];

#[actix_web::test]
async fn a_cross_origin_request_that_is_not_allowed_is_refused() {
    check(services, REFUSED).await;
}

#[actix_web::test]
async fn any_other_request_is_let_in() {
    check(services, LET_IN).await;
}

#[actix_web::test]
async fn a_host_counts_where_it_stands_once() {
    check(services, HOSTS).await;
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
async fn neither_extractors_nor_handler_run_for_a_refused_request() {
    let app = init_service(App::new().service(counted)).await;
    let runs = || (EXTRACTED.load(Ordering::SeqCst), HANDLED.load(Ordering::SeqCst));

    let refused = send(&app, &["POST /counted", "origin: https://evil.example"]).await;
    assert_eq!((refused.status(), runs()), ("403", (0, 0)));

    let allowed = send(&app, &["POST /counted", "origin: https://app.example"]).await;
    assert_eq!((allowed.status(), runs()), ("200", (1, 1)));
}
