//! The record of a fetch: its requests, the responses and the checks.

use std::{error::Error, fmt};

use cors_rules::fetch;

use crate::{blocked::Blocked, seen::Seen, server_note::ServerNote};

/// The record of one fetch by a page: each exchange with a server, and the outcome.
///
/// [`Browser::trace`](crate::Browser::trace) returns this record. Use the record to show why a page is blocked.
///
/// # Examples
///
/// ```
/// use actix_web::{App, HttpResponse, test, web};
/// use cors_browser::{Browser, PageRequest, TestService};
///
/// # #[actix_web::main]
/// # async fn main() {
/// let app = test::init_service(App::new().route("/", web::get().to(HttpResponse::Ok))).await;
/// let page = Browser::at("https://app.example.com");
/// let trace = page.trace(&TestService::new(&app), PageRequest::get("/")).await;
/// for check in trace.exchanges().iter().flat_map(|exchange| &exchange.checks) {
///     println!("{} passed: {}, {}", check.name, check.passed, check.message);
/// }
/// assert!(trace.outcome().is_err());
/// # }
/// ```
#[derive(Debug)]
pub struct Trace<E> {
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) outcome: Result<Seen, FetchError<E>>,
}

impl<E> Trace<E> {
    /// Returns the exchanges in the order of the requests. A preflight and each redirected request have their own
    /// exchanges. A request without a response has no exchange.
    #[must_use]
    pub fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }

    /// Returns the response as the page sees it.
    ///
    /// # Errors
    ///
    /// If the browser blocks the request or the response, or if a request got no response.
    pub fn outcome(&self) -> Result<&Seen, &FetchError<E>> {
        self.outcome.as_ref()
    }

    /// Returns the names of the headers of the last response that are hidden from the page, sorted. To make a header
    /// readable, the server lists its name in `Access-Control-Expose-Headers`. Headers that are of no use for a page,
    /// such as `date`, and headers that no page can read are omitted. The result is empty if the page gets no response.
    #[must_use]
    pub fn hidden_headers(&self) -> Vec<&str> {
        let (Ok(response), Some(last)) = (&self.outcome, self.exchanges.last()) else {
            return Vec::new();
        };
        let names = last.response_headers.iter().map(|(name, _)| name.as_str());
        let mut hidden: Vec<&str> = names
            .filter(|name| response.header(name).is_none() && !is_irrelevant_to_pages(name))
            .collect();
        hidden.dedup();
        hidden
    }

    /// Returns the response as the page sees it, by value.
    ///
    /// # Errors
    ///
    /// In the same cases as [`outcome`](Self::outcome).
    pub fn into_outcome(self) -> Result<Seen, FetchError<E>> {
        self.outcome
    }
}

/// Returns whether a header is one that pages usually do not need, or that no page can read.
fn is_irrelevant_to_pages(name: &str) -> bool {
    const NAMES: [&str; 10] = [
        "alt-svc",
        "connection",
        "date",
        "keep-alive",
        "referrer-policy",
        "server",
        "strict-transport-security",
        "transfer-encoding",
        "vary",
        "x-content-type-options",
    ];
    name.starts_with("access-control-")
        || NAMES.contains(&name)
        || fetch::is_forbidden_response_header(name)
}

/// The reason why a page gets no response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchError<E> {
    /// The browser blocks the request or the response.
    Blocked(Blocked),
    /// A request got no response. The value is the error of the [transport](crate::Transport).
    Transport(E),
}

impl<E> From<Blocked> for FetchError<E> {
    fn from(blocked: Blocked) -> Self {
        Self::Blocked(blocked)
    }
}

impl<E: fmt::Display> fmt::Display for FetchError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blocked(blocked) => blocked.fmt(f),
            Self::Transport(error) => error.fmt(f),
        }
    }
}

impl<E: Error> Error for FetchError<E> {}

/// One request of the browser, its response, and the checks of the response.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// The reason why the browser sends the request.
    pub reason: RequestReason,
    /// The method of the request.
    pub method: String,
    /// The URL of the request.
    pub url: String,
    /// The headers of the request, sorted by name. A name can occur several times.
    pub request_headers: Vec<(String, String)>,
    /// The status of the response.
    pub status: u16,
    /// The headers of the response, sorted by name. A name can occur several times.
    pub response_headers: Vec<(String, String)>,
    /// The checks of the response in order. A failed check is the last one.
    pub checks: Vec<Check>,
    pub(crate) note: Option<ServerNote>,
}

impl Exchange {
    /// Returns the value of the server's [`ServerNote`] about the response. Returns `None` if there is no note, or if
    /// its value has another type.
    #[must_use]
    pub fn note<T: 'static>(&self) -> Option<&T> {
        self.note.as_ref()?.downcast_ref()
    }
}

/// The reason why a browser sends a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestReason {
    /// The request is a preflight: the actual request needs permission for its method, for headers, or for both.
    NeedsPermission {
        /// The method, or `None` if the method needs no permission.
        method: Option<String>,
        /// The names of the headers, sorted.
        header_names: Vec<String>,
    },
    /// The page and the server have the same origin, so the request needs no permission.
    SameOrigin,
    /// The server has another origin than the page, and the request needs no preflight.
    NoPreflightNeeded,
    /// The previous response is a redirect. The request needs a CORS check, but no preflight.
    Redirected,
    /// The preceding preflight allows the request.
    PreflightAllowed,
    /// The CORS-preflight cache allows the request.
    PreflightCached,
    /// The page follows a link or submits a form.
    Navigation,
    /// The request is the handshake of a WebSocket.
    WebSocket,
}

/// Writes one sentence.
impl fmt::Display for RequestReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NeedsPermission { method, header_names } => {
                let method = method.as_ref().map(|method| format!("the method `{method}`"));
                let headers = match &header_names[..] {
                    [] => None,
                    [name] => Some(format!("the header `{name}`")),
                    names => Some(format!("the headers `{}`", names.join("`, `"))),
                };
                let needs: Vec<_> = method.into_iter().chain(headers).collect();
                let needs = needs.join(" and ");
                return write!(
                    f,
                    "The browser sends a preflight: the page needs permission for {needs}."
                );
            }
            Self::SameOrigin => {
                "The browser sends the request: the page and the server have the same origin."
            }
            Self::NoPreflightNeeded => {
                "The browser sends the request without a preflight: a form could send the same."
            }
            Self::Redirected => {
                "The browser follows the redirect without a preflight: a form could send the same."
            }
            Self::PreflightAllowed => "The browser sends the request: the preflight allows it.",
            Self::PreflightCached => {
                "The browser sends the request: an earlier preflight still allows it."
            }
            Self::Navigation => "The browser opens the URL: a navigation needs no permission.",
            Self::WebSocket => "The browser opens a WebSocket, which needs no permission.",
        })
    }
}

/// One check of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Check {
    /// The subject of the check: the name of a header in lower case, `status`, or `redirect`.
    pub name: &'static str,
    /// `true` if the response passes the check.
    pub passed: bool,
    /// The reason why the response passes or fails the check, without a final period.
    pub message: String,
}

impl Check {
    pub(crate) fn passed(name: &'static str, message: String) -> Self {
        Self { name, passed: true, message }
    }

    pub(crate) fn failed(blocked: &Blocked) -> Self {
        Self { name: blocked.check().0, passed: false, message: blocked.reason() }
    }
}
