//! The command line, and the parsers of values that also occur in a file of expectations.

use std::{path::PathBuf, time::Duration};

use clap::{
    Args, Parser, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use cors_browser::{
    Browser, Engine,
    http::{
        Method,
        header::{HeaderName, HeaderValue},
    },
};
use url::Url;

/// Checks whether a page of a given origin may call a URL, as a browser would.
///
/// Exit status: 0 if the page may call the URL, 1 if the browser blocks the call, 2 if the server does not respond.
#[derive(Debug, Parser)]
#[command(
    version,
    arg_required_else_help = true,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) question: Option<Question>,
    /// Prints the result as one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
    /// Maximum time to wait for each response, in seconds.
    #[arg(
        long,
        global = true,
        value_name = "SECONDS",
        default_value_t = 10,
        value_parser = clap::value_parser!(u64).range(1..=3600)
    )]
    timeout: u64,
}

impl Cli {
    pub(crate) fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Checks the expectations in a file. Exit status: 0 if all are met, 1 if one is not met, 2 if one cannot be
    /// checked or the file has an error.
    Run {
        /// A TOML file with a list of `[[expect]]`.
        file: PathBuf,
    },
    /// Tries origins that should not be allowed. Exit status: 0 without a finding, 1 with a finding, 2 if the probe
    /// cannot be completed.
    Probe {
        /// The URL to probe. The command sends requests to no other URL.
        #[arg(value_parser = parse_url)]
        url: Url,
        /// An origin that the server allows. The origins to try are derived from this origin.
        #[arg(long, value_name = "ORIGIN", value_parser = parse_page)]
        from: String,
    },
}

/// A page and its request to a URL.
#[derive(Args, Clone, Debug)]
pub(crate) struct Question {
    /// The URL that the page calls.
    #[arg(value_parser = parse_url)]
    pub(crate) url: Url,
    /// The origin or the URL of the page, or `null` for a sandboxed page.
    #[arg(long, value_name = "ORIGIN", value_parser = parse_page)]
    pub(crate) from: String,
    /// The method of the request.
    #[arg(short = 'X', long, value_name = "METHOD", default_value = "GET")]
    pub(crate) method: Method,
    /// A header that the page sets. `cookie: …` has the cookies that the browser has stored for the server.
    #[arg(short = 'H', long = "header", value_name = "NAME: VALUE", value_parser = parse_header)]
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// Sends the request with credentials, as `fetch(url, { credentials: "include" })` does.
    #[arg(long)]
    pub(crate) credentials: bool,
    /// Simulates this browser where the browser differs from the Fetch standard.
    #[arg(long = "browser", value_name = "BROWSER", value_parser = browser())]
    pub(crate) engine: Option<Engine>,
}

fn browser() -> impl TypedValueParser<Value = Engine> {
    PossibleValuesParser::new(["chromium", "firefox", "safari"]).map(|name| match name.as_str() {
        "chromium" => Engine::Chromium,
        "firefox" => Engine::Firefox,
        _ => Engine::Safari,
    })
}

/// Checks that `written` is the origin or the URL of a page, or `null`.
pub(crate) fn parse_page(written: &str) -> Result<String, String> {
    match written.parse::<Browser>() {
        Ok(_) => Ok(written.to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

pub(crate) fn parse_url(written: &str) -> Result<Url, String> {
    let url = match Url::parse(written) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => url,
        _ => {
            let path = written.find('/').and_then(|slash| written.get(slash..)).unwrap_or("/");
            return Err(match written.parse::<Browser>() {
                Err(error) => {
                    let origin = error.suggestion();
                    format!("`{written}` is not the URL of a server: write `{origin}{path}`")
                }
                Ok(_) => format!("`{written}` is neither an `http` nor an `https` URL"),
            });
        }
    };
    if url.username().is_empty() && url.password().is_none() {
        return Ok(url);
    }
    let mut corrected = url;
    // Both calls succeed, because the URL has a host.
    let _ = corrected.set_username("");
    let _ = corrected.set_password(None);
    Err(format!("a page cannot call a URL with a user name: write `{corrected}`"))
}

fn parse_header(written: &str) -> Result<(HeaderName, HeaderValue), String> {
    match written.split_once(':') {
        Some((name, value)) => header(name.trim(), value.trim()),
        None => {
            Err("a header is a name and a value: write `content-type: application/json`".into())
        }
    }
}

/// Parses a header that a page can set, or a `cookie` header with the cookies of the browser.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let parsed =
        HeaderName::try_from(name).map_err(|_| format!("`{name}` is not a header name"))?;
    let value = HeaderValue::from_str(value)
        .map_err(|_| format!("`{name}` has a value with characters that no header can have"))?;
    let is_cookie = parsed.as_str() == "cookie";
    if cors_rules::fetch::is_forbidden_request_header(parsed.as_str()) && !is_cookie {
        return Err(format!("a page cannot set `{parsed}`: the browser sets it"));
    }
    Ok((parsed, value))
}
