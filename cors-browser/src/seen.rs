//! The part of a response that a page can read.

use std::error::Error;

use bytes::Bytes;
use http::{Method, StatusCode};

use crate::{
    request::{Request, Tainting},
    safelist::{is_forbidden_response_header_name, is_safelisted_response_header_name},
    transport::{Body, Response},
};

/// A response as the page sees it: a
/// [filtered response](https://fetch.spec.whatwg.org/#concept-filtered-response).
///
/// In a cross-origin response, a page reads the
/// [CORS-safelisted response headers](https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name)
/// and those that `Access-Control-Expose-Headers` lists; in a same-origin response, all but
/// `Set-Cookie`. The status can be any: Fetch blocks no response for its status.
pub struct Seen {
    status: StatusCode,
    response_type: ResponseType,
    headers: Vec<(String, String)>,
    url: String,
    redirected: bool,
    body: Body,
}

/// The kind of a response in Fetch: its
/// [response type](https://fetch.spec.whatwg.org/#concept-response-type).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseType {
    /// From the page's own origin, a document, or a WebSocket: no CORS check was made.
    Basic,
    /// From another origin: the response passed the CORS check.
    Cors,
}

impl Seen {
    pub(crate) fn filtered(request: &Request, response: Response) -> Self {
        let all = response.headers.sort_and_combine();
        let (response_type, headers) = match request.tainting {
            Tainting::Basic => (
                ResponseType::Basic,
                all.into_iter()
                    .filter(|(name, _)| !is_forbidden_response_header_name(name))
                    .collect(),
            ),
            Tainting::Cors => {
                let exposed = cors_exposed_header_names(request, &response, &all);
                let headers = all
                    .into_iter()
                    .filter(|(name, _)| is_safelisted_response_header_name(name, &exposed))
                    .collect();
                (ResponseType::Cors, headers)
            }
        };
        let without_body = request.method == Method::HEAD
            || matches!(response.status.as_u16(), 101 | 103 | 204 | 205 | 304);
        Self {
            status: response.status,
            response_type,
            headers,
            url: request.current_url().to_string(),
            redirected: request.redirect_count > 0,
            body: if without_body { Box::pin(async { Ok(Bytes::new()) }) } else { response.body },
        }
    }

    /// Returns the status, which can be compared with a `u16`.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the value of a header that the page can read, its lines joined by `, `.
    ///
    /// The result is `None` if the header was not sent, and if it was sent but is not exposed to the
    /// page. `name` is case-insensitive.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Returns every header that the page can read, sorted by name. Names are in lower case.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns whether a CORS check was made.
    #[must_use]
    pub fn response_type(&self) -> ResponseType {
        self.response_type
    }

    /// Returns the URL of the response. After redirects, it is the last one.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns whether the request was redirected.
    #[must_use]
    pub fn is_redirected(&self) -> bool {
        self.redirected
    }

    /// Reads the body to its end.
    ///
    /// The body is read by this call, as with `await response.bytes()` in a page. For an endless stream
    /// the call never returns, but the headers can be read.
    ///
    /// # Errors
    ///
    /// If the body ends with an error.
    pub async fn bytes(self) -> Result<Bytes, Box<dyn Error>> {
        self.body.await
    }

    /// Reads the body to its end as UTF-8, for every `Content-Type`. U+FFFD replaces each invalid
    /// sequence, and a byte order mark is removed.
    ///
    /// # Errors
    ///
    /// As [`bytes`](Self::bytes).
    pub async fn text(self) -> Result<String, Box<dyn Error>> {
        let bytes = self.bytes().await?;
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }
}

impl std::fmt::Debug for Seen {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Seen")
            .field("status", &self.status)
            .field("response_type", &self.response_type)
            .field("headers", &self.headers)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// The [CORS-exposed header-name list](https://fetch.spec.whatwg.org/#concept-response-cors-exposed-header-name-list).
fn cors_exposed_header_names(
    request: &Request,
    response: &Response,
    all: &[(String, String)],
) -> Vec<String> {
    let listed = response
        .headers
        .extract_tokens("access-control-expose-headers")
        .ok()
        .flatten()
        .unwrap_or_default();
    if !request.includes_credentials() && listed.iter().any(|name| name == "*") {
        return all.iter().map(|(name, _)| name.clone()).collect();
    }
    listed
}
