//! The subcommand `cors-check run`, which checks the expectations in a file.

use std::{fmt::Write as _, fs, path::Path};

use cors_browser::{FetchError, HttpClient, HttpError, Seen, Trace};

use crate::{
    Status,
    expectations::{Expectation, Verdict, parse},
    fix::fix,
    terminal::{BAD, GOOD, WARN, eprint_error, escaped, print},
    trace_requests,
};

/// Reads a file, checks each expectation in order, and prints a table.
pub(crate) async fn run(client: &HttpClient, file: &Path) -> Status {
    let name = file.display();
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            eprint_error(&format!("`{name}` cannot be read: {error}"));
            return Status::Error;
        }
    };
    let expectations = match parse(&text) {
        Ok(expectations) => expectations,
        Err(problems) => {
            for problem in problems {
                eprint_error(&format!("{name}:{}: {}", problem.line, problem.message));
            }
            return Status::Error;
        }
    };
    let mut results = Vec::new();
    for expectation in &expectations {
        let result = compare(expectation, &trace_requests(client, &expectation.question).await);
        print(&row(&format!("{name}:{}", expectation.line), expectation, &result));
        results.push(result);
    }
    let (summary, status) = summary(&results);
    print(&summary);
    status
}

/// The result of one expectation.
#[derive(Debug)]
enum Outcome {
    AsExpected,
    /// The lines to print about the differences, and about the fixes.
    Different(Vec<String>),
    /// The error of the request.
    NoResponse(String),
}

fn compare(expectation: &Expectation, trace: &Trace<HttpError>) -> Outcome {
    let suggest_verdict = |verdict: Verdict| {
        let (line, verdict) = (expectation.verdict_line, verdict.as_str());
        format!("if this is intended, write `verdict = \"{verdict}\"` in line {line}")
    };
    match (expectation.verdict, trace.outcome()) {
        (_, Err(FetchError::Transport(error))) => Outcome::NoResponse(error.to_string()),
        (Verdict::Allowed, Ok(response)) => compare_headers(expectation, trace, response),
        (Verdict::Blocked, Err(FetchError::Blocked(_))) => Outcome::AsExpected,
        (Verdict::Allowed, Err(FetchError::Blocked(blocked))) => {
            let mut lines = vec![format!("blocked: {}", blocked.reason())];
            lines.extend(fix(blocked));
            lines.push(suggest_verdict(Verdict::Blocked));
            Outcome::Different(lines)
        }
        (Verdict::Blocked, Ok(response)) => {
            let status = response.status().as_u16();
            let allowed = format!("allowed: the page reads the response ({status})");
            Outcome::Different(vec![allowed, suggest_verdict(Verdict::Allowed)])
        }
    }
}

fn compare_headers(
    expectation: &Expectation,
    trace: &Trace<HttpError>,
    response: &Seen,
) -> Outcome {
    let unreadable = expectation.reads.iter().filter(|name| response.header(name).is_none());
    let lines: Vec<_> = unreadable
        .map(|name| {
            let last = trace.exchanges().last();
            let is_sent = last.is_some_and(|last| {
                last.response_headers.iter().any(|(sent, _)| sent.eq_ignore_ascii_case(name))
            });
            if is_sent {
                format!("the page cannot read `{name}`: list it in `Access-Control-Expose-Headers`")
            } else {
                format!("the response has no `{name}`")
            }
        })
        .collect();
    if lines.is_empty() { Outcome::AsExpected } else { Outcome::Different(lines) }
}

fn row(location: &str, expectation: &Expectation, outcome: &Outcome) -> String {
    let (style, mark, lines) = match outcome {
        Outcome::AsExpected => (GOOD, "ok   ", &[][..]),
        Outcome::Different(lines) => (BAD, "FAIL ", &lines[..]),
        Outcome::NoResponse(error) => (WARN, "ERROR", std::slice::from_ref(error)),
    };
    let Expectation { question, verdict, .. } = expectation;
    let (method, url, from) = (&question.method, &question.url, &question.from);
    let credentials = if question.credentials { " with credentials" } else { "" };
    let request = escaped(&format!("{method} {url} from {from}{credentials}"));
    let (location, verdict) = (escaped(location), verdict.as_str());
    let mut row = format!("{style}{mark}{style:#}  {verdict}  {request}  ({location})\n");
    for line in lines {
        let _ = writeln!(row, "       {}", escaped(line));
    }
    row
}

/// Returns the last line of the table and the exit status. If a response is missing, an expectation could not be
/// checked, so the exit status is [`Status::Error`], even if other expectations were not met.
fn summary(results: &[Outcome]) -> (String, Status) {
    let (mut as_expected, mut different, mut missing) = (0, 0, 0);
    for result in results {
        match result {
            Outcome::AsExpected => as_expected += 1,
            Outcome::Different(_) => different += 1,
            Outcome::NoResponse(_) => missing += 1,
        }
    }
    let mut summary = format!("\n{as_expected} as expected, {different} different");
    if missing > 0 {
        let _ = write!(summary, ", {missing} without a response");
    }
    summary.push('\n');
    let status = match (missing, different) {
        (0, 0) => Status::Good,
        (0, _) => Status::Bad,
        _ => Status::Error,
    };
    (summary, status)
}
