//! A benchmark of the time per request. Compare only ratios within one run, because the load of the machine differs
//! between runs.

use actix_http::Request;
use cors_benches::{
    contenders::{actix_cors, annotated, bare, by_hand, middleware},
    requests::{allowed, disallowed_origin, no_origin, preflight},
    server::Server,
};
use divan::Bencher;

fn main() {
    divan::main();
}

const CONTENDERS: [&str; 5] = ["bare", "by hand", "annotated", "middleware", "actix-cors"];

fn measure(bencher: Bencher<'_, '_>, contender: &str, request: fn() -> Request) {
    let server: Server = match contender {
        "by hand" => by_hand(),
        "annotated" => annotated(),
        "middleware" => middleware(),
        "actix-cors" => actix_cors(),
        _ => bare(),
    };
    bencher.with_inputs(request).bench_local_values(|request| server.answer(request));
}

#[divan::bench(args = CONTENDERS, sample_count = 500, sample_size = 100)]
fn actual_allowed(bencher: Bencher<'_, '_>, contender: &str) {
    measure(bencher, contender, allowed);
}

#[divan::bench(args = CONTENDERS, sample_count = 500, sample_size = 100)]
fn actual_no_origin(bencher: Bencher<'_, '_>, contender: &str) {
    measure(bencher, contender, no_origin);
}

#[divan::bench(args = CONTENDERS, sample_count = 500, sample_size = 100)]
fn actual_not_allowed(bencher: Bencher<'_, '_>, contender: &str) {
    measure(bencher, contender, disallowed_origin);
}

#[divan::bench(args = CONTENDERS, sample_count = 500, sample_size = 100)]
fn preflight_allowed(bencher: Bencher<'_, '_>, contender: &str) {
    measure(bencher, contender, preflight);
}
