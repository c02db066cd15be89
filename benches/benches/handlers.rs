//! A benchmark that counts the instructions per request with callgrind, in applications with different numbers of
//! handlers.
//!
//! The router of actix-web tries its entries in order. Each request is for the last handler, which is the worst case.

#![allow(missing_docs, reason = "the harness's macros write undocumented items")]

use std::hint::black_box;

use actix_cors::Cors;
use actix_web::App;
use cors_benches::{
    requests::{APP, read},
    server::{MEASURED, Prepared, Server},
};
use gungraun::{
    Callgrind, EntryPoint, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main,
};

include!(concat!(env!("OUT_DIR"), "/handlers.rs"));

fn of_bare(count: usize) -> Server {
    Server::new(App::new().configure(bare::first(count)))
}

fn of_annotated(count: usize) -> Server {
    Server::new(App::new().configure(annotated::first(count)))
}

fn of_actix_cors(count: usize) -> Server {
    let policy = Cors::default().allowed_origin(APP).allowed_methods(["GET"]);
    Server::new(App::new().wrap(policy).configure(bare::first(count)))
}

fn prepare(server: fn(usize) -> Server, count: usize) -> Prepared {
    Prepared::new(server(count), move || read(&last_of(count), &[("origin", APP)]))
}

fn prepare_no_origin(server: fn(usize) -> Server, count: usize) -> Prepared {
    Prepared::new(server(count), move || read(&last_of(count), &[]))
}

fn last_of(count: usize) -> String {
    format!("GET /resource-{}", count - 1)
}

#[library_benchmark(setup = prepare, teardown = drop)]
#[bench::handlers_1(of_bare, 1)]
#[bench::handlers_100(of_bare, 100)]
#[bench::handlers_1000(of_bare, 1_000)]
fn bare_handlers(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

#[library_benchmark(setup = prepare, teardown = drop)]
#[bench::handlers_1(of_annotated, 1)]
#[bench::handlers_100(of_annotated, 100)]
#[bench::handlers_1000(of_annotated, 1_000)]
fn annotated_handlers(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

#[library_benchmark(setup = prepare_no_origin, teardown = drop)]
#[bench::handlers_1(of_bare, 1)]
#[bench::handlers_100(of_bare, 100)]
#[bench::handlers_1000(of_bare, 1_000)]
fn bare_handlers_no_origin(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

#[library_benchmark(setup = prepare_no_origin, teardown = drop)]
#[bench::handlers_1(of_annotated, 1)]
#[bench::handlers_100(of_annotated, 100)]
#[bench::handlers_1000(of_annotated, 1_000)]
fn annotated_handlers_no_origin(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

#[library_benchmark(setup = prepare, teardown = drop)]
#[bench::handlers_1(of_actix_cors, 1)]
#[bench::handlers_100(of_actix_cors, 100)]
#[bench::handlers_1000(of_actix_cors, 1_000)]
fn actix_cors_handlers(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

library_benchmark_group!(
    name = handlers;
    benchmarks = bare_handlers, annotated_handlers, bare_handlers_no_origin,
        annotated_handlers_no_origin, actix_cors_handlers
);

fn counting(function: &str) -> LibraryBenchmarkConfig {
    let callgrind =
        Callgrind::default().entry_point(EntryPoint::Custom(function.to_owned())).clone();
    LibraryBenchmarkConfig::default().tool(callgrind).clone()
}

main!(config = counting(MEASURED), library_benchmark_groups = handlers);
