use bytes::Bytes;
use http::{
    HeaderMap, Method,
    header::{HeaderName, HeaderValue},
};

use crate::header_list::normalized;

/// A request as the script of a page describes it: `fetch(url, { method, headers, body })`.
///
/// The URL is absolute, or a path on the [server](crate::Browser::with_server) of the page. A header that a page
/// [cannot set](https://fetch.spec.whatwg.org/#forbidden-request-header) is dropped, with two exceptions. `Cookie`
/// holds the cookies that the browser has stored for the host of the URL. `Host` replaces the host and the port of the
/// server if the URL is a path, and is dropped if the URL is absolute.
///
/// # Examples
///
/// ```
/// use cors_browser::{PageRequest, http::{Method, header::{CONTENT_TYPE, HeaderValue}}};
///
/// let request = PageRequest::new(Method::PUT, "https://api.example.com/books/1")
///     .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
///     .body("{}");
/// ```
#[derive(Clone, Debug)]
pub struct PageRequest {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl PageRequest {
    /// Returns a request without headers and without a body.
    #[must_use]
    pub fn new(method: Method, url: &str) -> Self {
        Self { method, url: url.to_owned(), headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// Returns a `GET` request.
    #[must_use]
    pub fn get(url: &str) -> Self {
        Self::new(Method::GET, url)
    }

    /// Adds a header. Earlier headers of the same name are kept.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, normalized(value));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }
}
