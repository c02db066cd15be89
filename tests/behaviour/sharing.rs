//! Policies that several handlers share: `policy!` and `policy = …`.

#[allow(unused_imports, reason = "below `#[routes]`, an attribute is read and not expanded")]
use actix_web::delete;
use actix_web::{get, put, route, routes, web::ServiceConfig};
use cors_runtime::{Policy, cors, policy};

use crate::case::{Case, check};

const VARY: &str = "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

mod policies {
    use super::*;

    const STAFF: &str = "https://staff.example";
    const DOMAIN: &[&str] = &["https://app.example", STAFF];

    pub const FIRST_PARTY: Policy = policy!(
        origins = DOMAIN,
        methods = [GET, PUT, "DELETE"],
        allow_headers = ["content-type", "x-request-id"],
        expose_headers = ["x-total-count"],
        allow_credentials,
        max_age = "2h",
    );

    /// Another's, with two settings replaced.
    pub const STAFF_ONLY: Policy = policy!(policy = FIRST_PARTY, origins = STAFF, max_age = 60);

    /// A third's, with everything taken back that can be.
    pub const BARE: Policy = policy!(
        policy = STAFF_ONLY,
        methods = "*",
        allow_headers = [],
        expose_headers = [],
        allow_credentials = false,
    );

    /// Settings without origins, for handlers to say who.
    pub const SLOW: Policy = policy!(max_age = "1d", allow_headers = "content-type");

    pub const WITH_DEVELOPERS: Policy = policy!(
        origins = concat!("https://", "app.example"),
        debug_origins = ["http://localhost:*"],
    );

    pub struct Api;
    impl Api {
        pub const POLICY: Policy = policy!(origins = "*", expose_headers = "link");
    }
}

#[cors(policy = policies::FIRST_PARTY)]
#[put("/shared")]
async fn shared() -> &'static str {
    "ran"
}

#[cors(policy = policies::FIRST_PARTY)]
#[route("/shared-by-two-methods", method = "POST", method = "DELETE", method = "GET")]
async fn shared_by_two_methods() -> &'static str {
    "ran"
}

#[cors(policy = policies::FIRST_PARTY)]
#[routes]
#[get("/shared-by-two-routes/a")]
#[delete("/shared-by-two-routes/b")]
async fn shared_by_two_routes() -> &'static str {
    "ran"
}

#[cors(policy = policies::STAFF_ONLY)]
#[put("/extended")]
async fn extended() -> &'static str {
    "ran"
}

#[cors(policy = policies::BARE)]
#[put("/bare")]
async fn bare() -> &'static str {
    "ran"
}

#[cors(policy = policies::FIRST_PARTY, origins = "https://own.example")]
#[put("/own-origins")]
async fn own_origins() -> &'static str {
    "ran"
}

#[cors(policy = policies::FIRST_PARTY, methods = POST)]
#[route("/own-methods", method = "POST", method = "PUT")]
async fn own_methods() -> &'static str {
    "ran"
}

#[cors(policy = policies::FIRST_PARTY, methods = "*")]
#[route("/all-methods", method = "POST", method = "PUT")]
async fn all_methods() -> &'static str {
    "ran"
}

#[cors(policy = policies::FIRST_PARTY, allow_headers = "x-own")]
#[put("/own-headers")]
async fn own_headers() -> &'static str {
    "ran"
}

#[cors(policy = policies::FIRST_PARTY, allow_headers = [], expose_headers = [], max_age = 0)]
#[put("/cleared")]
async fn cleared() -> &'static str {
    "ran"
}

#[cors(policy = policies::FIRST_PARTY, allow_credentials = false, enforce = false, origins = "*")]
#[put("/opened")]
async fn opened() -> &'static str {
    "ran"
}

#[cors(policy = policies::FIRST_PARTY, enforce)]
#[put("/enforced")]
async fn enforced() -> &'static str {
    "ran"
}

#[cors(policy = policies::SLOW, origins = "https://own.example")]
#[put("/completed")]
async fn completed() -> &'static str {
    "ran"
}

#[cors(policy = policies::WITH_DEVELOPERS)]
#[get("/developed")]
async fn developed() -> &'static str {
    "ran"
}

#[cors(policy = policies::WITH_DEVELOPERS, debug_origins = [])]
#[get("/released")]
async fn released() -> &'static str {
    "ran"
}

#[cors(policy = policies::Api::POLICY)]
#[get("/associated")]
async fn associated() -> &'static str {
    "ran"
}

fn services(config: &mut ServiceConfig) {
    config
        .service(shared)
        .service(shared_by_two_methods)
        .service(shared_by_two_routes)
        .service(extended)
        .service(bare)
        .service(own_origins)
        .service(own_methods)
        .service(all_methods)
        .service(own_headers)
        .service(cleared)
        .service(opened)
        .service(enforced)
        .service(completed)
        .service(developed)
        .service(released)
        .service(associated);
}

const SHARED: &[Case] = &[
    Case {
        says: "a handler has all of a shared policy, and of its methods those that it serves",
        sends: &[
            "OPTIONS /shared",
            "origin: https://staff.example",
            "access-control-request-method: PUT",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type, x-request-id",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://staff.example",
            "access-control-max-age: 7200",
            VARY,
        ],
    },
    Case {
        says: "an actual response has what the shared policy exposes",
        sends: &["PUT /shared", "origin: https://app.example"],
        gets: &[
            "200 ran",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example",
            "access-control-expose-headers: x-total-count",
            "vary: Origin",
        ],
    },
    Case {
        says: "another handler's methods of the shared policy are not this one's",
        sends: &[
            "OPTIONS /shared",
            "origin: https://app.example",
            "access-control-request-method: DELETE",
        ],
        gets: &["404"],
    },
    Case {
        says: "of several methods, those that both have, in the order of the route",
        sends: &[
            "OPTIONS /shared-by-two-methods",
            "origin: https://app.example",
            "access-control-request-method: GET",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type, x-request-id",
            "access-control-allow-methods: DELETE, GET",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 7200",
            VARY,
        ],
    },
    Case {
        says: "a method that the route serves and the shared policy does not list is refused",
        sends: &[
            "OPTIONS /shared-by-two-methods",
            "origin: https://app.example",
            "access-control-request-method: POST",
        ],
        gets: &[
            "403",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ],
    },
    Case {
        says: "each of several routes has its own methods of the shared policy",
        sends: &[
            "OPTIONS /shared-by-two-routes/b",
            "origin: https://app.example",
            "access-control-request-method: DELETE",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type, x-request-id",
            "access-control-allow-methods: DELETE",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 7200",
            VARY,
        ],
    },
    Case {
        says: "a policy without origins is completed by the handler",
        sends: &[
            "OPTIONS /completed",
            "origin: https://own.example",
            "access-control-request-method: PUT",
        ],
        gets: &[
            "204",
            "access-control-allow-headers: content-type",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://own.example",
            "access-control-max-age: 86400",
            VARY,
        ],
    },
    Case {
        says: "an associated const is as good a policy",
        sends: &["GET /associated", "origin: https://any.example"],
        gets: &["200 ran", "access-control-allow-origin: *", "access-control-expose-headers: link"],
    },
];

const EXTENDED: &[Case] = &[
    Case {
        says: "what is replaced is replaced, and the rest is kept",
        sends: &[
            "OPTIONS /extended",
            "origin: https://staff.example",
            "access-control-request-method: PUT",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type, x-request-id",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://staff.example",
            "access-control-max-age: 60",
            VARY,
        ],
    },
    Case {
        says: "an origin of the base that was replaced is not allowed",
        sends: &[
            "OPTIONS /extended",
            "origin: https://app.example",
            "access-control-request-method: PUT",
        ],
        gets: &["403", VARY],
    },
    Case {
        says: "what is cleared is gone, over two bases",
        sends: &[
            "OPTIONS /bare",
            "origin: https://staff.example",
            "access-control-request-method: PUT",
        ],
        gets: &[
            "204",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://staff.example",
            "access-control-max-age: 60",
            VARY,
        ],
    },
    Case {
        says: "what is cleared is gone from the actual response",
        sends: &["PUT /bare", "origin: https://staff.example"],
        gets: &["200 ran", "access-control-allow-origin: https://staff.example", "vary: Origin"],
    },
];

const OVERRIDDEN: &[Case] = &[
    Case {
        says: "origins of its own replace the shared ones",
        sends: &["PUT /own-origins", "origin: https://app.example"],
        gets: &["200 ran", "vary: Origin"],
    },
    Case {
        says: "origins of its own keep everything else",
        sends: &["PUT /own-origins", "origin: https://own.example"],
        gets: &[
            "200 ran",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://own.example",
            "access-control-expose-headers: x-total-count",
            "vary: Origin",
        ],
    },
    Case {
        says: "methods of its own need not be shared",
        sends: &[
            "OPTIONS /own-methods",
            "origin: https://app.example",
            "access-control-request-method: POST",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type, x-request-id",
            "access-control-allow-methods: POST",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 7200",
            VARY,
        ],
    },
    Case {
        says: "methods of its own replace the shared ones",
        sends: &[
            "OPTIONS /own-methods",
            "origin: https://app.example",
            "access-control-request-method: PUT",
        ],
        gets: &[
            "403",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ],
    },
    Case {
        says: "a star is every method of the route, shared or not",
        sends: &[
            "OPTIONS /all-methods",
            "origin: https://app.example",
            "access-control-request-method: POST",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type, x-request-id",
            "access-control-allow-methods: POST, PUT",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 7200",
            VARY,
        ],
    },
    Case {
        says: "headers of its own replace the shared ones",
        sends: &[
            "OPTIONS /own-headers",
            "origin: https://app.example",
            "access-control-request-method: PUT",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: x-own",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 7200",
            VARY,
        ],
    },
    Case {
        says: "an empty list clears the shared one, and a max age of zero stands",
        sends: &[
            "OPTIONS /cleared",
            "origin: https://app.example",
            "access-control-request-method: PUT",
        ],
        gets: &[
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://app.example",
            "access-control-max-age: 0",
            VARY,
        ],
    },
    Case {
        says: "an empty list clears what is exposed",
        sends: &["PUT /cleared", "origin: https://app.example"],
        gets: &[
            "200 ran",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example",
            "vary: Origin",
        ],
    },
    Case {
        says: "credentials are taken back, so that everyone may be allowed",
        sends: &["PUT /opened", "origin: https://any.example"],
        gets: &[
            "200 ran",
            "access-control-allow-origin: *",
            "access-control-expose-headers: x-total-count",
        ],
    },
    Case {
        says: "enforcement is added",
        sends: &["PUT /enforced", "origin: https://evil.example"],
        gets: &["403", "vary: Origin"],
    },
    Case {
        says: "enforcement is added here, and not to the shared policy",
        sends: &["PUT /shared", "origin: https://evil.example"],
        gets: &["200 ran", "vary: Origin"],
    },
];

#[actix_web::test]
async fn handlers_share_a_policy() {
    check(services, SHARED).await;
}

#[actix_web::test]
async fn a_policy_extends_another() {
    check(services, EXTENDED).await;
}

#[actix_web::test]
async fn a_handler_replaces_settings_key_by_key() {
    check(services, OVERRIDDEN).await;
}

#[actix_web::test]
async fn debug_origins_are_shared_and_cleared_like_the_rest() {
    let allowed: &[&str] =
        &["200 ran", "access-control-allow-origin: http://localhost:3000", "vary: Origin"];
    let cases = [
        Case {
            says: "shared, in debug builds",
            sends: &["GET /developed", "origin: http://localhost:3000"],
            gets: if cfg!(debug_assertions) { allowed } else { &["200 ran", "vary: Origin"] },
        },
        Case {
            says: "cleared",
            sends: &["GET /released", "origin: http://localhost:3000"],
            gets: &["200 ran", "vary: Origin"],
        },
        Case {
            says: "the other origins stay",
            sends: &["GET /released", "origin: https://app.example"],
            gets: &["200 ran", "access-control-allow-origin: https://app.example", "vary: Origin"],
        },
    ];
    check(services, &cases).await;
}

#[test]
fn a_policy_tells_its_settings_when_it_is_compiled() {
    const { assert!(policies::STAFF_ONLY.allow_credentials()) };
    const { assert!(!policies::BARE.allow_credentials()) };
    const { assert!(matches!(policies::STAFF_ONLY.max_age(), Some(60))) };
    assert_eq!(policies::FIRST_PARTY.origins(), ["https://app.example", "https://staff.example"]);
    assert_eq!(policies::STAFF_ONLY.origins(), ["https://staff.example"]);
    assert_eq!(policies::STAFF_ONLY.methods(), ["GET", "PUT", "DELETE"]);
    assert_eq!(policies::BARE.allow_headers(), [""; 0]);
    assert_eq!(policies::SLOW.origins(), [""; 0]);
}
