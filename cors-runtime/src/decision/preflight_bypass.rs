//! A request that a browser sends only after an allowed preflight.
//!
//! If this policy would have rejected that preflight, another component has approved it: an
//! unannotated handler registered earlier, an outer middleware, a gateway.
//! <https://fetch.spec.whatwg.org/#main-fetch>

use actix_web::http::Method;

use crate::request::{CorsRequest, HeaderLines};

/// Returns whether a page of another origin sent a request that needed a preflight.
pub(super) fn needed_preflight(request: &CorsRequest<'_>) -> bool {
    request.fetch_site().is_one_of(&["cross-site", "same-site"])
        && !(matches!(*request.method(), Method::GET | Method::HEAD | Method::POST)
            && is_safelisted(request.content_type()))
        && request.fetch_mode().is_one_of(&["cors"])
}

/// <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>
fn is_safelisted(content_type: HeaderLines<'_>) -> bool {
    let value = match content_type {
        HeaderLines::None => return true,
        HeaderLines::One(value) => value.as_bytes(),
        // A browser joins several values with a comma, and no safelisted value contains a comma.
        HeaderLines::Several => return false,
    };
    if value.len() > 128 || value.iter().any(is_unsafe_byte) {
        return false;
    }
    let essence = value.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    SAFELISTED.iter().any(|media_type| essence.eq_ignore_ascii_case(media_type))
}

const SAFELISTED: [&[u8]; 3] =
    [b"application/x-www-form-urlencoded", b"multipart/form-data", b"text/plain"];

/// <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte>
fn is_unsafe_byte(byte: &u8) -> bool {
    matches!(byte, 0x00..=0x08 | 0x0A..=0x1F | 0x7F) || b"\"():<>?@[\\]{}".contains(byte)
}
