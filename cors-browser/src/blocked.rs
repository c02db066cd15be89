//! The reasons why a browser blocks a request or a response.

use std::fmt;

use http::StatusCode;

use crate::server_note::ServerNote;

/// The request that was blocked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The page's origin.
    pub page: String,
    /// The serialized origin of the request: the page's origin, or `null` after a cross-origin server redirected the
    /// request to another origin.
    pub origin: String,
    /// The method, which a redirect can change.
    pub method: String,
    /// The URL of the request: after redirects, the last URL.
    pub url: String,
    /// `true` if the credentials mode is "include".
    pub includes_credentials: bool,
    /// The server's note about the response that was blocked.
    pub(crate) server: Option<ServerNote>,
}

/// The reason why a browser does not send a request, or does not give the response to the page.
///
/// A variant describes a kind of request that a page cannot send, or a [network
/// error](https://fetch.spec.whatwg.org/#concept-network-error) that the response of a server causes. The message names
/// the cause, such as a header, and contains the link to the rule in the standard. [`rule`](Self::rule) also returns
/// this link:
///
/// ```text
/// blocked: `DELETE http://localhost:8080/books/1` from `https://app.example.com`:
///          the preflight allows the methods `GET, PUT`, and `DELETE` is not among them
///    rule: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
/// ```
///
/// Two parts can follow: a link to the page about the [console message](Self::documentation_url), and the
/// [note of the server](Self::server).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Blocked {
    /// The URL of the request is invalid, or its scheme is not `http`, `https`, `ws` or `wss`: nothing was sent.
    InvalidUrl {
        /// The request.
        attempt: Box<Attempt>,
    },
    /// The method of the request is a [forbidden method](https://fetch.spec.whatwg.org/#forbidden-method):
    /// nothing was sent.
    ForbiddenMethod {
        /// The request.
        attempt: Box<Attempt>,
    },
    /// The page gave a body to a `GET` or `HEAD` request: nothing was sent.
    UnexpectedBody {
        /// The request.
        attempt: Box<Attempt>,
    },
    /// The request is a navigation, but neither a link nor a form can send its method and its headers: nothing was
    /// sent.
    NotAForm {
        /// The request.
        attempt: Box<Attempt>,
    },
    /// The `Access-Control-Allow-Origin` of the preflight response does not allow the [origin of the
    /// request](Attempt::origin).
    PreflightOrigin {
        /// The request that the preflight was for.
        attempt: Box<Attempt>,
        /// The status of the preflight response.
        status: StatusCode,
        /// The value of `Access-Control-Allow-Origin`, or `None` if the response has no such header. The values of
        /// repeated headers are joined by `, `.
        allow_origin: Option<String>,
    },
    /// The request has credentials, and the `Access-Control-Allow-Credentials` of the preflight response
    /// is not `true`.
    PreflightCredentials {
        /// The request that the preflight was for.
        attempt: Box<Attempt>,
        /// The value of `Access-Control-Allow-Credentials`, or `None` if the response has no such header.
        allow_credentials: Option<String>,
    },
    /// The status of the preflight response is not between 200 and 299.
    PreflightStatus {
        /// The request that the preflight was for.
        attempt: Box<Attempt>,
        /// The status of the preflight response.
        status: StatusCode,
    },
    /// `Access-Control-Allow-Methods` or `Access-Control-Allow-Headers` in the preflight response is not a list of
    /// names.
    PreflightSyntax {
        /// The request that the preflight was for.
        attempt: Box<Attempt>,
        /// The name of the header that is not a list, in lower case.
        header: &'static str,
        /// The value of the header.
        value: String,
    },
    /// The `Access-Control-Allow-Methods` of the preflight response does not allow the method.
    PreflightMethod {
        /// The request that the preflight was for.
        attempt: Box<Attempt>,
        /// The value of `Access-Control-Allow-Methods`, or `None` if the response has no such header.
        allow_methods: Option<String>,
    },
    /// The `Access-Control-Allow-Headers` of the preflight response does not allow a request header.
    PreflightHeader {
        /// The request that the preflight was for.
        attempt: Box<Attempt>,
        /// The name of the request header that is not allowed. If there are several, the first in alphabetical order.
        name: String,
        /// The value of `Access-Control-Allow-Headers`, or `None` if the response has no such header.
        allow_headers: Option<String>,
    },
    /// The `Access-Control-Allow-Origin` of the response does not allow the [origin of the request](Attempt::origin).
    /// The server has received the request.
    Origin {
        /// The request.
        attempt: Box<Attempt>,
        /// The status of the response.
        status: StatusCode,
        /// The value of `Access-Control-Allow-Origin`, or `None` if the response has no such header. The values of
        /// repeated headers are joined by `, `.
        allow_origin: Option<String>,
    },
    /// The request has credentials, and the `Access-Control-Allow-Credentials` of the response is not `true`. The
    /// server has received the request.
    Credentials {
        /// The request.
        attempt: Box<Attempt>,
        /// The value of `Access-Control-Allow-Credentials`, or `None` if the response has no such header.
        allow_credentials: Option<String>,
    },
    /// The `Location` of a redirect is not a valid URL, or the response has several `Location` headers. Some
    /// [engines](crate::Engine) accept several headers with equal values.
    RedirectLocation {
        /// The request that was redirected.
        attempt: Box<Attempt>,
        /// The value of `Location`.
        location: String,
    },
    /// A redirect leads to a URL with another scheme than `http` and `https`.
    RedirectScheme {
        /// The request that was redirected.
        attempt: Box<Attempt>,
        /// The URL to which the redirect leads.
        location: String,
    },
    /// A redirect leads to a URL with a user name or a password. The origin of this URL, or of a server before it,
    /// differs from the page's origin.
    RedirectUserInfo {
        /// The request that was redirected.
        attempt: Box<Attempt>,
        /// The URL to which the redirect leads.
        location: String,
    },
    /// The request was redirected more than 20 times.
    RedirectLimit {
        /// The request that was redirected.
        attempt: Box<Attempt>,
    },
    /// The server did not switch to the WebSocket protocol.
    WebSocketHandshake {
        /// The handshake request.
        attempt: Box<Attempt>,
        /// The status of the response, which is not 101.
        status: StatusCode,
    },
}

impl Blocked {
    /// Returns the request that was blocked.
    #[must_use]
    pub fn attempt(&self) -> &Attempt {
        match self {
            Self::InvalidUrl { attempt }
            | Self::ForbiddenMethod { attempt }
            | Self::UnexpectedBody { attempt }
            | Self::NotAForm { attempt }
            | Self::PreflightOrigin { attempt, .. }
            | Self::PreflightCredentials { attempt, .. }
            | Self::PreflightStatus { attempt, .. }
            | Self::PreflightSyntax { attempt, .. }
            | Self::PreflightMethod { attempt, .. }
            | Self::PreflightHeader { attempt, .. }
            | Self::Origin { attempt, .. }
            | Self::Credentials { attempt, .. }
            | Self::RedirectLocation { attempt, .. }
            | Self::RedirectScheme { attempt, .. }
            | Self::RedirectUserInfo { attempt, .. }
            | Self::RedirectLimit { attempt }
            | Self::WebSocketHandshake { attempt, .. } => attempt,
        }
    }

    /// Returns the value of the server's [`ServerNote`] about the response that was blocked, such as the `Refusal` of
    /// `cors-runtime`. Returns `None` if there is no note, or if its value has another type.
    #[must_use]
    pub fn server<T: 'static>(&self) -> Option<&T> {
        self.attempt().server.as_ref()?.downcast_ref()
    }

    /// Returns the URL of the rule that blocked the request.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.check().1
    }

    /// Returns the subject of the check that failed, such as the name of a header, and the URL of the rule.
    pub(crate) fn check(&self) -> (&'static str, &'static str) {
        const CORS_CHECK: &str = "https://fetch.spec.whatwg.org/#concept-cors-check";
        const PREFLIGHT: &str = "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0";
        match self {
            Self::ForbiddenMethod { .. } => {
                ("request", "https://fetch.spec.whatwg.org/#forbidden-method")
            }
            Self::InvalidUrl { .. } | Self::UnexpectedBody { .. } => {
                ("request", "https://fetch.spec.whatwg.org/#dom-request")
            }
            Self::NotAForm { .. } => {
                ("request", "https://html.spec.whatwg.org/#form-submission-algorithm")
            }
            Self::PreflightOrigin { .. } | Self::Origin { .. } => {
                ("access-control-allow-origin", CORS_CHECK)
            }
            Self::PreflightCredentials { .. } | Self::Credentials { .. } => {
                ("access-control-allow-credentials", CORS_CHECK)
            }
            Self::PreflightStatus { .. } => ("status", PREFLIGHT),
            Self::PreflightMethod { .. } => ("access-control-allow-methods", PREFLIGHT),
            Self::PreflightHeader { .. } => ("access-control-allow-headers", PREFLIGHT),
            Self::PreflightSyntax { header, .. } => {
                (header, "https://fetch.spec.whatwg.org/#http-new-header-syntax")
            }
            Self::RedirectLocation { .. }
            | Self::RedirectScheme { .. }
            | Self::RedirectUserInfo { .. }
            | Self::RedirectLimit { .. } => {
                ("redirect", "https://fetch.spec.whatwg.org/#concept-http-redirect-fetch")
            }
            Self::WebSocketHandshake { .. } => {
                ("status", "https://websockets.spec.whatwg.org/#websocket-opening-handshake")
            }
        }
    }
}

impl fmt::Display for Blocked {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Attempt { page, origin, method, url, .. } = self.attempt();
        write!(formatter, "blocked: `{method} {url}` from `{page}`")?;
        if page != origin {
            write!(formatter, ", whose origin is `{origin}` after a cross-origin redirect")?;
        }
        write!(formatter, ":\n         {}\n   rule: {}", self.reason(), self.rule())?;
        if let Some(page) = self.documentation_url() {
            write!(formatter, "\n    see: {page}")?;
        }
        if let Some(note) = &self.attempt().server {
            let note = note.to_string().replace('\n', "\n         ");
            write!(formatter, "\n server: {note}")?;
        }
        Ok(())
    }
}

/// Writes the same message as `Display`. A test that fails at `?` or `unwrap` prints the `Debug` output, and the fields
/// alone would not name the rule.
impl fmt::Debug for Blocked {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl std::error::Error for Blocked {}
