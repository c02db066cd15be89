//! Requests of pages other than simple `fetch` calls, in Chromium, and in the in-process client where the
//! client supports them.

mod attacks;
mod forms;
mod sockets;
mod streams;
mod subresources;

use libtest_mimic::Trial;
use serde_json::Value;

use crate::{Shared, World, page::Page};

pub(crate) fn tests(shared: &Shared) -> Vec<Trial> {
    [
        attacks::tests(shared),
        forms::tests(shared),
        sockets::tests(shared),
        streams::tests(shared),
        subresources::tests(shared),
    ]
    .into_iter()
    .flatten()
    .collect()
}

impl World {
    /// Opens a page and returns the result of a script, which passes it to its last argument.
    async fn on_page(&self, page: Page, script: &str, arguments: Vec<Value>) -> Value {
        let address = format!("{}/page", page.address(self.server.ports));
        self.chromium().page().goto(&address).await.expect("the page opens");
        self.server.log.take();
        self.server.orders.take();
        self.chromium().run(script, arguments).await.expect("the script ends")
    }

    fn url(&self, scheme: &str, host: &str, path: &str) -> String {
        let run = crate::agreement::next_run();
        format!("{scheme}://{host}:{}/{run}{path}", self.server.ports.first)
    }

    /// Returns the statuses of the responses since the page was opened.
    fn response_statuses(&self) -> Vec<u16> {
        self.server.log.take().iter().map(|request| request.status).collect()
    }
}
