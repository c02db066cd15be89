//! The random token in the Explorer's path. Only someone who can read the log knows the path.

use std::{
    collections::HashSet,
    sync::{LazyLock, Mutex, PoisonError},
};

/// Returns the token of this process: 32 hex digits. The token is the same for each worker, because each worker
/// registers the Explorer at the same path.
#[allow(clippy::expect_used, reason = "it happens before the server starts")]
pub(crate) fn token() -> &'static str {
    static TOKEN: LazyLock<String> = LazyLock::new(|| {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the operating system provides random bytes");
        format!("{:032x}", u128::from_ne_bytes(bytes))
    });
    &TOKEN
}

/// Logs the path once, although each worker registers it.
pub(super) fn log_path(path: &str) {
    static LOGGED: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(Mutex::default);
    let is_first = LOGGED.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
    if is_first {
        tracing::info!(target: "cors_devtools", path, "the Explorer is at {path}");
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use tracing::{
        Event, Level, Subscriber,
        field::{Field, Visit},
    };
    use tracing_subscriber::{
        Layer,
        layer::{Context, SubscriberExt},
        registry,
    };

    use super::log_path;

    #[derive(Clone, Default)]
    struct Events(Arc<Mutex<Vec<(Level, String)>>>);

    impl<S: Subscriber> Layer<S> for Events {
        fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
            struct Message(String);
            impl Visit for Message {
                fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
                    if field.name() == "message" {
                        self.0 = format!("{value:?}");
                    }
                }
            }
            let mut message = Message(String::new());
            event.record(&mut message);
            self.0.lock().unwrap().push((*event.metadata().level(), message.0));
        }
    }

    #[test]
    fn the_path_is_logged_once_at_info() {
        let events = Events::default();
        tracing::subscriber::with_default(registry().with(events.clone()), || {
            log_path("/__cors/0/");
            log_path("/__cors/0/");
        });
        let logged = events.0.lock().unwrap();
        assert_eq!(*logged, [(Level::INFO, "the Explorer is at /__cors/0/".to_owned())]);
    }
}
