//! Detection of requests that a page of another origin made the browser send.
//!
//! CORS stops a page from reading a response. The page can still send the request, for example with a form, an image or
//! a WebSocket. `enforce` follows Go's `http.CrossOriginProtection`. It also rejects cross-origin `GET`, `HEAD` and
//! `OPTIONS` requests that are not loads, unless the policy allows the origin. An example is the handshake of a
//! WebSocket: a browser sends `Origin` with the handshake, and applies no CORS check to the response.

use actix_web::{dev::RequestHead, http::Method};
use cors_rules::{fetch, origin::Origin};

use super::is_safe;
use crate::request::{CorsRequest, is_one_of};

/// Returns whether a page of another origin made the browser send the request. `enforce` rejects a request only if this
/// function returns `true`.
///
/// The function reads `Sec-Fetch-Site`, which a page cannot set. If the browser sent no such header, the function
/// compares `Origin` with the authority of the request. If both headers are missing, the result is `false`. If the
/// compared header was sent several times, the result is `true`. Use the function in a middleware or a guard of your
/// own.
///
/// ```
/// use actix_web::test::TestRequest;
/// use cors_runtime::is_cross_origin;
///
/// let request = TestRequest::post().insert_header(("sec-fetch-site", "cross-site")).to_http_request();
/// assert!(is_cross_origin(request.head()));
///
/// let typed = TestRequest::get().insert_header(("sec-fetch-site", "none")).to_http_request();
/// assert!(!is_cross_origin(typed.head()));
/// ```
///
/// Standard: [Fetch Metadata](https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header).
#[must_use]
pub fn is_cross_origin(head: &RequestHead) -> bool {
    is_cross_origin_request(&CorsRequest::read(head))
}

pub(super) fn is_cross_origin_request(request: &CorsRequest<'_>) -> bool {
    match (request.fetch_site(), request.origin) {
        ([], []) => false,
        ([], [origin]) => {
            !request.authority().is_some_and(|authority| is_served_by(origin.as_bytes(), authority))
        }
        ([], _) => true,
        // `none` means that the user or an extension started the request.
        (site, _) => !is_one_of(site, &["same-origin", "none"]),
    }
}

/// Returns whether `origin` is the origin of the server itself. The hosts are compared before `origin` is parsed, to
/// save time: in most requests from other origins, the first bytes of the hosts differ.
fn is_served_by(origin: &[u8], authority: &[u8]) -> bool {
    let host = origin.iter().position(|byte| *byte == b':').and_then(|end| origin.get(end + 3..));
    let Some(host) = host else { return false };
    let is_same = |(a, b): (&u8, &u8)| a.eq_ignore_ascii_case(b);
    if !host.iter().zip(authority).all(is_same) {
        return false;
    }
    let (Some(origin), Ok(authority)) = (Origin::parse(origin), str::from_utf8(authority)) else {
        return false;
    };
    origin.is_served_by(authority)
}

/// Returns whether a cross-origin request is a load: a safe request whose response the page cannot read. Browsers send
/// `Origin` even with some loads, for example with `Sec-Fetch-Storage-Access: inactive`. `Sec-Fetch-Mode` distinguishes
/// these loads from other requests.
pub(super) fn is_load(request: &CorsRequest<'_>) -> bool {
    is_safe(request.method())
        && match request.origin {
            [] => true,
            [_] => is_one_of(request.fetch_mode(), &["navigate", "no-cors"]),
            _ => false,
        }
}

/// Returns whether `Sec-Fetch-Mode` shows that the browser applies no CORS check to the response.
pub(super) fn has_no_cors_check(request: &CorsRequest<'_>) -> bool {
    is_one_of(request.fetch_mode(), &["navigate", "no-cors", "websocket"])
}

/// Returns whether the request loads a page or a frame. A load by an `<object>` or `<embed>` element does not count,
/// although its mode is `navigate` too.
pub(super) fn is_navigation(request: &CorsRequest<'_>) -> bool {
    is_one_of(request.fetch_mode(), &["navigate"])
        && match request.fetch_dest() {
            [] => true,
            [destination] => destination != "object" && destination != "embed",
            _ => false,
        }
}

/// Returns whether a script of another origin sent the request, and the method or the `Content-Type` required a
/// preflight: <https://fetch.spec.whatwg.org/#main-fetch>. Other headers can require a preflight too, but are not
/// checked.
pub(super) fn needed_preflight(request: &CorsRequest<'_>) -> bool {
    is_one_of(request.fetch_site(), &["cross-site", "same-site"])
        && !(matches!(*request.method(), Method::GET | Method::HEAD | Method::POST)
            && has_safelisted_content_type(request))
        && is_one_of(request.fetch_mode(), &["cors"])
}

fn has_safelisted_content_type(request: &CorsRequest<'_>) -> bool {
    match request.content_type() {
        [] => true,
        [value] => fetch::is_safelisted_content_type(value.as_bytes()),
        // A browser joins several values in one line. Several lines are thus not from a browser, and are not
        // safelisted.
        _ => false,
    }
}
