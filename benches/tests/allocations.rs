//! Tests of the allocations for each request: `#[cors]` adds no allocation to an allowed request, and a limited number
//! to a rejected request.
//!
//! actix-web recycles the head of a response together with the header map. Added headers thus need no allocation once a
//! server is warm.

use actix_http::Request;
use actix_web::{App, get};
use allocation_counter::measure;
use cors_benches::{
    contenders::{
        actix_cors, annotated, annotated_any, annotated_any_header, annotated_in_full,
        annotated_subdomains, bare_without_guard, middleware,
    },
    requests::{
        allowed, disallowed_origin, disallowed_preflight, hostile_origin, hostile_preflight,
        no_origin, preflight,
    },
    server::Server,
};
use cors_runtime::{Cors, Policy, cors, policy};

/// Returns the number of allocations for one request to a warm server.
fn allocations(server: fn() -> Server, request: fn() -> Request) -> u64 {
    let server = server();
    for _ in 0..200 {
        server.answer(request());
    }
    let request = request();
    measure(|| server.answer(request)).count_total
}

#[test]
fn an_allowed_request_allocates_nothing_more_than_the_bare_handler() {
    for request in [allowed, no_origin] {
        let expected = allocations(bare_without_guard, request);
        for server in [
            annotated,
            annotated_any,
            annotated_subdomains,
            annotated_in_full,
            annotated_any_header,
        ] {
            assert_eq!(allocations(server, request), expected);
        }
    }
}

/// The maximum does not depend on the length of the headers. For each refused request, the library allocates a
/// `Refusal`, its entry in the extensions of the response, and the table of the extensions. The tests of the workspace
/// enable the feature `testing`. With this feature, the library stores a copy of the `Refusal` for the simulated
/// browser, which needs at most three more allocations. For a rejected preflight, the library also allocates the names
/// of at most sixteen headers.
#[test]
fn the_allocations_of_a_refusal_are_bounded() {
    const MAX_ALLOCATIONS: u64 = 4 + 3;
    const MAX_FOR_HEADER_NAMES: u64 = 2 * 16 + 3;
    for request in [disallowed_origin, hostile_origin] {
        let expected = allocations(bare_without_guard, request);
        for server in [annotated, annotated_subdomains, annotated_in_full] {
            assert!(allocations(server, request) <= expected + MAX_ALLOCATIONS);
        }
    }
    let of_a_preflight = allocations(annotated, preflight);
    for request in [disallowed_preflight, hostile_preflight] {
        assert!(
            allocations(annotated, request)
                <= of_a_preflight + MAX_ALLOCATIONS + MAX_FOR_HEADER_NAMES
        );
    }
}

/// The router boxes a future for each request, and the handler boxes another future. A preflight does not reach the
/// handler, so the second future is not allocated.
#[test]
fn a_preflight_allocates_less_than_the_bare_handler() {
    let of_a_handler = allocations(bare_without_guard, allowed);
    for server in [annotated, annotated_any_header] {
        assert!(allocations(server, preflight) < of_a_handler);
    }
}

/// The middleware `Cors` compares the path of a preflight with the paths of the application's annotated handlers. The
/// comparison must not allocate.
#[test]
fn a_layer_decides_without_an_allocation_whether_to_route_a_preflight() {
    fn beside_others() -> Server {
        const FRONT_END: Policy =
            policy!(origins = "https://app.example.com", allow_headers = "content-type");
        #[cors(origins = "*")]
        #[get("/authors/{id}/")]
        async fn author() -> &'static str {
            "{}"
        }
        Server::new(App::new().wrap(Cors::new(FRONT_END)).service(author))
    }
    assert_eq!(allocations(beside_others, preflight), allocations(middleware, preflight));
}

/// This test fails if the counter counts nothing.
#[test]
fn the_counter_counts_the_allocations_of_actix_cors() {
    assert!(allocations(actix_cors, allowed) > allocations(bare_without_guard, allowed));
    assert!(allocations(actix_cors, preflight) > allocations(annotated, preflight));
}
