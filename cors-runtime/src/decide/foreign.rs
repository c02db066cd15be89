//! `enforce`: what another site's page had a browser send.
//!
//! CORS keeps a page from reading what it may not, and lets it send all the same: a form, an image,
//! a WebSocket. The verdicts are those of Go's `http.CrossOriginProtection`, but that `GET`, `HEAD`
//! and `OPTIONS` with a foreign `Origin` are refused too: a browser sends `Origin` with a WebSocket
//! handshake, and applies no CORS to it.

use actix_web::dev::RequestHead;
use cors_rules::{enforce::Enforce, origin::Origin};
use http::Method;

use crate::request::{CorsRequest, Lines};

/// Returns whether a browser sent the request for a page of another origin.
///
/// This is the verdict on which `enforce` is based. Use it in a middleware of your own, for paths that no policy
/// covers. `Sec-Fetch-Site` decides if the browser sent it: `same-origin` and `none` are not cross-origin. Without
/// that header, the host and port of `Origin` are compared with those of the request. A request with neither
/// header is not cross-origin.
///
/// ```
/// use actix_web::test::TestRequest;
/// use cors_runtime::is_cross_origin;
///
/// let request = TestRequest::post().insert_header(("sec-fetch-site", "cross-site")).to_http_request();
/// assert!(is_cross_origin(request.head()));
/// ```
///
/// Standard: [Fetch Metadata](https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header).
#[must_use]
pub fn is_cross_origin(head: &RequestHead) -> bool {
    let request = CorsRequest::of(head);
    is_foreign(request, request.origin(), request.fetch_site())
}

/// Whether another site's page had a browser send the request, with that `Origin` and that
/// `Sec-Fetch-Site`.
pub(crate) fn is_foreign(request: CorsRequest<'_>, sent: Lines<'_>, site: Lines<'_>) -> bool {
    match (site, sent) {
        (Lines::None, Lines::None) => false,
        (Lines::None, Lines::One(origin)) => {
            !request.authority().is_some_and(|authority| is_served_by(origin.as_bytes(), authority))
        }
        (Lines::None, Lines::Several) => true,
        // `none` is the user's own doing: an address typed, a bookmark, an extension.
        (site, _) => !site.is_one_of(&["same-origin", "none"]),
    }
}

/// Whether an origin is the server's own. Another's host differs in its first bytes as a rule, and
/// is not read any further.
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

/// Whether it is one that no page can read and that changes nothing.
pub(super) fn is_load(request: CorsRequest<'_>, enforce: Enforce) -> bool {
    matches!(request.origin(), Lines::None)
        && matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        && (enforce != Enforce::Isolate || is_navigation(request))
}

/// A navigation of a whole page or a frame; `object` and `embed` load a page into one of another's.
fn is_navigation(request: CorsRequest<'_>) -> bool {
    request.fetch_mode().is_one_of(&["navigate"])
        && match request.fetch_dest() {
            Lines::None => true,
            Lines::One(_) => !request.fetch_dest().is_one_of(&["object", "embed"]),
            Lines::Several => false,
        }
}
