//! A benchmark that counts the instructions per request with callgrind. The count does not depend on the load of the
//! machine.

#![allow(missing_docs, reason = "the harness's macros write undocumented items")]

use std::hint::black_box;

use cors_benches::{
    contenders::{
        actix_cors, actix_cors_in_full, actix_cors_on_resource, actix_cors_without_headers,
        annotated, annotated_any, annotated_any_header, annotated_in_full, annotated_in_layer,
        annotated_last_of_20, annotated_subdomains, annotated_without_headers, bare,
        bare_without_guard, by_hand, lower_bound, lower_bound_of_preflights, middleware,
    },
    requests::{
        allowed, disallowed_origin, disallowed_preflight, hostile_origin, hostile_preflight,
        many_labels, no_origin, preflight, preflight_of_no_header,
    },
    server::{MEASURED, Prepared, Server},
    tower,
};
use gungraun::{
    Callgrind, EntryPoint, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main,
};

fn prepare(server: fn() -> Server, request: fn() -> actix_http::Request) -> Prepared {
    Prepared::new(server(), request)
}

#[library_benchmark(setup = prepare, teardown = drop)]
#[bench::bare(bare, allowed)]
#[bench::bare_without_guard(bare_without_guard, allowed)]
#[bench::lower_bound(lower_bound, allowed)]
#[bench::by_hand(by_hand, allowed)]
#[bench::annotated(annotated, allowed)]
#[bench::annotated_last_of_20(annotated_last_of_20, allowed)]
#[bench::annotated_many_labels(annotated_subdomains, many_labels)]
#[bench::annotated_any(annotated_any, allowed)]
#[bench::annotated_subdomains(annotated_subdomains, allowed)]
#[bench::annotated_in_full(annotated_in_full, allowed)]
#[bench::annotated_in_layer(annotated_in_layer, allowed)]
#[bench::middleware(middleware, allowed)]
#[bench::actix_cors(actix_cors, allowed)]
#[bench::actix_cors_on_resource(actix_cors_on_resource, allowed)]
#[bench::actix_cors_in_full(actix_cors_in_full, allowed)]
fn actual_allowed(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

#[library_benchmark(setup = prepare, teardown = drop)]
#[bench::bare(bare, no_origin)]
#[bench::by_hand(by_hand, no_origin)]
#[bench::annotated(annotated, no_origin)]
#[bench::middleware(middleware, no_origin)]
#[bench::actix_cors(actix_cors, no_origin)]
fn actual_no_origin(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

#[library_benchmark(setup = prepare, teardown = drop)]
#[bench::bare(bare, disallowed_origin)]
#[bench::by_hand(by_hand, disallowed_origin)]
#[bench::annotated(annotated, disallowed_origin)]
#[bench::annotated_subdomains(annotated_subdomains, disallowed_origin)]
#[bench::middleware(middleware, disallowed_origin)]
#[bench::actix_cors(actix_cors, disallowed_origin)]
fn actual_not_allowed(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

#[library_benchmark(setup = prepare, teardown = drop)]
#[bench::bare(bare, hostile_origin)]
#[bench::by_hand(by_hand, hostile_origin)]
#[bench::annotated(annotated, hostile_origin)]
#[bench::annotated_subdomains(annotated_subdomains, hostile_origin)]
#[bench::actix_cors(actix_cors, hostile_origin)]
fn actual_hostile_origin(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

#[library_benchmark(setup = prepare, teardown = drop)]
#[bench::lower_bound(lower_bound_of_preflights, preflight)]
#[bench::by_hand(by_hand, preflight)]
#[bench::annotated(annotated, preflight)]
#[bench::annotated_last_of_20(annotated_last_of_20, preflight)]
#[bench::annotated_no_header(annotated_without_headers, preflight_of_no_header)]
#[bench::actix_cors_no_header(actix_cors_without_headers, preflight_of_no_header)]
#[bench::annotated_any_header(annotated_any_header, preflight)]
#[bench::annotated_in_layer(annotated_in_layer, preflight)]
#[bench::middleware(middleware, preflight)]
#[bench::actix_cors(actix_cors, preflight)]
#[bench::actix_cors_on_resource(actix_cors_on_resource, preflight)]
fn preflight_allowed(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

#[library_benchmark(setup = prepare, teardown = drop)]
#[bench::by_hand(by_hand, disallowed_preflight)]
#[bench::annotated(annotated, disallowed_preflight)]
#[bench::actix_cors(actix_cors, disallowed_preflight)]
fn preflight_not_allowed(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

#[library_benchmark(setup = prepare, teardown = drop)]
#[bench::annotated(annotated, hostile_preflight)]
#[bench::annotated_any_header(annotated_any_header, hostile_preflight)]
#[bench::actix_cors(actix_cors, hostile_preflight)]
fn preflight_hostile(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

#[library_benchmark(config = counting(tower::MEASURED), setup = tower::Prepared::new, teardown = drop)]
#[bench::bare_allowed(tower::bare, tower::allowed)]
#[bench::layered_allowed(tower::layered, tower::allowed)]
#[bench::bare_no_origin(tower::bare, tower::no_origin)]
#[bench::layered_no_origin(tower::layered, tower::no_origin)]
#[bench::bare_not_allowed(tower::bare, tower::disallowed_origin)]
#[bench::layered_not_allowed(tower::layered, tower::disallowed_origin)]
#[bench::layered_preflight(tower::layered, tower::preflight)]
fn tower_http(prepared: tower::Prepared) -> tower::Prepared {
    black_box(prepared).run()
}

library_benchmark_group!(
    name = requests;
    benchmarks = actual_allowed, actual_no_origin, actual_not_allowed, actual_hostile_origin,
        preflight_allowed, preflight_not_allowed, preflight_hostile, tower_http
);

fn counting(function: &str) -> LibraryBenchmarkConfig {
    let callgrind =
        Callgrind::default().entry_point(EntryPoint::Custom(function.to_owned())).clone();
    LibraryBenchmarkConfig::default().tool(callgrind).clone()
}

main!(config = counting(MEASURED), library_benchmark_groups = requests);
