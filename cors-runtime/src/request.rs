//! What of a request the CORS protocol looks at: <https://fetch.spec.whatwg.org/#http-requests>.
//!
//! A request that takes part in the protocol is a CORS-preflight request, or what the standard has
//! no short word for: the request that a page really makes. That one is the *actual request* here.

use http::HeaderValue;

/// The `Origin` header: <https://fetch.spec.whatwg.org/#origin-header>.
#[derive(Clone, Copy)]
pub(crate) enum OriginHeader<'a> {
    Absent,
    Sent(&'a HeaderValue),
    Repeated,
}

/// A CORS-preflight request: `OPTIONS` with one `Origin` and one `Access-Control-Request-Method`.
/// <https://fetch.spec.whatwg.org/#cors-preflight-request>
#[derive(Clone, Copy)]
pub(crate) struct Preflight<'a> {
    pub(crate) origin: &'a HeaderValue,
    pub(crate) method: &'a HeaderValue,
}
