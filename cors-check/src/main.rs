//! The command `cors-check`, which checks a deployed server as a browser would.

#![warn(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used)]

mod args;
mod expectations;
mod fix;
mod json;
mod probe;
mod report;
mod run;
mod terminal;

use std::process::ExitCode;

use clap::Parser as _;
use cors_browser::{Browser, FetchError, HttpClient, HttpError, PageRequest, Trace};

use crate::{
    args::{Cli, Command, Question},
    terminal::{eprint_error, print, with_progress},
};

/// The `User-Agent` of every request.
const USER_AGENT: &str = concat!("cors-check/", env!("CARGO_PKG_VERSION"));

/// The exit status of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// The request was allowed, every expectation was met, or a probe found nothing worse than notes.
    Good,
    /// The request was blocked, an expectation was not met, or a probe found something worse than a note.
    Bad,
    /// The check cannot be completed, for example because a response is missing or the file has an error.
    Error,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Good => 0,
            Status::Bad => 1,
            Status::Error => 2,
        })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let client = match HttpClient::new(USER_AGENT, cli.timeout()) {
        Ok(client) => client,
        Err(error) => return report_http_error(&error).into(),
    };
    let status = match (cli.command, cli.question) {
        (Some(Command::Run { file }), _) => run::run(&client, &file).await,
        (Some(Command::Probe { url, from }), _) => probe::probe(&client, &url, &from).await,
        (None, Some(question)) => check(&client, &question, cli.json).await,
        // This arm is unreachable, because clap requires a subcommand or a URL.
        (None, None) => Status::Error,
    };
    status.into()
}

/// Sends the requests that a browser with an empty cache would send.
async fn trace_requests(client: &HttpClient, question: &Question) -> Trace<HttpError> {
    let page = Browser::at(&question.from).with_engine(question.engine.unwrap_or_default());
    let page = if question.credentials { page.with_credentials() } else { page };
    let mut request = PageRequest::new(question.method.clone(), question.url.as_str());
    for (name, value) in &question.headers {
        request = request.header(name.clone(), value.clone());
    }
    with_progress(question.url.as_str(), page.trace(client, request)).await
}

/// Checks one call by a page, including the preflight, and prints the result.
async fn check(client: &HttpClient, question: &Question, as_json: bool) -> Status {
    let trace = trace_requests(client, question).await;
    let outcome = match trace.outcome() {
        Ok(response) => Ok(response),
        Err(FetchError::Blocked(blocked)) => Err(blocked),
        Err(FetchError::Transport(error)) => return report_http_error(error),
    };
    print(&match as_json {
        true => json::to_json(trace.exchanges(), outcome),
        false => report::to_text(&trace, outcome),
    });
    if outcome.is_ok() { Status::Good } else { Status::Bad }
}

fn report_http_error(error: &HttpError) -> Status {
    eprint_error(&error.to_string());
    Status::Error
}
