//! Shared policies: `policy!` and `policy = …`.

#[allow(unused_imports, reason = "below `#[routes]`, an attribute is read and not expanded")]
use actix_web::delete;
use actix_web::{get, put, route, routes, web::ServiceConfig};
use cors_runtime::{Policy, cors, policy};

use crate::case::check;

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

    /// Replaces two settings of another policy.
    pub const STAFF_ONLY: Policy = policy!(policy = FIRST_PARTY, origins = STAFF, max_age = 60);

    /// Clears every setting of another policy that can be cleared.
    pub const BARE: Policy = policy!(
        policy = STAFF_ONLY,
        methods = "*",
        allow_headers = [],
        expose_headers = [],
        allow_credentials = false,
    );

    /// A policy without origins, which handlers set.
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

const SHARED: &str = "
a handler has every setting of a shared policy, and those of its methods that the route serves
    preflight PUT /shared from https://staff.example
    204 | allow-credentials: true | allow-headers: content-type, x-request-id | allow-methods: PUT
        | allow-origin: https://staff.example | max-age: 7200 | vary: preflight
an actual response has the exposed headers of the shared policy
    PUT /shared from https://app.example
    200 ran | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-total-count | vary: Origin
a method of the shared policy that the route does not serve has no preflight
    preflight DELETE /shared from https://app.example
    404
the common methods of policy and route are sent in the order of the route
    preflight GET /shared-by-two-methods from https://app.example
    204 | allow-credentials: true | allow-headers: content-type, x-request-id
        | allow-methods: DELETE, GET | allow-origin: https://app.example | max-age: 7200
        | vary: preflight
a preflight for a method of the route that the shared policy does not list is rejected
    preflight POST /shared-by-two-methods from https://app.example
    403 | vary: preflight
each of several routes has its own methods of the shared policy
    preflight DELETE /shared-by-two-routes/b from https://app.example
    204 | allow-credentials: true | allow-headers: content-type, x-request-id
        | allow-methods: DELETE | allow-origin: https://app.example | max-age: 7200
        | vary: preflight
a handler sets the origins of a policy without origins
    preflight PUT /completed from https://own.example
    204 | allow-headers: content-type | allow-methods: PUT | allow-origin: https://own.example
        | max-age: 86400 | vary: preflight
an associated const can be a shared policy
    GET /associated from https://any.example
    200 ran | allow-origin: * | expose-headers: link
";

const EXTENDED: &str = "
a policy replaces settings of its base and keeps the rest
    preflight PUT /extended from https://staff.example
    204 | allow-credentials: true | allow-headers: content-type, x-request-id | allow-methods: PUT
        | allow-origin: https://staff.example | max-age: 60 | vary: preflight
a replaced origin of the base is not allowed
    preflight PUT /extended from https://app.example
    403 | vary: preflight
a policy clears settings of two bases
    preflight PUT /bare from https://staff.example
    204 | allow-methods: PUT | allow-origin: https://staff.example | max-age: 60 | vary: preflight
a cleared list of exposed headers is not sent
    PUT /bare from https://staff.example
    200 ran | allow-origin: https://staff.example | vary: Origin
";

const OVERRIDDEN: &str = "
the handler's origins replace the shared ones
    PUT /own-origins from https://app.example
    200 ran | vary: Origin
the handler's origins keep the other shared settings
    PUT /own-origins from https://own.example
    200 ran | allow-credentials: true | allow-origin: https://own.example
        | expose-headers: x-total-count | vary: Origin
the handler's methods need not be shared
    preflight POST /own-methods from https://app.example
    204 | allow-credentials: true | allow-headers: content-type, x-request-id
        | allow-methods: POST | allow-origin: https://app.example | max-age: 7200
        | vary: preflight
the handler's methods replace the shared ones
    preflight PUT /own-methods from https://app.example
    403 | vary: preflight
any method is every method of the route, shared or not
    preflight POST /all-methods from https://app.example
    204 | allow-credentials: true | allow-headers: content-type, x-request-id
        | allow-methods: POST, PUT | allow-origin: https://app.example | max-age: 7200
        | vary: preflight
the handler's headers replace the shared ones
    preflight PUT /own-headers from https://app.example
    204 | allow-credentials: true | allow-headers: x-own | allow-methods: PUT
        | allow-origin: https://app.example | max-age: 7200 | vary: preflight
an empty list clears the shared one, and a max age of zero replaces it
    preflight PUT /cleared from https://app.example
    204 | allow-credentials: true | allow-methods: PUT | allow-origin: https://app.example
        | max-age: 0 | vary: preflight
an empty list clears the exposed headers
    PUT /cleared from https://app.example
    200 ran | allow-credentials: true | allow-origin: https://app.example | vary: Origin
`allow_credentials = false` permits every origin
    PUT /opened from https://any.example
    200 ran | allow-origin: * | expose-headers: x-total-count
a handler adds enforcement
    PUT /enforced from https://evil.example
    403 | vary: Origin
a handler that adds enforcement does not change the shared policy
    PUT /shared from https://evil.example
    200 ran | vary: Origin
";

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
async fn debug_origins_can_be_shared_and_cleared() {
    let in_this_build = if cfg!(debug_assertions) {
        "
a debug build allows a shared debug origin
    GET /developed from http://localhost:3000
    200 ran | allow-origin: http://localhost:3000 | vary: Origin
"
    } else {
        "
a release build does not allow a shared debug origin
    GET /developed from http://localhost:3000
    200 ran | vary: Origin
"
    };
    check(services, in_this_build).await;
    check(
        services,
        "
a cleared debug origin is not allowed
    GET /released from http://localhost:3000
    200 ran | vary: Origin
clearing the debug origins keeps the other origins
    GET /released from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
",
    )
    .await;
}

#[test]
fn the_settings_of_a_policy_are_constants() {
    const STAFF_ONLY: &Policy = &policies::STAFF_ONLY;
    const { assert!(STAFF_ONLY.allow_credentials()) };
    const { assert!(matches!(STAFF_ONLY.max_age(), Some(60))) };
    assert_eq!(policies::FIRST_PARTY.origins(), ["https://app.example", "https://staff.example"]);
    assert_eq!(policies::STAFF_ONLY.origins(), ["https://staff.example"]);
    assert_eq!(policies::STAFF_ONLY.methods(), ["GET", "PUT", "DELETE"]);
    assert_eq!(policies::BARE.allow_headers(), [""; 0]);
    assert_eq!(policies::SLOW.origins(), [""; 0]);
}
