//! The synchronization of the set of origins with the database.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use cors_runtime::{LiveOrigins, Origins};

use crate::{
    database::{Database, Error, Watch},
    setup::Setup,
};

/// The time between two attempts to reach an unavailable database.
const RETRY: Duration = Duration::from_millis(500);

/// A set of origins, and the database connection that detects changes of the origins.
pub struct OriginSync {
    pub database: Arc<dyn Database>,
    pub tenants: Arc<LiveOrigins>,
    pub state: Arc<State>,
    watch: Box<dyn Watch>,
}

impl OriginSync {
    /// Reads the first set. The server cannot start without a valid set, so an invalid origin in the database is an
    /// error.
    pub fn start(setup: &Setup) -> Result<Self, Error> {
        let database = setup.location.open()?;
        // The connection begins to watch before it reads the origins. A change between the two steps is thus detected
        // too.
        let mut watch = database.watch()?;
        let start = Instant::now();
        let rows = watch.origins()?;
        let count = rows.len();
        let origins =
            Origins::parse(rows).map_err(|errors| format!("in the database:\n{errors}"))?;
        let state = Arc::new(State::default());
        state.report_read(count, start);
        Ok(Self { database, tenants: Arc::new(LiveOrigins::new(origins)), state, watch })
    }

    /// Replaces the set after changes of the database, on a separate thread. The last valid set
    /// remains while the database is unavailable or contains an invalid origin.
    pub fn spawn(mut self) {
        thread::spawn(move || {
            loop {
                let Err(error) = self.apply_changes();
                self.state.report(format!(
                    "the database is unavailable: the last valid set remains\n{error}"
                ));
                self.reconnect();
            }
        });
    }

    fn apply_changes(&mut self) -> Result<Infallible, Error> {
        loop {
            self.watch.wait()?;
            let start = Instant::now();
            let rows = self.watch.origins()?;
            self.replace(rows, start);
        }
    }

    fn reconnect(&mut self) {
        loop {
            thread::sleep(RETRY);
            let start = Instant::now();
            if let Ok(mut watch) = self.database.watch()
                && let Ok(rows) = watch.origins()
            {
                self.watch = watch;
                return self.replace(rows, start);
            }
        }
    }

    fn replace(&self, rows: Vec<String>, start: Instant) {
        let count = rows.len();
        match Origins::parse(rows).and_then(|origins| self.tenants.store(origins)) {
            Ok(()) => self.state.report_read(count, start),
            Err(errors) => self.state.report(format!(
                "the database contains invalid origins: the last valid set remains\n\n{errors}\n"
            )),
        }
    }
}

/// The result of the last synchronization, for the log and for `GET /status`.
#[derive(Default)]
pub struct State(Mutex<String>);

impl State {
    pub fn status(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn report_read(&self, count: usize, start: Instant) {
        let elapsed = start.elapsed().as_millis();
        let noun = if count == 1 { "origin" } else { "origins" };
        self.report(format!("read {count} {noun} from the database in {elapsed} ms"));
    }

    fn report(&self, status: String) {
        let line = format!("tenants: {status}");
        // The status changes before the line is logged. A request that follows the log line thus reads the same status.
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = status;
        eprintln!("{line}");
    }
}
