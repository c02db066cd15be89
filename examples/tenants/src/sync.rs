//! The tenants' set, kept as the database has it.

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

/// Between two attempts to find a database that is gone.
const RETRY: Duration = Duration::from_millis(500);

/// A set that can follow its database.
pub struct Following {
    pub database: Arc<dyn Database>,
    pub tenants: Arc<LiveOrigins>,
    pub state: Arc<State>,
    watch: Box<dyn Watch>,
}

impl Following {
    /// Reads the first set. Nothing can be served without one, so there a mistake in the database
    /// is an error.
    pub fn start(setup: &Setup) -> Result<Self, Error> {
        let database = setup.place.open()?;
        // The watch first: no change falls between it and the reading.
        let mut watch = database.watch()?;
        let begin = Instant::now();
        let listed = watch.origins()?;
        let count = listed.len();
        let origins =
            Origins::parse(listed).map_err(|mistakes| format!("in the database:\n{mistakes}"))?;
        let state = Arc::new(State::default());
        state.is_as_in_the_database(count, begin);
        Ok(Self { database, tenants: Arc::new(LiveOrigins::new(origins)), state, watch })
    }

    /// Replaces the set whenever the database changes, from a thread of its own. With a mistake in
    /// the database, and when it is gone, the last good set stays.
    pub fn follow(mut self) {
        thread::spawn(move || {
            loop {
                let Err(error) = self.take_over_changes();
                self.state.tell(format!("the database is gone: the last good set stays\n{error}"));
                self.watch_again();
            }
        });
    }

    fn take_over_changes(&mut self) -> Result<Infallible, Error> {
        loop {
            self.watch.wait()?;
            let begin = Instant::now();
            let listed = self.watch.origins()?;
            self.replace(listed, begin);
        }
    }

    fn watch_again(&mut self) {
        loop {
            thread::sleep(RETRY);
            let begin = Instant::now();
            if let Ok(mut watch) = self.database.watch()
                && let Ok(listed) = watch.origins()
            {
                self.watch = watch;
                return self.replace(listed, begin);
            }
        }
    }

    fn replace(&self, listed: Vec<String>, begin: Instant) {
        let count = listed.len();
        match Origins::parse(listed).and_then(|origins| self.tenants.store(origins)) {
            Ok(()) => self.state.is_as_in_the_database(count, begin),
            Err(mistakes) => self.state.tell(format!(
                "there are mistakes in the database: the last good set stays\n\n{mistakes}\n"
            )),
        }
    }
}

/// How the set stands to the database, as the log and `GET /status` tell it.
#[derive(Default)]
pub struct State(Mutex<String>);

impl State {
    pub fn sentence(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn is_as_in_the_database(&self, count: usize, begin: Instant) {
        let took = begin.elapsed().as_millis();
        self.tell(format!("{count} origins, as the database has them, read in {took} ms"));
    }

    fn tell(&self, sentence: String) {
        let line = format!("tenants: {sentence}");
        // Before it is logged: who reads the log and then asks is told the same.
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = sentence;
        eprintln!("{line}");
    }
}
