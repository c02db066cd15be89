//! The result of a check as text.

use std::fmt::Write as _;

use cors_browser::{Blocked, Exchange, HttpError, Seen, Trace};

use crate::{
    fix::fix,
    terminal::{BAD, DIM, GOOD, escaped},
};

/// Returns the text of each step, the verdict, and the fix of a blocked request if a fix is known.
pub(crate) fn to_text(trace: &Trace<HttpError>, outcome: Result<&Seen, &Blocked>) -> String {
    let mut text = String::new();
    for (number, exchange) in (1..).zip(trace.exchanges()) {
        write_step(&mut text, number, exchange);
    }
    match outcome {
        Ok(response) => write_allowed(&mut text, response, &trace.hidden_headers()),
        Err(blocked) => write_blocked(&mut text, blocked),
    }
    text
}

fn write_step(text: &mut String, number: usize, exchange: &Exchange) {
    let Exchange { reason, method, url, status, .. } = exchange;
    write_line(text, &format!("{number}. {reason}"));
    write_line(text, &format!("   {method} {url}"));
    write_headers(text, &exchange.request_headers);
    write_line(text, &format!("   The server responds with {status}."));
    write_headers(text, &exchange.response_headers);
    for check in &exchange.checks {
        let (style, mark) = if check.passed { (GOOD, "ok  ") } else { (BAD, "FAIL") };
        let (name, message) = (check.name, escaped(&check.message));
        let _ = writeln!(text, "   {style}{mark}{style:#}  {name}: {message}");
    }
    text.push('\n');
}

fn write_allowed(text: &mut String, response: &Seen, hidden: &[&str]) {
    let status = response.status();
    let _ = writeln!(text, "{GOOD}Allowed{GOOD:#}: the page reads the response ({status}).");
    let readable: Vec<_> = response.headers().map(|(name, _)| name).collect();
    if !readable.is_empty() {
        write_line(text, &format!("  readable headers: {}", readable.join(", ")));
    }
    if !hidden.is_empty() {
        write_line(text, &format!("  hidden headers: {}", hidden.join(", ")));
        text.push_str(
            "  help: list those that the page needs in `Access-Control-Expose-Headers`\n",
        );
    }
}

fn write_blocked(text: &mut String, blocked: &Blocked) {
    let _ = writeln!(text, "{BAD}Blocked{BAD:#}: {}.", escaped(&blocked.reason()));
    if let Some(fix) = fix(blocked) {
        write_line(text, &format!("  help: {fix}"));
    }
    let _ = writeln!(text, "  {DIM}rule: {}{DIM:#}", blocked.rule());
    if let Some(page) = blocked.documentation_url() {
        let _ = writeln!(text, "  {DIM} see: {page}{DIM:#}");
    }
}

/// Writes the headers that are relevant to CORS.
fn write_headers(text: &mut String, headers: &[(String, String)]) {
    for (name, value) in headers {
        let is_relevant = name.starts_with("access-control-")
            || matches!(name.as_str(), "origin" | "vary" | "location" | "cookie" | "set-cookie");
        if is_relevant {
            // The value of a cookie can be a secret.
            let value = if name.ends_with("cookie") { "…" } else { value };
            write_line(text, &format!("     {name}: {value}"));
        }
    }
}

fn write_line(text: &mut String, line: &str) {
    text.push_str(&escaped(line));
    text.push('\n');
}
