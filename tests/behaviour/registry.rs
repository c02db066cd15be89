//! Tests of `policies()`, including examples of tests that a user can write. The tests need their own binary, because
//! `policies()` lists every annotated handler of a binary.

use std::{env, fs};

use cors_runtime::{Enforce, policies};

mod api {
    #[allow(
        unused_imports,
        reason = "below `#[routes]`, an attribute is read and not expanded"
    )]
    use actix_web::delete;
    use actix_web::{get, put, routes, scope};
    use cors_runtime::{Policy, cors, policy};

    pub const FIRST_PARTY: Policy = policy!(
        origins = ["https://app.example", "https://*.app.example"],
        methods = [GET, PUT, DELETE],
        allow_headers = ["content-type", "x-request-id"],
        allow_credentials,
        max_age = "2h",
    );

    #[cors(origins = "*", expose_headers = ["x-total-count", "link"])]
    #[get("/books")]
    async fn list() -> &'static str {
        "[]"
    }

    #[cors(policy = FIRST_PARTY, enforce)]
    #[put("/books/{id}", name = "book")]
    async fn replace() -> &'static str {
        "{}"
    }

    /// A handler that allows an `http://` origin, but without credentials.
    #[cors(origins = "http://intranet.example")]
    #[get("/health")]
    async fn health() -> &'static str {
        "up"
    }

    #[cors(policy = FIRST_PARTY)]
    #[routes]
    #[get("/me")]
    #[delete("/me/session")]
    async fn me() -> &'static str {
        "{}"
    }

    /// A handler that no application registers, but that `policies()` lists.
    #[cors(origins = dynamic(|origin, _| origin.is_subdomain_of("partner.example")))]
    #[actix_web::route("/prices", method = "GET", method = "PURGE")]
    async fn prices() -> &'static str {
        "[]"
    }

    /// A handler without a policy, which `policies()` does not list.
    #[get("/internal")]
    async fn internal() -> &'static str {
        "ran"
    }

    #[cors(policy = FIRST_PARTY, methods = "*")]
    #[scope("/staff")]
    mod staff {
        use actix_web::{get, post};
        use cors_runtime::cors;

        #[post("/reports")]
        pub async fn report() -> &'static str {
            "{}"
        }

        #[cors(origins = dynamic_async(|_, _| async { false }), allow_credentials = false)]
        #[get("/audit")]
        pub async fn audit() -> &'static str {
            "[]"
        }

        #[cors(none)]
        #[get("/metrics")]
        pub async fn metrics() -> &'static str {
            "0"
        }
    }
}

/// The table is checked in, so that a review shows each change of a policy. The table has a row for each route of each
/// annotated handler, ordered by module and path. After an intended change, run the test with `UPDATE_POLICIES=1`.
#[test]
fn the_table_of_policies_is_the_reviewed_one() {
    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/behaviour/policies.txt");
    let table = policies().to_string();
    if env::var_os("UPDATE_POLICIES").is_some() {
        fs::write(FILE, &table).expect("the table is written");
    }
    let reviewed = fs::read_to_string(FILE).expect("the table is checked in");
    assert!(table == reviewed, "the policies have changed:\n{table}\nthey were:\n{reviewed}");
}

/// This test also checks what `policies.txt` does not contain: the names of routes, and `has_dynamic_origins`.
#[test]
fn a_handler_is_listed_with_its_routes_and_its_policy() {
    let policies = policies();
    let named = |name: &str| {
        let mut handlers = policies.iter().filter(|handler| handler.name == name);
        handlers.next().unwrap_or_else(|| panic!("`{name}` is not listed"))
    };

    let me = named("me");
    let routes: Vec<_> =
        me.routes.iter().map(|route| (route.path, route.name, route.methods)).collect();
    assert_eq!(routes, [("/me", "me", &["GET"][..]), ("/me/session", "me", &["DELETE"])]);
    assert_eq!(me.policy.origins(), api::FIRST_PARTY.origins());
    assert_eq!(me.policy.enforce(), Enforce::Off);

    let replace = named("replace");
    assert_eq!(replace.routes[0].name, "book");
    assert_eq!(replace.policy.enforce(), Enforce::On);

    assert!(named("prices").policy.has_dynamic_origins());
    assert!(named("audit").policy.has_dynamic_origins());
    assert!(!named("list").policy.has_dynamic_origins());
}

#[test]
fn no_handler_with_credentials_allows_an_origin_over_http() {
    let policies = policies();
    let with_credentials = || policies.iter().filter(|handler| handler.policy.allow_credentials());
    assert_ne!(with_credentials().count(), 0);
    for handler in with_credentials() {
        let mut origins = handler.policy.origins().iter();
        let insecure = origins.find(|origin| origin.starts_with("http://"));
        assert_eq!(insecure, None, "{}::{}", handler.module, handler.name);
    }
}

/// A slice of the crate `linkme` with a common name. `policies()` reads a slice of `linkme` too. The symbols of all
/// slices of a binary share one namespace, so the two slices must not conflict.
#[linkme::distributed_slice]
static HANDLERS: [u8];

#[test]
fn a_slice_of_another_crate_does_not_change_the_list() {
    assert!(HANDLERS.is_empty());
    assert!(!policies().is_empty());
}
