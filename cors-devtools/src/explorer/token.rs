//! The random token in the Explorer's path. Without the token, a client cannot open the Explorer.

use std::{
    collections::BTreeSet,
    sync::{LazyLock, Mutex, PoisonError},
};

/// Returns the token of this process: 32 hex digits. All workers share the token, because they must register the
/// Explorer at the same path.
#[allow(clippy::expect_used, reason = "the server has not started yet")]
pub(crate) fn token() -> &'static str {
    static TOKEN: LazyLock<String> = LazyLock::new(|| {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the operating system provides random bytes");
        format!("{:032x}", u128::from_ne_bytes(bytes))
    });
    &TOKEN
}

/// Logs the path once, although each worker registers the Explorer.
pub(super) fn log_path(path: &str) {
    static LOGGED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let is_first = LOGGED.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
    if is_first {
        tracing::info!(target: "cors_devtools", path, "the Explorer is at {path}");
    }
}
