//! Policies in real browsers: `cargo test -p browser-tests`, with the Debian packages `chromium`,
//! `chromium-driver` and `firefox-esr`.
//!
//! One process runs all tests in one Chromium and one Firefox, and ends both browsers even after a failure.

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

/// The browsers and servers that all tests share.
struct World {
    runtime: runtime::Runtime,
    chromium: Option<Chromium>,
    server: Server,
    /// Started by the first test that needs it.
    firefox: OnceLock<Result<Firefox, String>>,
    /// Started by the first test that needs it.
    bookshop: OnceLock<Result<Shop, String>>,
    /// Set after the timeout of a test, so that later tests fail at once.
    has_timed_out: AtomicBool,
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
            has_timed_out: AtomicBool::new(false),
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
        self.chromium.as_ref().expect("Chromium runs until `drop`")
    }

    fn firefox(&self) -> &Firefox {
        self.firefox.get_or_init(Firefox::start).as_ref().expect("Firefox starts")
    }

    /// Runs one test with a time limit.
    fn run(&self, limit: Duration, test: impl Future<Output = ()>) -> Result<(), Failed> {
        if self.has_timed_out.load(Ordering::Relaxed) {
            return Err("an earlier test has timed out".into());
        }
        // The tasks that handlers spawn under the in-process client end with the `LocalSet`.
        let result = LocalSet::new().block_on(&self.runtime, async { timeout(limit, test).await });
        result.map_err(|_| {
            self.has_timed_out.store(true, Ordering::Relaxed);
            format!("the test has not ended within {limit:?}").into()
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
    // The tests share one browser, which shows one page at a time.
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
    // `exit` runs no destructors, so the browsers must end here.
    drop(shared);
    conclusion.exit_code()
}
