//! Why a page was not let through, told in the words of a browser's console.

use std::fmt;

use http::StatusCode;

use crate::server_note::ServerNote;

/// Which request of which page was blocked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The page's origin.
    pub page: String,
    /// The origin that the server is told: the page's, or `null` after a redirect from one foreign
    /// origin to another.
    pub origin: String,
    /// The method, by the time it was blocked.
    pub method: String,
    /// The URL, the last one of a chain of redirects.
    pub url: String,
    /// Whether the credentials mode is "include".
    pub includes_credentials: bool,
    /// What the server has to say of the answer that was blocked.
    pub(crate) server: Option<ServerNote>,
}

/// Why a browser would not let a page send a request, or have the response: one variant for each
/// of Fetch's ways to a [network error](https://fetch.spec.whatwg.org/#concept-network-error) that a
/// server's answer can lead to.
///
/// `Display` says which rule of which header blocked it, and [`rule`](Self::rule) where that is
/// written:
///
/// ```text
/// blocked: `DELETE http://localhost:8080/books/1` from `https://app.example.com`:
///          the preflight allows the methods `GET, PUT`, and `DELETE` is not among them
///    rule: https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
/// ```
///
/// Behind that stand [the page](Self::see) about a browser's own message, and
/// [what the server says](Self::server), where it does.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Blocked {
    /// The request has no valid URL: nothing was sent.
    InvalidUrl {
        /// The request.
        attempt: Box<Attempt>,
    },
    /// The page asked for a [forbidden method](https://fetch.spec.whatwg.org/#forbidden-method):
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
    /// No link and no form can send this: nothing was sent.
    NotAForm {
        /// The request.
        attempt: Box<Attempt>,
    },
    /// The preflight's `Access-Control-Allow-Origin` does not let the page's origin through.
    PreflightOrigin {
        /// The request that the preflight was for.
        attempt: Box<Attempt>,
        /// The preflight's status.
        status: StatusCode,
        /// The header's value, its lines joined by `, `.
        allow_origin: Option<String>,
    },
    /// The request has credentials, and the preflight's `Access-Control-Allow-Credentials` is not
    /// `true`.
    PreflightCredentials {
        /// The request that the preflight was for.
        attempt: Box<Attempt>,
        /// The header's value.
        allow_credentials: Option<String>,
    },
    /// The preflight's status is not between 200 and 299.
    PreflightStatus {
        /// The request that the preflight was for.
        attempt: Box<Attempt>,
        /// The status.
        status: StatusCode,
    },
    /// A list in the preflight's response does not parse.
    PreflightSyntax {
        /// The request that the preflight was for.
        attempt: Box<Attempt>,
        /// The header's name, in lower case.
        header: &'static str,
        /// The header's value.
        value: String,
    },
    /// The preflight's `Access-Control-Allow-Methods` does not cover the method.
    PreflightMethod {
        /// The request that the preflight was for.
        attempt: Box<Attempt>,
        /// The header's value.
        allow_methods: Option<String>,
    },
    /// The preflight's `Access-Control-Allow-Headers` does not cover a request header.
    PreflightHeader {
        /// The request that the preflight was for.
        attempt: Box<Attempt>,
        /// The request header's name, the first in alphabetical order.
        name: String,
        /// The header's value.
        allow_headers: Option<String>,
    },
    /// The response's `Access-Control-Allow-Origin` does not let the page's origin through. The
    /// server has handled the request.
    Origin {
        /// The request.
        attempt: Box<Attempt>,
        /// The response's status.
        status: StatusCode,
        /// The header's value, its lines joined by `, `.
        allow_origin: Option<String>,
    },
    /// The request has credentials, and the response's `Access-Control-Allow-Credentials` is not
    /// `true`. The server has handled the request.
    Credentials {
        /// The request.
        attempt: Box<Attempt>,
        /// The header's value.
        allow_credentials: Option<String>,
    },
    /// A redirect's `Location` is not a URL, or stands twice.
    RedirectLocation {
        /// The request that was redirected.
        attempt: Box<Attempt>,
        /// The header's value.
        location: String,
    },
    /// A redirect leads out of HTTP.
    RedirectScheme {
        /// The request that was redirected.
        attempt: Box<Attempt>,
        /// The URL.
        location: String,
    },
    /// A cross-origin redirect's URL has a user name or a password.
    RedirectUserInfo {
        /// The request that was redirected.
        attempt: Box<Attempt>,
        /// The URL.
        location: String,
    },
    /// The twenty-first redirect.
    RedirectLimit {
        /// The request that was redirected.
        attempt: Box<Attempt>,
    },
    /// The server did not switch to the WebSocket protocol.
    WebSocketHandshake {
        /// The handshake.
        attempt: Box<Attempt>,
        /// The status that was sent instead of 101.
        status: StatusCode,
    },
}

impl Blocked {
    /// The request that was blocked.
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

    /// What the server has to say of the answer that was blocked: the value of its [`ServerNote`], such
    /// as the `Refusal` of `cors-runtime`.
    #[must_use]
    pub fn server<T: 'static>(&self) -> Option<&T> {
        self.attempt().server.as_ref()?.downcast_ref()
    }

    /// Where the rule is written that blocked it.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::ForbiddenMethod { .. } => "https://fetch.spec.whatwg.org/#forbidden-method",
            Self::InvalidUrl { .. } | Self::UnexpectedBody { .. } => {
                "https://fetch.spec.whatwg.org/#dom-request"
            }
            Self::NotAForm { .. } => "https://html.spec.whatwg.org/#form-submission-algorithm",
            Self::PreflightOrigin { .. }
            | Self::PreflightCredentials { .. }
            | Self::Origin { .. }
            | Self::Credentials { .. } => "https://fetch.spec.whatwg.org/#concept-cors-check",
            Self::PreflightStatus { .. }
            | Self::PreflightMethod { .. }
            | Self::PreflightHeader { .. } => {
                "https://fetch.spec.whatwg.org/#cors-preflight-fetch-0"
            }
            Self::PreflightSyntax { .. } => "https://fetch.spec.whatwg.org/#http-new-header-syntax",
            Self::RedirectLocation { .. }
            | Self::RedirectScheme { .. }
            | Self::RedirectUserInfo { .. }
            | Self::RedirectLimit { .. } => {
                "https://fetch.spec.whatwg.org/#concept-http-redirect-fetch"
            }
            Self::WebSocketHandshake { .. } => {
                "https://websockets.spec.whatwg.org/#websocket-opening-handshake"
            }
        }
    }
}

impl fmt::Display for Blocked {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Attempt { page, origin, method, url, .. } = self.attempt();
        write!(formatter, "blocked: `{method} {url}` from `{page}`")?;
        if page != origin {
            write!(formatter, ", whose origin is `{origin}` after a redirect between others")?;
        }
        write!(formatter, ":\n         {}\n   rule: {}", self.reason(), self.rule())?;
        if let Some(page) = self.see() {
            write!(formatter, "\n    see: {page}")?;
        }
        if let Some(note) = &self.attempt().server {
            let note = note.to_string().replace('\n', "\n         ");
            write!(formatter, "\n server: {note}")?;
        }
        Ok(())
    }
}

/// The same text as `Display`: it is what a test shows that ends by `?` or `unwrap`, and there the
/// fields alone would leave the reader to find the rule.
impl fmt::Debug for Blocked {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl std::error::Error for Blocked {}
