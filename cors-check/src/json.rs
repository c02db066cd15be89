use std::collections::BTreeMap;

use cors_browser::{Exchange, FetchError, HttpError, Trace};
use serde::Serialize;

#[derive(Serialize)]
struct CheckResult<'a> {
    verdict: &'static str,
    reason: Option<String>,
    steps: Vec<Step<'a>>,
    readable_headers: Vec<&'a str>,
}

#[derive(Serialize)]
struct Step<'a> {
    request: Request<'a>,
    response: Response<'a>,
    checks: Vec<Check<'a>>,
}

#[derive(Serialize)]
struct Request<'a> {
    method: &'a str,
    url: &'a str,
    headers: BTreeMap<&'a str, String>,
}

#[derive(Serialize)]
struct Response<'a> {
    status: u16,
    headers: BTreeMap<&'a str, String>,
}

#[derive(Serialize)]
struct Check<'a> {
    name: &'a str,
    passed: bool,
    message: &'a str,
}

/// Returns the result as one JSON object on several lines.
pub(crate) fn to_json(trace: &Trace<HttpError>) -> String {
    let (verdict, reason, readable_headers) = match trace.outcome() {
        Ok(response) => ("allowed", None, response.headers().map(|(name, _)| name).collect()),
        Err(FetchError::Blocked(blocked)) => ("blocked", Some(blocked.reason()), Vec::new()),
        Err(FetchError::Transport(error)) => ("blocked", Some(error.to_string()), Vec::new()),
    };
    let steps = trace.exchanges().iter().map(step).collect();
    let result = CheckResult { verdict, reason, steps, readable_headers };
    // `to_string_pretty` cannot fail, because the value has only strings, numbers, booleans, lists, and maps with
    // string keys.
    serde_json::to_string_pretty(&result).unwrap_or_default() + "\n"
}

fn step(exchange: &Exchange) -> Step<'_> {
    let checks = exchange.checks.iter();
    Step {
        request: Request {
            method: &exchange.method,
            url: &exchange.url,
            headers: combined(&exchange.request_headers),
        },
        response: Response {
            status: exchange.status,
            headers: combined(&exchange.response_headers),
        },
        checks: checks
            .map(|check| Check { name: check.name, passed: check.passed, message: &check.message })
            .collect(),
    }
}

/// Combines headers of the same name into one value, joined by `, `.
fn combined(headers: &[(String, String)]) -> BTreeMap<&str, String> {
    let mut combined = BTreeMap::<&str, String>::new();
    for (name, value) in headers {
        let joined = combined.entry(name).and_modify(|joined| joined.push_str(", "));
        joined.or_default().push_str(value);
    }
    combined
}
