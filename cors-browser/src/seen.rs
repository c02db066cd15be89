//! The part of a response that a page can read.

use std::error::Error;

use bytes::Bytes;
use cors_rules::fetch;
use http::{Method, StatusCode};

use crate::{
    header_list::{extract_tokens, sort_and_combine},
    request::{Request, Tainting},
    safelist::is_safelisted_response_header_name,
    transport::{Body, Response},
};

/// A response as the page sees it: a
/// [filtered response](https://fetch.spec.whatwg.org/#concept-filtered-response).
///
/// No page can read `Set-Cookie` or `Set-Cookie2`. A page can read all other headers of a same-origin response. In a
/// cross-origin response, a page can read the [CORS-safelisted response
/// headers](https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name) and the headers that
/// `Access-Control-Expose-Headers` lists. `fetch()` also gives the page a response with an error status.
pub struct Seen {
    status: StatusCode,
    response_type: ResponseType,
    headers: Vec<(String, String)>,
    url: String,
    redirected: bool,
    body: Body,
}

/// The [type](https://fetch.spec.whatwg.org/#concept-response-type) of a response in Fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResponseType {
    /// The response comes from the page's own origin, or answers a navigation or a WebSocket handshake. The browser
    /// made no CORS check.
    Basic,
    /// The response comes from another origin, or was redirected through another origin. The response passed the CORS
    /// check.
    Cors,
}

impl Seen {
    pub(crate) fn filtered(request: &Request, response: Response) -> Self {
        let mut headers = sort_and_combine(&response.headers);
        let response_type = match request.tainting {
            Tainting::Basic => {
                headers.retain(|(name, _)| !fetch::is_forbidden_response_header(name));
                ResponseType::Basic
            }
            Tainting::Cors => {
                let exposed = cors_exposed_header_names(request, &response, &headers);
                headers.retain(|(name, _)| is_safelisted_response_header_name(name, &exposed));
                ResponseType::Cors
            }
        };
        let has_no_body = request.method == Method::HEAD
            || matches!(response.status.as_u16(), 101 | 103 | 204 | 205 | 304);
        Self {
            status: response.status,
            response_type,
            headers,
            url: request.current_url().to_string(),
            redirected: request.redirect_count() > 0,
            body: if has_no_body { Box::pin(async { Ok(Bytes::new()) }) } else { response.body },
        }
    }

    /// Returns the status, which can be compared with a `u16`.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the value of a header that the page can read. Repeated headers are joined by `, `.
    ///
    /// The result is `None` if the header was not sent, or was sent but is not exposed to the page. `name` is
    /// case-insensitive.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Returns every header that the page can read, sorted by name. Names are in lower case.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the type of the response, which shows whether a CORS check was made.
    #[must_use]
    pub fn response_type(&self) -> ResponseType {
        self.response_type
    }

    /// Returns the URL of the response: after redirects, the last URL.
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
    /// Nothing is read before this call, as with `await response.bytes()` in a page. For an endless stream, the call
    /// does not return unless the transport has a timeout. A test can then check only the headers.
    ///
    /// # Errors
    ///
    /// If the body ends with an error.
    pub async fn bytes(self) -> Result<Bytes, Box<dyn Error>> {
        self.body.await
    }

    /// Reads the body to its end as UTF-8, regardless of its `Content-Type`. U+FFFD replaces each invalid sequence,
    /// and a byte order mark is removed.
    ///
    /// # Errors
    ///
    /// In the same case as [`bytes`](Self::bytes).
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

/// Returns the
/// [CORS-exposed header-name list](https://fetch.spec.whatwg.org/#concept-response-cors-exposed-header-name-list).
fn cors_exposed_header_names(
    request: &Request,
    response: &Response,
    all: &[(String, String)],
) -> Vec<String> {
    let listed = extract_tokens(&response.headers, "access-control-expose-headers");
    let listed = listed.unwrap_or_default();
    if !request.includes_credentials() && listed.iter().any(|name| name == "*") {
        return all.iter().map(|(name, _)| name.clone()).collect();
    }
    listed
}
