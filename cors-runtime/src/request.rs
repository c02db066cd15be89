//! The parts of a request on which the decision of a policy depends. Most of them are headers of the CORS protocol and
//! of Fetch Metadata: <https://fetch.spec.whatwg.org/#http-requests>.
//!
//! The standard calls one kind of request a CORS-preflight request. The standard has no short word for every other
//! request, so this crate calls it an *actual request*.

use std::net::SocketAddr;

use actix_web::{
    dev::RequestHead,
    http::{
        Method,
        header::{
            ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, CONTENT_TYPE, COOKIE,
            HOST, HeaderName, HeaderValue, ORIGIN,
        },
    },
};

static SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
static SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
static SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// The parts of a request that a policy uses. [`read`](Self::read) reads the headers that every decision needs. The
/// other headers are read on demand.
#[derive(Clone, Copy)]
pub(crate) struct CorsRequest<'a> {
    head: &'a RequestHead,
    /// The lines of `Origin`, which a browser sends at most once: <https://fetch.spec.whatwg.org/#origin-header>.
    pub(crate) origin: &'a [HeaderValue],
    /// The method that a preflight requests; `None` for an actual request.
    pub(crate) requested_method: Option<&'a HeaderValue>,
}

impl<'a> CorsRequest<'a> {
    #[inline]
    pub(crate) fn read(head: &'a RequestHead) -> Self {
        let origin = lines(head, &ORIGIN);
        let requested_method = one(origin).and_then(|_| requested_method(head));
        Self { head, origin, requested_method }
    }

    #[inline]
    pub(crate) fn is_preflight(&self) -> bool {
        self.requested_method.is_some()
    }

    #[inline]
    pub(crate) fn method(&self) -> &'a Method {
        &self.head.method
    }

    /// Returns the method of the actual request. For a preflight, this is the requested method.
    pub(crate) fn actual_method(&self) -> &'a [u8] {
        match self.requested_method {
            Some(method) => method.as_bytes(),
            None => self.head.method.as_str().as_bytes(),
        }
    }

    /// Returns the lines of `Access-Control-Request-Headers`.
    #[inline]
    pub(crate) fn requested_headers(&self) -> &'a [HeaderValue] {
        lines(self.head, &ACCESS_CONTROL_REQUEST_HEADERS)
    }

    pub(crate) fn client(&self) -> Option<SocketAddr> {
        self.head.peer_addr
    }

    pub(crate) fn content_type(&self) -> &'a [HeaderValue] {
        lines(self.head, &CONTENT_TYPE)
    }

    pub(crate) fn has_cookies(&self) -> bool {
        self.head.headers().contains_key(COOKIE)
    }

    /// Returns `Sec-Fetch-Site`, the relation between the site of the page and the site of the server:
    /// <https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header>. An empty header counts as missing.
    #[inline]
    pub(crate) fn fetch_site(&self) -> &'a [HeaderValue] {
        match lines(self.head, &SEC_FETCH_SITE) {
            [value] if value.is_empty() => &[],
            lines => lines,
        }
    }

    /// Returns `Sec-Fetch-Mode`, the mode of the request:
    /// <https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-mode-header>.
    pub(crate) fn fetch_mode(&self) -> &'a [HeaderValue] {
        lines(self.head, &SEC_FETCH_MODE)
    }

    /// Returns `Sec-Fetch-Dest`, the kind of resource that the page loads:
    /// <https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-dest-header>.
    pub(crate) fn fetch_dest(&self) -> &'a [HeaderValue] {
        lines(self.head, &SEC_FETCH_DEST)
    }

    /// Returns the host and port that the request names. This is the authority of the request target, if the target has
    /// one, and otherwise the value of `Host`. Returns `None` if `Host` is then missing or was sent several times:
    /// <https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2>, <https://www.rfc-editor.org/rfc/rfc9113#section-8.3.1>.
    pub(crate) fn authority(&self) -> Option<&'a [u8]> {
        match self.head.uri.authority() {
            Some(authority) => Some(authority.as_str().as_bytes()),
            None => one(lines(self.head, &HOST)).map(HeaderValue::as_bytes),
        }
    }
}

/// Returns the value of `Access-Control-Request-Method`, if the request is an `OPTIONS` request with exactly one such
/// header. If the request also has exactly one `Origin`, it is a preflight:
/// <https://fetch.spec.whatwg.org/#cors-preflight-request>.
#[inline]
pub(crate) fn requested_method(head: &RequestHead) -> Option<&HeaderValue> {
    if head.method != Method::OPTIONS {
        return None;
    }
    one(lines(head, &ACCESS_CONTROL_REQUEST_METHOD))
}

/// Returns whether the request has exactly one `Origin`, as every preflight has.
pub(crate) fn has_one_origin(head: &RequestHead) -> bool {
    lines(head, &ORIGIN).len() == 1
}

#[inline]
fn lines<'a>(head: &'a RequestHead, name: &HeaderName) -> &'a [HeaderValue] {
    head.headers().get_all(name).as_slice()
}

/// Returns the value of a header that was sent exactly once.
#[inline]
pub(crate) fn one(lines: &[HeaderValue]) -> Option<&HeaderValue> {
    match lines {
        [value] => Some(value),
        _ => None,
    }
}

/// Returns whether a header was sent once, with one of these values. The comparison is case-sensitive.
#[inline]
pub(crate) fn is_one_of(lines: &[HeaderValue], values: &[&str]) -> bool {
    one(lines).is_some_and(|value| values.iter().any(|it| value == it))
}
