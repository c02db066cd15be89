//! Refusals as events. A flood of refusals logs each handler and reason once at `WARN`.

use std::{
    cell::RefCell,
    collections::HashSet,
    sync::{LazyLock, Mutex, PoisonError},
};

use tracing::Level;

use super::Refusal;

/// The handlers and reasons that this process has logged at `WARN`: at most a few entries for each
/// handler.
static LOGGED: LazyLock<Mutex<HashSet<Entry>>> = LazyLock::new(Mutex::default);

/// A handler with its file, its line, and a reason.
type Entry = (String, u32, &'static str);

/// The reasons that one handler in one worker has logged, so that a flood does not wait for the lock
/// of the process.
#[derive(Default)]
pub(crate) struct LogLimiter {
    logged: RefCell<Vec<&'static str>>,
}

impl LogLimiter {
    /// Logs a refusal: the first one of a handler and a reason at `WARN`, later ones at `DEBUG`.
    #[cold]
    pub(crate) fn log(&self, refusal: &Refusal) {
        if !tracing::enabled!(target: "cors_runtime", Level::WARN) {
            return;
        }
        // The level is a constant of the event. The fields are evaluated only if a subscriber wants
        // the event.
        macro_rules! event {
            ($level:expr) => {
                tracing::event!(
                    target: "cors_runtime",
                    $level,
                    handler = refusal.handler(),
                    file = refusal.file(),
                    line = refusal.line(),
                    step = refusal.step().as_str(),
                    reason = refusal.reason().as_str(),
                    origin = refusal.origin(),
                    requested = refusal.requested(),
                    help = refusal.help(),
                    see = refusal.see(),
                    "{}",
                    refusal.sentence()
                )
            };
        }
        if self.is_first(refusal) {
            event!(Level::WARN);
        } else {
            event!(Level::DEBUG);
        }
    }

    fn is_first(&self, refusal: &Refusal) -> bool {
        let reason = refusal.reason().as_str();
        let mut logged = self.logged.borrow_mut();
        if logged.contains(&reason) {
            return false;
        }
        logged.push(reason);
        let handler = format!("{} {}", refusal.handler(), refusal.file());
        let entry = (handler, refusal.line(), reason);
        LOGGED.lock().unwrap_or_else(PoisonError::into_inner).insert(entry)
    }
}
