//! Test of the response of one policy to one request. The test sends each case of `behaviour.json` that applies to this
//! build to a server over a socket. If the HTTP server of actix-web would reject a request before routing, the test
//! calls the application in memory.

// The following modules belong to the suite `tests/behaviour`. This test uses them too.
#[allow(dead_code, reason = "the other suite uses the rest")]
#[path = "../behaviour/case.rs"]
mod case;
#[allow(dead_code, reason = "the other suite uses the rest")]
#[path = "../behaviour/http1.rs"]
mod http1;
#[path = "../behaviour/recorded.rs"]
mod recorded;
#[path = "../behaviour/server.rs"]
mod server;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::net::SocketAddr;
use std::{env, fs, io};

use actix_web::web::{Data, ServiceConfig};
use actix_web::{App, HttpResponse, HttpResponseBuilder, http::StatusCode, rt, test};
use case::Received;
use cors_runtime::cors;
use recorded::Events;
use serde::Deserialize;
use tracing_subscriber::layer::SubscriberExt;

include!(concat!(env!("OUT_DIR"), "/conformance_handlers.rs"));

const CASES: &str = include_str!("behaviour.json");

#[derive(Deserialize)]
struct Case {
    id: String,
    policy: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    handler: HandlerResponse,
    request: Request,
    expect: Expected,
}

/// A header line. Each character of the value is one byte.
type HeaderLine = (String, String);

#[derive(Clone, Deserialize)]
struct Request {
    method: String,
    /// The request target in absolute form, if the case has one.
    target: Option<String>,
    headers: Vec<HeaderLine>,
}

/// The response of the annotated handler itself.
#[derive(Clone, Deserialize)]
struct HandlerResponse {
    status: u16,
    headers: Vec<HeaderLine>,
}

#[derive(Deserialize)]
struct Expected {
    status: u16,
    headers: BTreeMap<String, Option<String>>,
    vary: Vec<String>,
    body: Option<String>,
}

#[actix_web::test]
async fn every_case_has_the_expected_response_and_event() {
    let cases: Vec<Case> = serde_json::from_str(CASES).expect("the cases are well formed");
    assert!(!cases.is_empty(), "there are no cases");

    let events = Events::default();
    let subscriber = tracing_subscriber::registry().with(events.clone());
    tracing::subscriber::set_global_default(subscriber).expect("no other test runs here");

    let (mut failures, mut reasons) = (Vec::new(), String::new());
    for case in cases.iter().filter(|case| case.applies_to_this_build()) {
        match case.response().await {
            Ok(response) => failures.extend(
                case.expect
                    .differences(&response)
                    .into_iter()
                    .map(|text| format!("{}: {text}", case.id)),
            ),
            Err(error) => failures.push(format!("{}: no response: {error}", case.id)),
        }
        let logged = events.take();
        if logged.len() > 1 || (case.is_rejected() && logged.is_empty()) {
            failures.push(format!("{}: {} events", case.id, logged.len()));
        }
        for (_, fields) in &logged {
            reasons += &format!("{} {} {}\n", case.id, fields["step"], fields["reason"]);
        }
    }
    assert!(failures.is_empty(), "{} differences:\n{}", failures.len(), failures.join("\n"));

    if env::var_os("BLESS").is_some() {
        fs::write(REASONS, &reasons).expect("the reasons are written");
    }
    let reviewed = fs::read_to_string(REASONS).expect("the reasons are checked in");
    assert!(reasons == reviewed, "the logged reasons have changed to:\n{reasons}");
}

/// The file with the step and the reason of each refusal that the library logs for a case. After an intended change,
/// run the test with `BLESS=1` and review the difference.
const REASONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/reasons.txt");

impl Case {
    /// Returns whether the policy rejects the request. A 403 of the handler itself does not count.
    fn is_rejected(&self) -> bool {
        self.expect.status == 403 && self.handler.status != 403
    }

    fn applies_to_this_build(&self) -> bool {
        let for_debug_builds = self.policy.contains_key("debug_origins");
        cfg!(debug_assertions) || !for_debug_builds
    }

    /// Serves only the case's handler, sends the request, and returns the response.
    async fn response(&self) -> io::Result<Received> {
        let id = self.id.clone();
        let handler = Data::new(self.handler.clone());
        if self.request.is_rejected_by_http1() {
            let app = App::new().app_data(handler).configure(|cfg| register(&id, cfg));
            let app = test::init_service(app).await;
            let response = test::call_service(&app, case::request(&self.request.lines())).await;
            return Ok(Received::read(response).await);
        }
        let app = move || App::new().app_data(handler.clone()).configure(|cfg| register(&id, cfg));
        let request = self.request.clone();
        let client =
            async move |server| rt::task::spawn_blocking(move || request.send(server)).await;
        server::serve(app, 1, client).await?
    }
}

impl Request {
    fn count(&self, name: &str) -> usize {
        self.headers.iter().filter(|(sent, _)| sent.eq_ignore_ascii_case(name)).count()
    }

    /// Returns whether the HTTP/1 server of actix-web rejects the request before routing, because the request has
    /// several `Host` lines.
    fn is_rejected_by_http1(&self) -> bool {
        self.count("host") > 1
    }

    /// Returns the request line and the header lines.
    fn lines(&self) -> Vec<String> {
        let target = self.target.as_deref().unwrap_or("/x");
        // actix-web rejects an HTTP/1.1 request without a `Host`, so such a request uses HTTP/1.0.
        let version = if self.count("host") == 0 { " HTTP/1.0" } else { "" };
        let request_line = format!("{} {target}{version}", self.method);
        let headers = self.headers.iter().map(|(name, value)| format!("{name}: {value}"));
        [request_line].into_iter().chain(headers).collect()
    }

    fn send(&self, server: SocketAddr) -> io::Result<Received> {
        let mut lines = self.lines();
        if lines[0].ends_with("HTTP/1.0") {
            lines.push("content-length: 0".to_owned());
        }
        let mut connection = http1::Connection::open(server)?;
        connection.send(&lines)?;
        connection.receive_all(self.method == "HEAD")
    }
}

impl HandlerResponse {
    fn response(&self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).expect("a case has a valid status");
        let mut response = HttpResponseBuilder::new(status);
        for (name, value) in &self.headers {
            response.append_header((name.as_str(), value.as_str()));
        }
        if status.is_informational() || status == StatusCode::NOT_MODIFIED {
            response.finish()
        } else {
            // If the response to a preflight has this body, the handler ran for the preflight, which is an error.
            response.body("the handler's own body")
        }
    }
}

impl Default for HandlerResponse {
    fn default() -> Self {
        Self { status: 200, headers: Vec::new() }
    }
}

impl Expected {
    fn differences(&self, got: &Received) -> Vec<String> {
        let mut differences = Differences::default();
        differences.compare("status", self.status, got.status);
        for (name, expected) in &self.headers {
            let expected = Vec::from_iter(expected.as_deref());
            let lines = lines_of(got, name);
            match name.as_str() {
                "access-control-allow-methods" => {
                    differences.compare(name, methods(&expected), methods(&lines));
                }
                "access-control-allow-headers" | "access-control-expose-headers" => {
                    differences.compare(name, header_names(&expected), header_names(&lines));
                }
                _ => differences.compare(name, expected, lines),
            }
        }
        let expected: Vec<&str> = self.vary.iter().map(String::as_str).collect();
        differences.compare("vary", vary(&expected), vary(&lines_of(got, "vary")));
        if let Some(body) = &self.body {
            differences.compare("body", body, &got.body);
        }
        differences.0
    }
}

#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn compare<T: PartialEq + Debug>(&mut self, what: &str, expected: T, got: T) {
        if expected != got {
            self.0.push(format!("{what}: expected {expected:?}, got {got:?}"));
        }
    }
}

/// Returns the values of the lines of one header, in order.
fn lines_of<'a>(got: &'a Received, name: &str) -> Vec<&'a str> {
    let lines = got.headers.iter().filter(|(sent, _)| sent == name);
    lines.map(|(_, value)| value.as_str()).collect()
}

/// Returns the non-empty comma-separated items of all lines.
fn items<'a>(lines: &[&'a str]) -> impl Iterator<Item = &'a str> {
    lines.iter().flat_map(|line| line.split(',')).map(str::trim).filter(|item| !item.is_empty())
}

/// Returns the set of methods in their original case. Unlike header names, methods are case-sensitive.
fn methods<'a>(lines: &[&'a str]) -> BTreeSet<&'a str> {
    items(lines).collect()
}

fn header_names(lines: &[&str]) -> BTreeSet<String> {
    items(lines).map(str::to_lowercase).collect()
}

/// Returns a sorted list instead of a set, because a repeated item is an error.
fn vary(lines: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = items(lines).map(str::to_lowercase).collect();
    names.sort();
    names
}
