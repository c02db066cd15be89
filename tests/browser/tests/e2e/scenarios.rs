//! The calls of pages with the expected observations, as data. `agreement.rs` runs them in Chromium and in the
//! in-process client.

mod credentials;
mod errors;
mod patterns;
mod preflight_cache;
mod preflighted;
mod redirects;
mod scripted;
mod simple;

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
    /// Opens the page that makes the next calls, in the same browser.
    Open(Page),
    Wait(Duration),
    Call(Box<ExpectedCall>),
}

/// A call and its expected observations.
pub(crate) struct ExpectedCall {
    pub(crate) call: Call,
    /// The observations by the Fetch standard.
    pub(crate) standard: Expected,
    /// The observations in Chromium, if Chromium differs from the standard.
    pub(crate) chromium: Option<Expected>,
}

fn scenario(name: &'static str, page: Page) -> Scenario {
    Scenario { name, steps: vec![Step::Open(page)] }
}

impl Scenario {
    fn call(self, call: Call, expected: Expected) -> Self {
        self.expected_call(ExpectedCall { call, standard: expected, chromium: None })
    }

    /// Adds a call for which Chromium differs from the standard, as the docs of `cors_runtime::testing` say.
    fn difference(self, call: Call, standard: Expected, chromium: Expected) -> Self {
        self.expected_call(ExpectedCall { call, standard, chromium: Some(chromium) })
    }

    fn open(self, page: Page) -> Self {
        self.step(Step::Open(page))
    }

    fn wait(self, time: Duration) -> Self {
        self.step(Step::Wait(time))
    }

    fn expected_call(self, call: ExpectedCall) -> Self {
        self.step(Step::Call(Box::new(call)))
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
        preflight_cache::scenarios(),
        patterns::scenarios(),
        errors::scenarios(),
        redirects::scenarios(),
        scripted::scenarios(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
