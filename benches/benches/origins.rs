//! A benchmark that counts the instructions per request with callgrind, in policies with different numbers of origins.

#![allow(missing_docs, reason = "the harness's macros write undocumented items")]

use std::{cell::Cell, hint::black_box};

use actix_cors::Cors;
use actix_http::Request;
use actix_web::{App, HttpResponse, get, web};
use cors_benches::{
    requests::{APP, allowed, disallowed_origin},
    server::{MEASURED, Prepared, Server},
};
use cors_runtime::{Origins, cors};
use gungraun::{
    Callgrind, EntryPoint, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main,
};

include!(concat!(env!("OUT_DIR"), "/origins.rs"));

thread_local! {
    /// The number of origins in the policy. This is a thread-local variable, because the expression in
    /// `origins = dynamic(…)` cannot use the arguments of a function. The expression is evaluated when the application
    /// starts.
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

fn names(count: usize) -> impl Iterator<Item = String> {
    (1..count).map(|n| format!("https://tenant-{n}.example.com")).chain([APP.to_owned()])
}

/// Returns `count` subdomain patterns. Only the last pattern matches the origin of the requests.
fn wildcards(count: usize) -> impl Iterator<Item = String> {
    let tenants = (1..count).map(|n| format!("https://*.tenant-{n}.example.com"));
    tenants.chain(["https://*.example.com".to_owned()])
}

fn run_time_names(count: usize) -> Server {
    #[cors(origins = dynamic(Origins::parse(names(COUNT.get())).expect("origins")))]
    #[get("/books")]
    async fn list() -> HttpResponse {
        HttpResponse::Ok().body("[]")
    }
    COUNT.set(count);
    Server::new(App::new().service(list))
}

fn run_time_wildcards(count: usize) -> Server {
    #[cors(origins = dynamic(Origins::parse(wildcards(COUNT.get())).expect("origins")))]
    #[get("/books")]
    async fn list() -> HttpResponse {
        HttpResponse::Ok().body("[]")
    }
    COUNT.set(count);
    Server::new(App::new().service(list))
}

fn by_actix_cors(count: usize) -> Server {
    let policy = names(count).fold(Cors::default(), |cors, name| cors.allowed_origin(&name));
    let list = web::get().to(async || HttpResponse::Ok().body("[]"));
    Server::new(App::new().wrap(policy).route("/books", list))
}

fn prepare(server: fn() -> Server, request: fn() -> Request) -> Prepared {
    Prepared::new(server(), request)
}

fn prepare_count(server: fn(usize) -> Server, count: usize, request: fn() -> Request) -> Prepared {
    Prepared::new(server(count), request)
}

#[library_benchmark(setup = prepare, teardown = drop)]
#[bench::origins_1(with_1, allowed)]
#[bench::origins_10(with_10, allowed)]
#[bench::origins_100(with_100, allowed)]
#[bench::origins_1000(with_1000, allowed)]
#[bench::origins_10000(with_10000, allowed)]
fn literal(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

#[library_benchmark(setup = prepare, teardown = drop)]
#[bench::origins_1(with_1, disallowed_origin)]
#[bench::origins_10(with_10, disallowed_origin)]
#[bench::origins_100(with_100, disallowed_origin)]
#[bench::origins_1000(with_1000, disallowed_origin)]
#[bench::origins_10000(with_10000, disallowed_origin)]
fn literal_not_allowed(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

#[library_benchmark(setup = prepare_count, teardown = drop)]
#[bench::origins_1(run_time_names, 1, allowed)]
#[bench::origins_10(run_time_names, 10, allowed)]
#[bench::origins_100(run_time_names, 100, allowed)]
#[bench::origins_1000(run_time_names, 1_000, allowed)]
#[bench::origins_10000(run_time_names, 10_000, allowed)]
fn run_time(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

#[library_benchmark(setup = prepare_count, teardown = drop)]
#[bench::origins_1(run_time_wildcards, 1, allowed)]
#[bench::origins_10(run_time_wildcards, 10, allowed)]
#[bench::origins_100(run_time_wildcards, 100, allowed)]
#[bench::origins_1000(run_time_wildcards, 1_000, allowed)]
#[bench::origins_10000(run_time_wildcards, 10_000, allowed)]
fn run_time_subdomains(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

#[library_benchmark(setup = prepare_count, teardown = drop)]
#[bench::origins_1(by_actix_cors, 1, allowed)]
#[bench::origins_10(by_actix_cors, 10, allowed)]
#[bench::origins_100(by_actix_cors, 100, allowed)]
#[bench::origins_1000(by_actix_cors, 1_000, allowed)]
#[bench::origins_10000(by_actix_cors, 10_000, allowed)]
fn actix_cors_names(prepared: Prepared) -> Prepared {
    black_box(prepared).run()
}

library_benchmark_group!(
    name = origins;
    benchmarks = literal, literal_not_allowed, run_time, run_time_subdomains, actix_cors_names
);

fn counting(function: &str) -> LibraryBenchmarkConfig {
    let callgrind =
        Callgrind::default().entry_point(EntryPoint::Custom(function.to_owned())).clone();
    LibraryBenchmarkConfig::default().tool(callgrind).clone()
}

main!(config = counting(MEASURED), library_benchmark_groups = origins);
