//! A log message for development: without `hosts`, a server on loopback is open to DNS rebinding.

use std::sync::{
    Once,
    atomic::{AtomicBool, Ordering},
};

use actix_web::dev::AppConfig;

use crate::{handlers::policies, policy::Policy};

/// The host in the `AppConfig` of an application in a test. Such an application has no server, so actix-web uses this
/// host.
const TEST_HOST: &str = "localhost:8080";

/// `true` if the policy of at least one layer has `hosts`.
static LAYER_HAS_HOSTS: AtomicBool = AtomicBool::new(false);

/// Records whether a layer has `hosts`, since `policies()` does not list layers.
pub(super) fn record_layer(policy: &Policy) {
    if !policy.hosts().is_empty() {
        LAYER_HAS_HOSTS.store(true, Ordering::Relaxed);
    }
}

/// Logs the hint at most once for each process, in debug builds.
pub(super) fn log_once(config: &AppConfig) {
    static LOGGED: Once = Once::new();
    if !cfg!(debug_assertions) || !is_server_on_loopback(config) {
        return;
    }
    LOGGED.call_once(|| {
        let has_hosts = LAYER_HAS_HOSTS.load(Ordering::Relaxed)
            || policies().iter().any(|handler| !handler.policy.hosts().is_empty());
        if !has_hosts {
            tracing::info!(
                target: "cors_runtime",
                "the server at {} is on loopback, and no policy has `hosts`: a DNS-rebinding page could \
                 reach it\nhelp: write `hosts = [\"localhost:*\", \"127.0.0.1:*\", \"[::1]:*\"]`\n\
                 see: https://docs.rs/cors-runtime/latest/cors_runtime/guide/local_servers/",
                config.local_addr()
            );
        }
    });
}

fn is_server_on_loopback(config: &AppConfig) -> bool {
    config.local_addr().ip().is_loopback() && config.host() != TEST_HOST
}

#[test]
fn the_hint_is_for_servers_on_loopback() {
    let is_on_loopback = |host: &str, address: &str| {
        let address = address.parse().unwrap();
        is_server_on_loopback(&AppConfig::__priv_test_new(false, host.to_owned(), address))
    };
    assert!(is_on_loopback("127.0.0.1:8080", "127.0.0.1:8080"));
    assert!(is_on_loopback("[::1]:3000", "[::1]:3000"));
    assert!(!is_on_loopback("0.0.0.0:8080", "0.0.0.0:8080"));
    assert!(!is_on_loopback(TEST_HOST, "127.0.0.1:8080"));
}
