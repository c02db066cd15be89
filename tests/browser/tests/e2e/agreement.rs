//! Runs each scenario in the in-process client `Browser`, and in Chromium with `fetch`. Most scenarios also run with
//! `XMLHttpRequest` and in a worker. For each call, the observations must be the expected ones, and the client and
//! Chromium must agree. If a scenario states that Chromium differs from the standard, Chromium must behave as the
//! scenario states.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use actix_web::{
    http::Method,
    test::{self, TestRequest},
};
use cors_runtime::testing::Browser;
use serde_json::{Value, json};

use crate::{
    World,
    call::{Call, Credentials, Observation, Response},
    page::{Page, SANDBOXED},
    scenarios::{ExpectedCall, Scenario},
    server::{COOKIE, Log, Orders, Ports, app},
};

/// The way in which a page in Chromium makes its calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CallKind {
    Fetch,
    Xhr,
    Worker,
}

impl CallKind {
    const ALL: [Self; 3] = [Self::Fetch, Self::Xhr, Self::Worker];

    fn script(self, page: Page) -> &'static str {
        match self {
            Self::Fetch | Self::Xhr if page.is_sandboxed() => {
                "const [call, done] = arguments; makeInSandbox(call).then(done)"
            }
            Self::Fetch | Self::Xhr => "const [call, done] = arguments; make(call).then(done)",
            Self::Worker => "const [call, done] = arguments; makeInWorker(call).then(done)",
        }
    }

    /// Returns the name of the function in `calls.js`. A worker uses `fetch` too.
    fn function(self) -> &'static str {
        match self {
            Self::Fetch | Self::Worker => "fetch",
            Self::Xhr => "xhr",
        }
    }

    /// Returns true if the test runs the scenario with calls of this kind. Scenarios with a wait run with `fetch` only,
    /// because a wait takes real time in Chromium.
    fn supports(self, scenario: &Scenario) -> bool {
        let calls = &scenario.calls;
        match self {
            Self::Fetch => true,
            Self::Xhr => calls.iter().all(|call| call.wait.is_zero()),
            // A sandboxed document cannot load a worker, because its origin is opaque.
            Self::Worker => calls.iter().all(|call| call.wait.is_zero() && call.page != SANDBOXED),
        }
    }
}

pub(crate) fn both_browsers_agree(scenario: &Scenario, world: &World) {
    let run = next_run();
    let standard = world.block_on(in_client(scenario, &run, world.server.ports));
    for kind in CallKind::ALL.into_iter().filter(|kind| kind.supports(scenario)) {
        let run = next_run();
        let observed = in_chromium(scenario, kind, &run, world);
        assert_eq!(standard.len(), observed.len());
        for (expected, (standard, chromium)) in
            scenario.calls.iter().zip(standard.iter().zip(&observed))
        {
            let ExpectedCall { call, standard: expected, chromium: difference, .. } = expected;
            expected.assert_matches(standard, "the client");
            let in_chromium = difference.as_ref().unwrap_or(expected);
            in_chromium.assert_matches(chromium, &format!("Chromium ({kind:?})"));
            match difference {
                None => assert_eq!(standard, chromium, "client and Chromium ({kind:?}): {call:?}"),
                Some(_) => {
                    assert_ne!(standard, chromium, "Chromium follows the standard: {call:?}")
                }
            }
        }
    }
}

/// Returns the name of a new run. All names have the same length, so that the lengths of responses are comparable.
pub(crate) fn next_run() -> String {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    format!("run-{:05}", RUNS.fetch_add(1, Ordering::Relaxed))
}

async fn in_client(scenario: &Scenario, run: &str, ports: Ports) -> Vec<Observation> {
    let log = Log::default();
    let app = test::init_service(app(ports, log.clone(), Orders::default())).await;
    let (mut browser, mut opened) = (Browser::at("http://unused.test"), None);
    let mut observations = Vec::new();
    for ExpectedCall { page, wait, call, .. } in &scenario.calls {
        if opened.replace(*page) != Some(*page) {
            browser = browser.open(&page.origin(ports));
        }
        browser.advance(*wait);
        let browser = match call.credentials {
            Credentials::SameOrigin => browser.clone(),
            Credentials::Include => browser.with_credentials(),
        };
        let preflights = browser.preflights();
        let response = match browser.fetch(&app, call.to_request(*page, run, ports)).await {
            Err(_) => None,
            Ok(seen) => {
                let headers =
                    seen.headers().map(|(name, value)| (name.to_owned(), value.to_owned()));
                let response = Response {
                    status: seen.status().as_u16(),
                    url: seen.url().to_owned(),
                    headers: headers.collect(),
                    body: seen.text().await.expect("the body is complete"),
                };
                Some(response.comparable(run))
            }
        };
        let received = log.take();
        let arrived = received.iter().filter(|request| request.is_preflight()).count();
        assert_eq!(browser.preflights() - preflights, arrived, "the client counts preflights");
        observations.push(Observation { response, received });
    }
    observations
}

impl Call {
    fn to_request(&self, page: Page, run: &str, ports: Ports) -> TestRequest {
        let method = Method::from_bytes(self.method.as_bytes()).expect("a method");
        let mut request = TestRequest::default().method(method).uri(&self.url(run, ports));
        for (name, value) in &self.headers {
            request = request.append_header((*name, with_port(value, ports)));
        }
        if self.has_cookie(page) {
            request = request.append_header(("cookie", COOKIE));
        }
        match self.body {
            Some(body) => request.set_payload(body),
            None => request,
        }
    }
}

fn with_port(value: &str, ports: Ports) -> String {
    value.replace("{port}", &ports.first.to_string())
}

fn in_chromium(scenario: &Scenario, kind: CallKind, run: &str, world: &World) -> Vec<Observation> {
    let World { chromium, server, .. } = world;
    let ports = server.ports;
    let mut opened = None;
    let observe = |ExpectedCall { page, wait, call, .. }: &ExpectedCall| {
        if opened.replace(*page) != Some(*page) {
            chromium.goto(&page.url(ports));
        }
        thread::sleep(*wait);
        server.log.take();
        let headers = call.headers.iter().map(|(name, value)| (*name, with_port(value, ports)));
        let argument = json!({
            "kind": kind.function(),
            "url": call.url(run, ports),
            "method": call.method,
            "headers": headers.collect::<Vec<_>>(),
            "body": call.body,
            "credentials": call.credentials,
        });
        let result = chromium.run(kind.script(*page), json!([argument]));
        let response = to_response(result).map(|response| response.comparable(run));
        Observation { response, received: server.log.take() }
    };
    scenario.calls.iter().map(observe).collect()
}

fn to_response(value: Value) -> Option<Response> {
    assert!(value.get("failed").is_none(), "the script of the page failed: {value}");
    serde_json::from_value(value).expect("a response, or null")
}
