//! What pages do, and what they must see of it: data, which `agreement.rs` runs in Chromium and in
//! the in-process client.

mod credentials;
mod keeping;
mod patterns;
mod preflighted;
mod redirects;
mod scripted;
mod simple;
mod unplanned;

use std::time::Duration;

use crate::{
    call::{Call, Expected},
    page::Page,
};

pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) steps: Vec<Step>,
}

pub(crate) enum Step {
    /// The calls that follow are made by this page, in the same browser.
    Open(Page),
    Wait(Duration),
    Call(Box<Judged>),
}

/// A call, and what must be seen of it.
pub(crate) struct Judged {
    pub(crate) call: Call,
    /// What the Fetch standard says that the page sees.
    pub(crate) standard: Expected,
    /// What Chromium does otherwise.
    pub(crate) chromium: Option<Expected>,
}

fn scenario(name: &'static str, page: Page) -> Scenario {
    Scenario { name, steps: vec![Step::Open(page)] }
}

impl Scenario {
    fn call(self, call: Call, expected: Expected) -> Self {
        self.judged(Judged { call, standard: expected, chromium: None })
    }

    /// A call where Chromium departs from the standard, as `cors_runtime::testing` tells its readers.
    fn departure(self, call: Call, standard: Expected, chromium: Expected) -> Self {
        self.judged(Judged { call, standard, chromium: Some(chromium) })
    }

    fn open(self, page: Page) -> Self {
        self.step(Step::Open(page))
    }

    fn wait(self, time: Duration) -> Self {
        self.step(Step::Wait(time))
    }

    fn judged(self, judged: Judged) -> Self {
        self.step(Step::Call(Box::new(judged)))
    }

    fn step(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

pub(crate) fn all() -> Vec<Scenario> {
    [
        simple::scenarios(),
        preflighted::scenarios(),
        credentials::scenarios(),
        keeping::scenarios(),
        patterns::scenarios(),
        unplanned::scenarios(),
        redirects::scenarios(),
        scripted::scenarios(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
