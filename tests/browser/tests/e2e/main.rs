//! Tests of policies in real browsers. `cargo test -p browser-tests` needs the Debian packages `chromium`,
//! `chromium-driver` and `firefox-esr`.
//!
//! One process runs all tests in one Chromium and one Firefox, and ends both browsers even after a failure.

mod agreement;
mod api;
mod bookshop;
mod call;
mod chromium;
mod console;
mod explorer;
mod firefox;
mod page;
mod process;
mod requests;
mod scenarios;
mod server;

use std::{
    process::ExitCode,
    sync::{Arc, OnceLock},
    thread,
    time::{Duration, Instant},
};

use actix_web::rt::System;
use libtest_mimic::{Arguments, Trial};
use serde_json::{Value, json};

use crate::{bookshop::Shop, chromium::Chromium, firefox::Firefox, server::Server};

/// The browsers and servers that all tests share.
struct World {
    chromium: Chromium,
    server: Server,
    /// The first test that needs Firefox starts it.
    firefox: OnceLock<Result<Firefox, String>>,
    /// The first test that needs the bookshop starts it.
    bookshop: OnceLock<Result<Shop, String>>,
}

impl World {
    fn start() -> Result<Self, String> {
        let (server, chromium) = (Server::start()?, Chromium::start()?);
        chromium.goto(&format!("http://{}:{}/sign-in", call::API, server.ports.first));
        Ok(Self { chromium, server, firefox: OnceLock::new(), bookshop: OnceLock::new() })
    }

    fn firefox(&self) -> &Firefox {
        self.firefox.get_or_init(Firefox::start).as_ref().expect("Firefox starts")
    }

    /// Runs the in-process client in a new `System`. Dropping the `System` ends the tasks that a handler has spawned.
    fn block_on<T>(&self, client: impl Future<Output = T>) -> T {
        System::new().block_on(client)
    }

    fn script(&self, code: &str) -> Value {
        self.chromium.script(code, json!([]))
    }

    /// Waits until the value of a JavaScript expression is `wanted`.
    fn wait_for(&self, expression: &str, wanted: &str) {
        const LIMIT: Duration = Duration::from_secs(60);
        let end = Instant::now() + LIMIT;
        loop {
            let now = self.script(&format!("return {expression}"));
            if now == json!(wanted) {
                return;
            }
            assert!(Instant::now() < end, "`{expression}` is {now}, not {wanted}, after {LIMIT:?}");
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Checks that no element extends past the right side of the window.
    fn fits_the_window(&self, width: u32, when: &str) {
        const OVERFLOW: &str =
            "return [document.documentElement, ...document.querySelectorAll('body *')]
            .filter((element) => element.getBoundingClientRect().right > innerWidth + 1
                || element === document.documentElement && element.scrollWidth > innerWidth)
            .map((element) => element.outerHTML.slice(0, 80))";
        assert_eq!(self.script("return innerWidth"), json!(width));
        assert_eq!(self.script(OVERFLOW), json!([]), "{when}");
    }

    /// Presses the Tab key, and returns the [identifier](Self::focused) of the element that then has the focus. Checks
    /// that the element has a visible outline.
    fn press_tab(&self) -> Value {
        const OUTLINED: &str =
            "const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
            return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2";
        self.chromium.press(TAB);
        let focused = self.focused();
        assert_eq!(self.script(OUTLINED), json!(true), "{focused} shows the focus");
        focused
    }

    /// Presses the Tab key until `last` has the focus, and returns the identifiers of the elements that had the focus.
    fn tab_until(&self, last: &str) -> Vec<Value> {
        let mut visited = Vec::new();
        while visited.last() != Some(&json!(last)) {
            assert!(visited.len() < 20, "the Tab key does not reach `{last}`: {visited:?}");
            visited.push(self.press_tab());
        }
        assert_eq!(visited.first(), Some(&json!("skip")), "the first link skips to the content");
        visited
    }

    /// Returns an identifier of the element that has the focus: the first non-empty one of its name, id, `data-run`,
    /// class and tag name.
    fn focused(&self) -> Value {
        self.script(
            "const { name, id, dataset, className, localName } = document.activeElement;
            return name || id || dataset.run || className || localName",
        )
    }
}

/// The codes of keys in WebDriver: <https://www.w3.org/TR/webdriver2/#keyboard-actions>.
const TAB: char = '\u{e004}';
const ENTER: char = '\u{e007}';

type Shared = Arc<OnceLock<Result<World, String>>>;

fn test(
    shared: &Shared,
    name: impl Into<String>,
    test: impl FnOnce(&World) + Send + 'static,
) -> Trial {
    let shared = Arc::clone(shared);
    Trial::test(name, move || match shared.get_or_init(World::start) {
        Ok(world) => {
            test(world);
            Ok(())
        }
        Err(error) => Err(error.into()),
    })
}

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // The tests share the browsers, and each browser shows one page at a time.
    arguments.test_threads = Some(1);

    let shared = Shared::default();
    let mut tests = Vec::new();
    for scenario in scenarios::all() {
        tests.push(test(&shared, scenario.name, move |world| {
            agreement::both_browsers_agree(&scenario, world);
        }));
    }
    for case in requests::all() {
        tests.push(test(&shared, case.name(), move |world| case.check(world)));
    }
    tests.extend(console::tests(&shared));
    tests.extend(explorer::tests(&shared));
    tests.extend(bookshop::tests(&shared));

    let conclusion = libtest_mimic::run(&arguments, tests);
    // Dropping the shared world ends the browsers and the servers.
    drop(shared);
    conclusion.exit_code()
}
