//! `..` and lists within lists: the policy has the joined list.

use actix_web::{put, route, web::ServiceConfig};
use cors_runtime::{Policy, cors, policy};

use crate::case::check;

const TRACING: &[&str] = &["traceparent", "baggage"];

const BASE: Policy = policy!(
    origins = "https://app.example",
    methods = [GET],
    allow_headers = [TRACING, "x-base"],
    expose_headers = "etag",
    hosts = "localhost:*",
);

/// A policy can also be shared by reference.
const BASE_BY_REFERENCE: &Policy = &BASE;

#[cors(
    policy = BASE_BY_REFERENCE,
    origins = ["https://own.example", ..],
    methods = [.., PUT],
    allow_headers = [.., "x-own", "X-Base"],
    expose_headers = [.., "x-total-count"],
    hosts = [.., "api.example"],
)]
#[route("/joined", method = "GET", method = "PUT", method = "DELETE")]
async fn joined() -> &'static str {
    "ran"
}

#[cors(origins = "https://app.example", allow_headers = TRACING)]
mod api {
    use super::*;

    #[cors(allow_headers = ["x-own", ..], expose_headers = [.., "etag"])]
    #[put("/in-module")]
    pub async fn in_module() -> &'static str {
        "ran"
    }
}

fn services(config: &mut ServiceConfig) {
    config.service(joined).service(api::in_module);
}

const CASES: &str = "
the lists are joined in the order in which they are written, without duplicates
    preflight PUT /joined from https://app.example | host: api.example
    204 | allow-headers: traceparent, baggage, x-base, x-own | allow-methods: GET, PUT
        | allow-origin: https://app.example | vary: preflight
an origin beside `..` is allowed
    GET /joined from https://own.example | host: localhost:8080
    200 ran | allow-origin: https://own.example | expose-headers: etag, x-total-count
        | vary: Origin
a method that neither list has is not allowed
    preflight DELETE /joined from https://app.example | host: api.example
    403 | vary: preflight
a host that neither list has is rejected
    GET /joined from https://own.example | host: evil.example
    403 | vary: Origin
a handler's list is joined with the list of its module
    preflight PUT /in-module from https://app.example
    204 | allow-headers: x-own, traceparent, baggage | allow-methods: PUT
        | allow-origin: https://app.example | vary: preflight
`..` adds nothing if nothing is inherited
    PUT /in-module from https://app.example
    200 ran | allow-origin: https://app.example | expose-headers: etag | vary: Origin
";

#[actix_web::test]
async fn two_dots_insert_the_inherited_list() {
    check(services, CASES).await;
}
