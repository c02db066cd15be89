//! Policies in a real browser: `cargo test -p browser-tests`, with Debian's `chromium`,
//! `chromium-driver` and `firefox-esr` installed.
//!
//! One process drives one Chromium, test after test, and ends it whatever becomes of the tests; and one
//! Firefox, for what its console says.

mod agreement;
mod api;
mod beyond_fetch;
mod bookshop;
mod call;
mod chromium;
mod console;
mod explorer;
mod firefox;
mod page;
mod pages;
mod process;
mod scenarios;
mod server;

use std::{
    process::ExitCode,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use libtest_mimic::{Arguments, Failed, Trial};
use tokio::{runtime, task::LocalSet, time::timeout};

use crate::{bookshop::Shop, chromium::Chromium, firefox::Firefox, pages::COOKIE, server::Server};

/// What every test shares.
struct World {
    runtime: runtime::Runtime,
    chromium: Option<Chromium>,
    server: Server,
    /// Started by the first test that needs it.
    firefox: OnceLock<Result<Firefox, String>>,
    /// Opened by the first test that visits it.
    bookshop: OnceLock<Result<Shop, String>>,
    /// Set by a test that came to no end: the others then need not wait for theirs.
    stuck: AtomicBool,
}

impl World {
    fn start() -> Result<Self, String> {
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| format!("no runtime: {error}"))?;
        let server = Server::start()?;
        let chromium = runtime.block_on(Chromium::start())?;
        let world = Self {
            runtime,
            chromium: Some(chromium),
            server,
            firefox: OnceLock::new(),
            bookshop: OnceLock::new(),
            stuck: AtomicBool::new(false),
        };
        world.runtime.block_on(world.sign_in())?;
        Ok(world)
    }

    async fn sign_in(&self) -> Result<(), String> {
        let url = format!("http://{}:{}/sign-in", call::API, self.server.ports.first);
        let page = self.chromium().page();
        page.goto(&url).await.map_err(|error| format!("no page opens: {error}"))?;
        match page.get_all_cookies().await {
            Ok(all)
                if all.iter().any(|own| COOKIE == format!("{}={}", own.name(), own.value())) =>
            {
                Ok(())
            }
            other => Err(format!("Chromium has no cookie: {other:?}")),
        }
    }

    fn chromium(&self) -> &Chromium {
        self.chromium.as_ref().expect("it is closed at the end of all")
    }

    fn firefox(&self) -> &Firefox {
        self.firefox.get_or_init(Firefox::start).as_ref().expect("Firefox starts")
    }

    /// Runs one test, for which `limit` is ample.
    fn run(&self, limit: Duration, test: impl Future<Output = ()>) -> Result<(), Failed> {
        if self.stuck.load(Ordering::Relaxed) {
            return Err("an earlier test came to no end".into());
        }
        // What handlers spawn under the in-process client ends with the test.
        let done = LocalSet::new().block_on(&self.runtime, async { timeout(limit, test).await });
        done.map_err(|_| {
            self.stuck.store(true, Ordering::Relaxed);
            format!("not done within {limit:?}").into()
        })
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(chromium) = self.chromium.take() {
            self.runtime.block_on(chromium.close());
        }
    }
}

type Shared = Arc<OnceLock<Result<World, String>>>;

fn test<F>(shared: &Shared, name: &str, limit: Duration, test: F) -> Trial
where
    F: AsyncFnOnce(&World) + Send + 'static,
{
    let shared = Arc::clone(shared);
    Trial::test(name, move || match shared.get_or_init(World::start) {
        Ok(world) => world.run(limit, test(world)),
        Err(error) => Err(error.into()),
    })
}

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // One browser shows one page at a time.
    arguments.test_threads = Some(1);

    let shared = Shared::default();
    let mut tests = Vec::new();
    for scenario in scenarios::all() {
        let name = scenario.name;
        tests.push(test(&shared, name, Duration::from_secs(60), async move |world: &World| {
            agreement::both_browsers_agree(&scenario, world.chromium(), &world.server).await;
        }));
    }
    tests.extend(beyond_fetch::tests(&shared));
    tests.extend(console::tests(&shared));
    tests.extend(explorer::tests(&shared));
    tests.extend(bookshop::tests(&shared));

    let conclusion = libtest_mimic::run(&arguments, tests);
    // The browser ends here, before the exit.
    drop(shared);
    conclusion.exit_code()
}
