//! Refusals as events: a flood of them says each thing aloud once.

use std::{
    cell::Cell,
    collections::HashSet,
    sync::{LazyLock, Mutex, PoisonError},
};

use tracing::Level;

use super::{Reason, Refusal};

/// What was told aloud in this process: at most a few entries for each handler.
static TOLD: LazyLock<Mutex<HashSet<Aloud>>> = LazyLock::new(Mutex::default);

type Aloud = (String, u32, Reason);

/// What an endpoint has told, so that a flood is not held up by what the whole process shares.
#[derive(Default)]
pub(crate) struct Told(Cell<u32>);

impl Told {
    #[cold]
    pub(crate) fn tell(&self, refusal: &Refusal) {
        // A level is part of an event's static description, and its fields are made where somebody
        // listens only.
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
                    asked = refusal.asked(),
                    "{refusal}"
                )
            };
        }
        if !tracing::enabled!(target: "cors_runtime", Level::WARN) {
            return;
        }
        if self.is_first(refusal) {
            event!(Level::WARN);
        } else {
            event!(Level::DEBUG);
        }
    }

    fn is_first(&self, refusal: &Refusal) -> bool {
        let bit = 1 << refusal.reason() as u32;
        if self.0.replace(self.0.get() | bit) & bit != 0 {
            return false;
        }
        let place = format!("{} {}", refusal.handler(), refusal.file());
        let told = (place, refusal.line(), refusal.reason());
        TOLD.lock().unwrap_or_else(PoisonError::into_inner).insert(told)
    }
}
