//! Tests of `policies()` as filters of a Kubernetes gateway. A real gateway needs a cluster, so the tests use two
//! substitutes: an implementation of the specification (`semantics.rs`), and the proxy Envoy (`envoy.rs`). Several
//! gateways convert their filters to the same configuration of Envoy.

mod api;
#[cfg(all(feature = "all", unix))]
mod envoy;
mod filters;
mod semantics;

use cors_devtools::{GatewayError, HttpCorsFilter, http_cors_filters};
use cors_runtime::policies;

/// The paths of `api.rs` whose policies a filter can express.
const PATHS: [&str; 3] = ["/gateway/public", "/gateway/app", "/gateway/any-header"];
const METHODS: [&str; 5] = ["GET", "PUT", "DELETE", "PATCH", "POST"];
/// Origins that a policy lists or matches, and similar origins.
const ORIGINS: [&str; 11] = [
    "https://app.example",
    "https://app.example:8443",
    "http://app.example",
    "https://a.app.example:8443",
    "https://a.b.app.example:8443",
    "https://a.app.example",
    "https://evilapp.example:8443",
    "https://app.example.evil.example",
    "http://localhost:3000",
    "http://localhost",
    "null",
];

fn filter(path: &str) -> Result<HttpCorsFilter, Vec<GatewayError>> {
    let rules = http_cors_filters(&policies());
    let rule = rules.into_iter().find(|rule| rule.path == path).expect(path);
    assert!(rule.handlers.iter().all(|handler| handler.module == api::MODULE));
    rule.filter
}
