//! A layer for `tracing` that records the events of `cors-runtime` and `cors-devtools`.

use std::{
    collections::BTreeMap,
    fmt::Debug,
    mem,
    sync::{Arc, Mutex},
};

use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{Layer, layer::Context};

/// The level of an event, and the values of its fields as strings.
pub type Recorded = (Level, BTreeMap<&'static str, String>);

#[derive(Clone, Default)]
pub struct Events(Arc<Mutex<Vec<Recorded>>>);

impl Events {
    /// Removes and returns the recorded events.
    pub fn take(&self) -> Vec<Recorded> {
        mem::take(&mut *self.0.lock().expect("no test panics here"))
    }
}

impl<S: Subscriber> Layer<S> for Events {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if matches!(event.metadata().target(), "cors_runtime" | "cors_devtools") {
            let mut fields = Fields::default();
            event.record(&mut fields);
            let recorded = (*event.metadata().level(), fields.0);
            self.0.lock().expect("no test panics here").push(recorded);
        }
    }
}

#[derive(Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}
