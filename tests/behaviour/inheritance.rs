//! Tests of settings that a policy inherits: from `policy = …`, from `#[cors]` on a module, and through `..` in a list.
//! Most tests compare a policy with an equal policy that is written differently.

use cors_runtime::Origin;

use crate::prelude::*;

const APP: &str = "https://app.example";
const STAFF: &str = "https://staff.example";
const DOMAIN: &[&str] = &[APP, STAFF];
const TRACING: &[&str] = &["traceparent", "baggage"];
const HOUR: u32 = 3_600;

const FIRST_PARTY: Policy = policy!(
    origins = DOMAIN,
    methods = [GET, PUT, "DELETE"],
    allow_headers = [TRACING, "x-request-id"],
    expose_headers = "x-total-count",
    allow_credentials,
    max_age = "2h",
    hosts = "localhost:*",
);

/// A reference to a policy. Other policies inherit through this reference.
const BY_REFERENCE: &Policy = &FIRST_PARTY;

const STAFF_ONLY: Policy = policy!(policy = FIRST_PARTY, origins = STAFF, max_age = 60);

/// A policy without origins. The policies that inherit from this policy set the origins.
const SLOW: Policy = policy!(max_age = "1d", allow_headers = "content-type");

const WITH_DEVELOPERS: Policy =
    policy!(origins = concat!("https://", "app.example"), debug_origins = ["http://localhost:*"]);

const DESKTOP: Policy = policy!(origins = "app://Main");

fn is_partner(origin: &Origin<'_>, _: &HttpRequest) -> bool {
    origin.host() == "partner.example"
}

const PARTNERS: Policy = policy!(origins = dynamic(is_partner), max_age = 1);

struct Api;
impl Api {
    const POLICY: Policy = policy!(origins = "*", expose_headers = "link");
}

/// Asserts that each policy is equal to the policy with the settings after `=>`. The `Debug` output of a policy lists
/// every setting.
macro_rules! assert_same {
    ($($fact:literal: $inherited:expr => { $($settings:tt)* })*) => {$(
        let (inherited, written_out): (Policy, Policy) = ($inherited, policy!($($settings)*));
        assert_eq!(format!("{inherited:?}"), format!("{written_out:?}"), $fact);
    )*};
}

#[test]
fn a_policy_replaces_settings_of_its_base_key_by_key() {
    assert_same! {
        "two settings are replaced, and the rest is kept": STAFF_ONLY => {
            origins = "https://staff.example", methods = [GET, PUT, DELETE],
            allow_headers = ["traceparent", "baggage", "x-request-id"],
            expose_headers = "x-total-count", allow_credentials, max_age = 60, hosts = "localhost:*",
        }
        "each setting of two bases can be cleared": policy!(
            policy = STAFF_ONLY, methods = "*", allow_headers = [], expose_headers = [],
            allow_credentials = false, max_age = 0, hosts = [],
        ) => {
            origins = STAFF, methods = "*", allow_headers = [], expose_headers = [],
            allow_credentials = false, max_age = 0, hosts = [],
        }
        "a policy without origins can be completed": policy!(policy = SLOW, origins = APP, enforce) => {
            origins = APP, max_age = 86_400, allow_headers = "content-type", enforce,
        }
        "`allow_credentials = false` permits every origin": policy!(
            policy = WITH_DEVELOPERS, debug_origins = [], allow_credentials = false, origins = "*",
        ) => { origins = "*", debug_origins = [], allow_credentials = false }
        "debug origins are shared": policy!(policy = WITH_DEVELOPERS, max_age = 1) => {
            origins = APP, debug_origins = "http://localhost:*", max_age = 1,
        }
        "an associated const is a base": policy!(policy = Api::POLICY) => {
            origins = "*", expose_headers = "link",
        }
        "a list replaces a function": policy!(policy = PARTNERS, origins = APP) => {
            origins = APP, max_age = 1,
        }
        "a function replaces a list": policy!(
            policy = WITH_DEVELOPERS, debug_origins = [], origins = dynamic(is_partner),
        ) => { origins = dynamic(is_partner), debug_origins = [] }
        "a function is shared": policy!(policy = PARTNERS, enforce) => {
            origins = dynamic(is_partner), max_age = 1, enforce,
        }
    }
}

#[test]
fn two_dots_insert_the_inherited_list() {
    assert_same! {
        "lists are joined in the order in which they are written, without duplicates": policy!(
            policy = BY_REFERENCE, origins = ["https://own.example", ..], methods = [.., PATCH],
            allow_headers = [.., "x-own", "X-Request-Id"], expose_headers = [.., "etag"],
            hosts = [.., "api.example"],
        ) => {
            origins = ["https://own.example", "https://app.example", "https://staff.example"],
            methods = [GET, PUT, DELETE, PATCH],
            allow_headers = ["traceparent", "baggage", "x-request-id", "x-own"],
            expose_headers = ["x-total-count", "etag"], allow_credentials, max_age = 7_200,
            hosts = ["localhost:*", "api.example"],
        }
        "debug origins are joined": policy!(
            policy = WITH_DEVELOPERS, debug_origins = [.., "http://[::1]:*"],
        ) => { origins = APP, debug_origins = ["http://localhost:*", "http://[::1]:*"] }
        "the host of an origin such as `app://Main` is case-sensitive": policy!(
            policy = DESKTOP, origins = [.., "app://main"],
        ) => { origins = ["app://Main", "app://main"] }
        "nothing inherited adds nothing": policy!(
            policy = SLOW, origins = APP, expose_headers = [.., "etag"],
        ) => { origins = APP, allow_headers = "content-type", expose_headers = "etag", max_age = "1d" }
    }
}

#[test]
fn the_settings_of_a_policy_are_constants() {
    const STAFF: &Policy = &STAFF_ONLY;
    const { assert!(STAFF.allow_credentials()) };
    const { assert!(matches!(STAFF.max_age(), Some(60))) };
    assert_eq!(FIRST_PARTY.origins(), ["https://app.example", "https://staff.example"]);
    assert_eq!(SLOW.origins(), [""; 0]);
}

#[rustfmt::skip]
#[cors(
    origins = APP,
    methods = [GET, PUT],
    allow_headers = "x-module",
    expose_headers = "x-exposed",
    allow_credentials,
    max_age = HOUR,
)]
mod books {
    use actix_web::{get, put};
    use cors_runtime::cors;

    /// A const with the name of a const outside of the module. The policy of the module uses the outer const.
    pub const APP: &str = "https://shadow.example";

    #[get("/books")]
    pub async fn list() -> &'static str { "" }

    #[cors(origins = APP, max_age = 60)]
    #[put("/books/replaced")]
    pub async fn replaced() -> &'static str { "" }

    #[cors(methods = "*", allow_headers = [], expose_headers = [], allow_credentials = false)]
    #[get("/books/cleared")]
    pub async fn cleared() -> &'static str { "" }

    #[cors(none)]
    #[get("/books/none")]
    pub async fn none() -> &'static str { "" }

    pub mod chapters {
        pub mod pages {
            use actix_web::get;
            use cors_runtime::cors;

            #[get("/pages")]
            pub async fn list() -> &'static str { "" }

            #[cors(allow_headers = ["x-own", ..])]
            #[get("/pages/own")]
            pub async fn own() -> &'static str { "" }
        }
    }

    #[cors(origins = ["https://nested.example", APP], max_age = 0)]
    pub mod reviews {
        use actix_web::put;
        use cors_runtime::cors;

        #[cors(origins = super::super::APP)]
        #[put("/reviews")]
        pub async fn replace() -> &'static str { "" }

        pub mod deeper {
            use actix_web::get;

            #[get("/reviews/deeper")]
            pub async fn list() -> &'static str { "" }
        }
    }

    #[cors(none)]
    pub mod health {
        use actix_web::get;

        #[get("/health")]
        pub async fn check() -> &'static str { "" }
    }
}

/// Returns the policy of the handler on a path, among the handlers of this file.
fn handler(path: &str) -> Policy {
    let all = policies();
    let mut own = all.iter().filter(|handler| handler.module.starts_with(module_path!()));
    let handler = own.find(|handler| handler.routes[0].path == path);
    handler.unwrap_or_else(|| panic!("no handler on {path}")).policy.clone()
}

#[test]
fn the_policy_of_a_module_is_the_default_of_its_handlers() {
    const BOOKS: Policy = policy!(
        origins = "https://app.example",
        methods = [GET, PUT],
        allow_headers = "x-module",
        expose_headers = "x-exposed",
        allow_credentials,
        max_age = 3_600,
    );
    assert_same! {
        "a path of the module's policy is resolved outside of the module": handler("/books") => {
            policy = BOOKS
        }
        "a handler two modules below inherits the policy": handler("/pages") => { policy = BOOKS }
        "a handler replaces settings, and its paths are resolved where it is defined":
        handler("/books/replaced") => {
            policy = BOOKS, origins = "https://shadow.example", max_age = 60,
        }
        "a handler clears settings": handler("/books/cleared") => {
            policy = BOOKS, methods = "*", allow_headers = [], expose_headers = [],
            allow_credentials = false,
        }
        "a list of a handler is joined with the list of the module": handler("/pages/own") => {
            policy = BOOKS, allow_headers = ["x-own", "x-module"],
        }
        "a handler replaces settings of two modules": handler("/reviews") => {
            policy = BOOKS, max_age = 0,
        }
        "the settings of an inner module apply to its own inner modules": handler("/reviews/deeper") => {
            policy = BOOKS, origins = ["https://nested.example", "https://shadow.example"], max_age = 0,
        }
        "a handler is excluded": handler("/books/none") => { none }
        "an inner module is excluded": handler("/health") => { none }
    }
}

/// Defines a module with handlers. The module has the given attributes, `#[cors]` and `#[actix_web::scope]`, in this
/// order.
macro_rules! scoped {
    ($name:ident: $(#[$attribute:meta])*) => {
        $(#[$attribute])*
        mod $name {
            use actix_web::get;
            use cors_runtime::cors;

            #[get("/inherits")]
            pub async fn inherits() -> &'static str { "" }

            #[cors(max_age = 1)]
            #[get("/own")]
            pub async fn own() -> &'static str { "" }

            #[cors(none)]
            #[get("/none")]
            pub async fn none() -> &'static str { "" }
        }
    };
}

scoped!(policy_above: #[cors(origins = APP)] #[actix_web::scope("/above")]);
scoped!(policy_below: #[actix_web::scope("/below")] #[cors(origins = APP)]);

#[test]
fn a_module_has_a_policy_and_a_scope_in_either_order() {
    for scope in ["above", "below"] {
        let handler = |path: &str| handler(&format!("/{scope}/{path}"));
        assert_same! {
            "a handler inherits": handler("inherits") => { origins = APP }
            "a handler replaces a setting": handler("own") => { origins = APP, max_age = 1 }
            "a handler is excluded": handler("none") => { none }
        }
    }
}

#[cfg_attr(all(), cors(policy = SLOW, origins = dynamic(is_partner), expose_headers = "x-module"))]
mod other_forms {
    use actix_web::get;
    use cors_runtime::cors;

    #[get("/other-forms")]
    pub async fn inherits() -> &'static str {
        ""
    }

    #[cors(policy = super::WITH_DEVELOPERS, debug_origins = [])]
    #[get("/other-forms/own-policy")]
    pub async fn own() -> &'static str {
        ""
    }
}

/// A module with a policy that has no origins. The handler sets the origins.
#[cors(enforce)]
mod without_origins {
    #[cors_runtime::cors(origins = "https://own.example")]
    #[actix_web::get("/completed")]
    pub async fn completed() -> &'static str {
        ""
    }
}

#[test]
fn a_module_accepts_the_forms_of_a_handlers_policy() {
    const LOCAL: &str = "https://local.example";

    #[cors(origins = LOCAL)]
    mod local {
        pub mod below {
            #[actix_web::get("/local")]
            pub async fn inherits() -> &'static str {
                ""
            }
        }
    }

    assert_same! {
        "a shared policy, a function, and `cfg_attr`": handler("/other-forms") => {
            policy = SLOW, origins = dynamic(is_partner), expose_headers = "x-module",
        }
        "a handler's shared policy replaces the settings that it has, and keeps the others":
        handler("/other-forms/own-policy") => {
            policy = SLOW, origins = APP, debug_origins = [], expose_headers = "x-module",
        }
        "a module without origins": handler("/completed") => {
            origins = "https://own.example", enforce,
        }
        "a const of the function around": handler("/local") => { origins = LOCAL }
    }
}

mod routes {
    handlers! {
        route("/two-methods", method = "POST", method = "DELETE", method = "GET"): cors(
            policy = super::FIRST_PARTY, hosts = [],
        );
        put("/one-method"): cors(policy = super::FIRST_PARTY, hosts = []);
    }
}

#[actix_web::test]
async fn a_route_has_those_methods_of_a_shared_policy_that_it_serves() {
    let table = "
the common methods of policy and route are sent in the order of the route
    preflight GET /two-methods from https://app.example
    204 | allow-credentials: true | allow-headers: traceparent, baggage, x-request-id
        | allow-methods: DELETE, GET | allow-origin: https://app.example | max-age: 7200
        | vary: preflight
a preflight for a method of the route that the shared policy does not list is rejected
    preflight POST /two-methods from https://app.example => 403 | vary: preflight
a method of the shared policy that the route does not serve has no preflight
    preflight DELETE /one-method from https://app.example => 404
";
    crate::case::check(routes::services, table).await;
}
