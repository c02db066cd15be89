//! What a policy allocates for each request that nothing is wrong with, beside the bare handler:
//! nothing.
//!
//! The map of a response is recycled together with its head, so that even the headers cost no
//! allocation once a server is warm.

use actix_http::Request;
use actix_web::{App, get};
use allocation_counter::measure;
use cors_benches::{
    contenders::{
        actix_cors, annotated, annotated_any, annotated_any_header, annotated_in_full,
        annotated_subdomains, bare_without_guard, middleware,
    },
    requests::{
        allowed, hostile_origin, hostile_preflight, no_origin, preflight, preflight_refused,
        refused,
    },
    server::Server,
};
use cors_runtime::{Cors, Policy, cors, policy};

/// Of one request, when the server is warm.
fn allocations(server: fn() -> Server, request: fn() -> Request) -> u64 {
    let server = server();
    for _ in 0..200 {
        server.answer(request());
    }
    let request = request();
    measure(|| server.answer(request)).count_total
}

#[test]
fn an_actual_request_allocates_nothing_beside_the_bare_handler() {
    for request in [allowed, no_origin] {
        let expected = allocations(bare_without_guard, request);
        for server in [
            annotated,
            annotated_any,
            annotated_subdomains,
            annotated_in_full,
            annotated_any_header,
        ] {
            // The bare handler stands in a resource, which boxes a future more.
            assert_eq!(allocations(server, request) + 1, expected);
        }
    }
}

/// However long its headers are: the refusal, its place in the response, and the table of those. The
/// workspace's tests are built with `testing`, by which a copy is left for a browser's side too.
#[test]
fn why_a_request_is_refused_takes_four_allocations_at_most_and_three_more_under_test() {
    const MOST: u64 = 4 + 3;
    for request in [refused, hostile_origin] {
        let expected = allocations(bare_without_guard, request);
        for server in [annotated, annotated_subdomains, annotated_in_full] {
            assert!(allocations(server, request) <= expected + MOST);
        }
    }
    let of_a_preflight = allocations(annotated, preflight);
    for request in [preflight_refused, hostile_preflight] {
        assert!(allocations(annotated, request) <= of_a_preflight + MOST);
    }
}

/// The router boxes a future for each request; the handler, which boxes another, is not reached.
#[test]
fn a_preflight_allocates_less_than_the_bare_handler() {
    let of_a_handler = allocations(bare_without_guard, allowed);
    for server in [annotated, annotated_any_header] {
        assert!(allocations(server, preflight) < of_a_handler);
    }
}

/// A layer looks whether the preflight is another policy's, by the paths of the handlers inside.
#[test]
fn whose_a_preflight_is_takes_a_layer_no_allocation_to_find() {
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

/// Otherwise the two above would hold of a counter that counts nothing.
#[test]
fn the_counter_sees_what_actix_cors_allocates() {
    assert!(allocations(actix_cors, allowed) > allocations(bare_without_guard, allowed));
    assert!(allocations(actix_cors, preflight) > allocations(annotated, preflight));
}
