//! Each scenario is run in Chromium, by each of the ways in which a page makes calls, and in the
//! in-process client. All must see what is expected, and the same as each other.

use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::{
    http::Method,
    test::{self, TestRequest},
};
use cors_runtime::testing::Browser;
use serde_json::{Value, json};

use crate::{
    call::{Answer, Call, Credentials, Observation},
    chromium::Chromium,
    page::{Page, SANDBOXED},
    pages::COOKIE,
    scenarios::{Judged, Scenario, Step},
    server::{Log, Orders, Ports, Server, app},
};

/// How a page in Chromium makes its calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Fetch,
    Xhr,
    Worker,
}

impl Way {
    const ALL: [Self; 3] = [Self::Fetch, Self::Xhr, Self::Worker];

    fn script(self, page: Page) -> &'static str {
        match self {
            Self::Fetch | Self::Xhr if page.sandboxed => {
                "const [call, done] = arguments; makeInSandbox(call).then(done)"
            }
            Self::Fetch | Self::Xhr => "const [call, done] = arguments; make(call).then(done)",
            Self::Worker => "const [call, done] = arguments; makeInWorker(call).then(done)",
        }
    }

    /// The name of the way in `calls.js`: a worker has `fetch` too.
    fn function(self) -> &'static str {
        match self {
            Self::Fetch | Self::Worker => "fetch",
            Self::Xhr => "xhr",
        }
    }

    /// Whether the scenario can be told in this way.
    fn suits(self, scenario: &Scenario) -> bool {
        let without = |unsuitable: fn(&Step) -> bool| !scenario.steps.iter().any(unsuitable);
        match self {
            Self::Fetch => true,
            // It has no credentials mode "omit".
            Self::Xhr => without(|step| match step {
                Step::Wait(_) => true,
                Step::Call(judged) => judged.call.credentials == Credentials::Omit,
                Step::Open(_) => false,
            }),
            // A sandboxed document has no origin from which it could load one.
            Self::Worker => without(|step| matches!(step, Step::Wait(_) | Step::Open(SANDBOXED))),
        }
    }
}

pub(crate) async fn both_browsers_agree(scenario: &Scenario, chromium: &Chromium, server: &Server) {
    let run = next_run();
    let standard = in_client(scenario, &run, server.ports).await;
    for way in Way::ALL.into_iter().filter(|way| way.suits(scenario)) {
        let run = next_run();
        let seen = in_chromium(scenario, way, &run, chromium, server).await;
        assert_eq!(standard.len(), seen.len());
        for (judged, (standard, chromium)) in scenario.calls().zip(standard.iter().zip(&seen)) {
            let Judged { call, standard: expected, chromium: departure } = judged;
            expected.judge(standard, "the client");
            departure.as_ref().unwrap_or(expected).judge(chromium, &format!("Chromium ({way:?})"));
            match departure {
                None => assert_eq!(standard, chromium, "client and Chromium ({way:?}): {call:?}"),
                Some(_) => assert_ne!(standard, chromium, "there is no departure: {call:?}"),
            }
        }
    }
}

impl Scenario {
    fn calls(&self) -> impl Iterator<Item = &Judged> {
        self.steps.iter().filter_map(|step| match step {
            Step::Call(judged) => Some(&**judged),
            Step::Open(_) | Step::Wait(_) => None,
        })
    }
}

/// All of one length, so that the answers' lengths do not tell them apart.
pub(crate) fn next_run() -> String {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    format!("run-{:05}", RUNS.fetch_add(1, Ordering::Relaxed))
}

async fn in_client(scenario: &Scenario, run: &str, ports: Ports) -> Vec<Observation> {
    let log = Log::default();
    let app = test::init_service(app(ports, log.clone(), Orders::default())).await;
    let mut page = None;
    let mut browser = Browser::at("http://nowhere.test");
    let mut seen = Vec::new();
    for step in &scenario.steps {
        match step {
            Step::Open(next) => {
                browser = browser.open(&next.origin(ports));
                page = Some(*next);
            }
            Step::Wait(time) => browser.advance(*time),
            Step::Call(judged) => {
                let call = &judged.call;
                let page = page.expect("a scenario opens a page first");
                let browser = match call.credentials {
                    Credentials::SameOrigin => browser.clone(),
                    Credentials::Include => browser.with_credentials(),
                    Credentials::Omit => browser.without_credentials(),
                };
                let preflights = browser.preflights();
                let answer = match browser.fetch(&app, call.described(page, run, ports)).await {
                    Err(_) => None,
                    Ok(seen) => Some(
                        Answer {
                            status: seen.status().as_u16(),
                            url: seen.url().to_owned(),
                            headers: seen
                                .headers()
                                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                                .collect(),
                            body: seen.text().await.expect("bodies end well"),
                        }
                        .comparable(run),
                    ),
                };
                let sent = log.take();
                let arrived = sent.iter().filter(|received| received.is_preflight()).count();
                assert_eq!(browser.preflights() - preflights, arrived, "preflights are counted");
                seen.push(Observation { answer, sent });
            }
        }
    }
    seen
}

impl Call {
    fn described(&self, page: Page, run: &str, ports: Ports) -> TestRequest {
        let method = Method::from_bytes(self.method.as_bytes()).expect("a method");
        let mut request = TestRequest::default().method(method).uri(&self.url(run, ports));
        for (name, value) in &self.headers {
            request = request.append_header((*name, filled(value, ports)));
        }
        if self.finds_cookie(page) {
            request = request.append_header(("cookie", COOKIE));
        }
        match self.body {
            Some(body) => request.set_payload(body),
            None => request,
        }
    }
}

fn filled(value: &str, ports: Ports) -> String {
    value.replace("{port}", &ports.first.to_string())
}

async fn in_chromium(
    scenario: &Scenario,
    way: Way,
    run: &str,
    chromium: &Chromium,
    server: &Server,
) -> Vec<Observation> {
    let ports = server.ports;
    let mut page = None;
    let mut seen = Vec::new();
    for step in &scenario.steps {
        match step {
            Step::Open(next) => {
                let address = format!("{}/page", next.address(ports));
                chromium.page().goto(&address).await.expect("the page opens");
                page = Some(*next);
            }
            Step::Wait(time) => tokio::time::sleep(*time).await,
            Step::Call(judged) => {
                let call = &judged.call;
                let page = page.expect("a scenario opens a page first");
                server.log.take();
                let told = json!({
                    "way": way.function(),
                    "url": call.url(run, ports),
                    "method": call.method,
                    "headers": call.headers.iter()
                        .map(|(name, value)| (*name, filled(value, ports)))
                        .collect::<Vec<_>>(),
                    "body": call.body,
                    "credentials": call.credentials,
                });
                let answer = chromium.run(way.script(page), vec![told]).await;
                let answer = answer_from(answer.expect("the call ends"));
                let answer = answer.map(|answer| answer.comparable(run));
                seen.push(Observation { answer, sent: server.log.take() });
            }
        }
    }
    seen
}

fn answer_from(value: Value) -> Option<Answer> {
    assert!(value.get("failed").is_none(), "the page's own code failed: {value}");
    serde_json::from_value(value).expect("an answer, or null")
}
