//! `enforce`: what another site's page had a browser send.
//!
//! CORS keeps a page from reading what it may not, and lets it send all the same: a form, an image,
//! a WebSocket. The verdicts are those of Go's `http.CrossOriginProtection`, but that `GET`, `HEAD`
//! and `OPTIONS` with a foreign `Origin` are refused too: a browser sends `Origin` with a WebSocket
//! handshake, and applies no CORS to it.

use cors_rules::{enforce::Enforce, origin::Origin};
use http::Method;

use crate::request::{CorsRequest, Lines};

/// Whether a request may go in: its own site's, one whose origin is allowed, or one that no page can
/// read and that changes nothing.
pub(super) fn passes(request: CorsRequest<'_>, is_allowed: bool, enforce: Enforce) -> bool {
    if is_allowed || !is_foreign(request) {
        return true;
    }
    let is_load = matches!(request.origin(), Lines::None)
        && matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    is_load && (enforce != Enforce::Isolate || is_navigation(request))
}

fn is_foreign(request: CorsRequest<'_>) -> bool {
    match (request.fetch_site(), request.origin()) {
        (Lines::None, Lines::None) => false,
        (Lines::None, Lines::One(origin)) => {
            match (Origin::parse(origin.as_bytes()), request.authority()) {
                (Some(origin), Some(authority)) => !origin.is_served_by(authority),
                _ => true,
            }
        }
        (Lines::None, Lines::Several) => true,
        // `none` is the user's own doing: an address typed, a bookmark, an extension.
        (site, _) => !site.is_one_of(&["same-origin", "none"]),
    }
}

/// A navigation of a whole page or a frame; `object` and `embed` load a page into one of another's.
fn is_navigation(request: CorsRequest<'_>) -> bool {
    match request.fetch_mode() {
        Lines::None => matches!(request.fetch_site(), Lines::None),
        mode => {
            mode.is_one_of(&["navigate"])
                && match request.fetch_dest() {
                    Lines::None => true,
                    Lines::One(_) => !request.fetch_dest().is_one_of(&["object", "embed"]),
                    Lines::Several => false,
                }
        }
    }
}
