//! The answer to a question as text.

use std::fmt::Write as _;

use cors_browser::{Blocked, Exchange, FetchError, HttpError, ResponseType, Seen, Trace};

use crate::{
    fix::fix,
    terminal::{BAD, DIM, GOOD, escaped},
};

/// Returns each step, the verdict, and the fix.
pub(crate) fn to_text(trace: &Trace<HttpError>) -> String {
    let mut text = String::new();
    for (number, exchange) in (1..).zip(trace.exchanges()) {
        step(&mut text, number, exchange);
    }
    match trace.outcome() {
        Ok(seen) => allowed(&mut text, seen, trace.exchanges().last()),
        Err(FetchError::Blocked(blocked)) => blocked_by(&mut text, blocked),
        Err(FetchError::Transport(error)) => line(&mut text, &error.to_string()),
    }
    text
}

fn step(text: &mut String, number: usize, exchange: &Exchange) {
    let Exchange { why, method, url, status, .. } = exchange;
    line(text, &format!("{number}. {why}"));
    line(text, &format!("   {method} {url}"));
    headers(text, &exchange.request_headers);
    line(text, &format!("   The server responds with {status}."));
    headers(text, &exchange.response_headers);
    for check in &exchange.checks {
        let (style, mark) = if check.passed { (GOOD, "ok  ") } else { (BAD, "FAIL") };
        let (name, message) = (check.name, escaped(&check.message));
        let _ = writeln!(text, "   {style}{mark}{style:#}  {name}: {message}");
    }
    text.push('\n');
}

fn allowed(text: &mut String, seen: &Seen, last: Option<&Exchange>) {
    let status = seen.status();
    let _ = writeln!(text, "{GOOD}Allowed{GOOD:#}: the page reads the response ({status}).");
    let readable: Vec<_> = seen.headers().map(|(name, _)| name).collect();
    if !readable.is_empty() {
        line(text, &format!("  readable headers: {}", readable.join(", ")));
    }
    let hidden = hidden_headers(seen, last);
    if !hidden.is_empty() {
        line(text, &format!("  hidden headers: {}", hidden.join(", ")));
        text.push_str(
            "  help: list those that the page needs in `Access-Control-Expose-Headers`\n",
        );
    }
}

/// Returns the headers of the response that the page cannot read but might need.
fn hidden_headers<'a>(seen: &Seen, last: Option<&'a Exchange>) -> Vec<&'a str> {
    let sent = match last {
        Some(last) if seen.response_type() == ResponseType::Cors => &last.response_headers[..],
        _ => &[],
    };
    let mut hidden: Vec<&str> = sent
        .iter()
        .map(|(name, _)| name.as_str())
        .filter(|name| seen.header(name).is_none() && !is_unremarkable(name))
        .collect();
    hidden.sort_unstable();
    hidden.dedup();
    hidden
}

/// Returns true for a header that no page needs: part of the protocol or the connection, or never readable.
fn is_unremarkable(name: &str) -> bool {
    const NAMES: [&str; 11] = [
        "alt-svc",
        "connection",
        "date",
        "keep-alive",
        "referrer-policy",
        "server",
        "set-cookie",
        "strict-transport-security",
        "transfer-encoding",
        "vary",
        "x-content-type-options",
    ];
    name.starts_with("access-control-") || NAMES.contains(&name)
}

fn blocked_by(text: &mut String, blocked: &Blocked) {
    let _ = writeln!(text, "{BAD}Blocked{BAD:#}: {}.", escaped(&blocked.reason()));
    if let Some(fix) = fix(blocked) {
        line(text, &format!("  help: {fix}"));
    }
    let _ = writeln!(text, "  {DIM}rule: {}{DIM:#}", blocked.rule());
    if let Some(page) = blocked.see() {
        let _ = writeln!(text, "  {DIM} see: {page}{DIM:#}");
    }
}

/// Writes the headers that are relevant to CORS.
fn headers(text: &mut String, headers: &[(String, String)]) {
    for (name, value) in headers {
        let is_relevant = name.starts_with("access-control-")
            || matches!(name.as_str(), "origin" | "vary" | "location" | "cookie" | "set-cookie");
        if is_relevant {
            // A cookie is a secret.
            let value = if name.ends_with("cookie") { "…" } else { value };
            line(text, &format!("     {name}: {value}"));
        }
    }
}

fn line(text: &mut String, line: &str) {
    text.push_str(&escaped(line));
    text.push('\n');
}
