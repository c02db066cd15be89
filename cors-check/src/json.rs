//! The result of a check as JSON.

use std::collections::BTreeMap;

use cors_browser::{Blocked, Exchange, Seen};
use serde_json::{Value, json};

/// Returns the result as one JSON object on several lines.
pub(crate) fn to_json(steps: &[Exchange], outcome: Result<&Seen, &Blocked>) -> String {
    let (verdict, reason, readable_headers) = match outcome {
        Ok(response) => ("allowed", None, response.headers().map(|(name, _)| name).collect()),
        Err(blocked) => ("blocked", Some(blocked.reason()), Vec::new()),
    };
    let result = json!({
        "verdict": verdict,
        "reason": reason,
        "steps": steps.iter().map(step).collect::<Vec<_>>(),
        "readable_headers": readable_headers,
    });
    format!("{result:#}\n")
}

fn step(exchange: &Exchange) -> Value {
    let checks = exchange.checks.iter();
    let checks = checks.map(
        |check| json!({ "name": check.name, "passed": check.passed, "message": check.message }),
    );
    json!({
        "request": {
            "method": exchange.method,
            "url": exchange.url,
            "headers": combined(&exchange.request_headers),
        },
        "response": {
            "status": exchange.status,
            "headers": combined(&exchange.response_headers),
        },
        "checks": checks.collect::<Vec<_>>(),
    })
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
