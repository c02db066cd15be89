//! Logging of refusals, as events of the crate `tracing`.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use super::Refusal;

/// Logs an event at `WARN` if it is the first of its kind, otherwise at `DEBUG`.
macro_rules! warn_first {
    ($is_first:expr, $($event:tt)*) => {
        if $is_first {
            tracing::warn!(target: "cors_runtime", $($event)*);
        } else {
            tracing::debug!(target: "cors_runtime", $($event)*);
        }
    };
}

pub(crate) use warn_first;

type LoggedRefusal = (&'static str, u32, &'static str, &'static str, &'static str);

/// The refusals that this process has logged at `WARN`: the file, line, module and name of a handler or a layer, and
/// the label of a reason.
static LOGGED: Mutex<BTreeSet<LoggedRefusal>> = Mutex::new(BTreeSet::new());

impl Refusal {
    /// Logs the refusal: the first one of a handler or layer and a reason at `WARN`, later ones at `DEBUG`.
    #[cold]
    pub(crate) fn log(&self) {
        if !tracing::enabled!(target: "cors_runtime", tracing::Level::WARN) {
            return;
        }
        let (module, name) = self.owner.module_and_name();
        let logged = (self.file(), self.line(), module, name, self.reason.as_str());
        let is_first = LOGGED.lock().unwrap_or_else(PoisonError::into_inner).insert(logged);
        warn_first!(
            is_first,
            handler = self.handler(),
            file = self.file(),
            line = self.line(),
            step = self.step().as_str(),
            reason = self.reason().as_str(),
            origin = self.origin(),
            requested = self.requested(),
            help = self.help(),
            documentation_url = self.documentation_url(),
            "{}",
            self.sentence()
        );
    }
}
