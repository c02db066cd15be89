//! The lists of methods and headers in the Fetch standard, such as the methods that no page may send. One other list,
//! mostly from IANA, has the standard request headers. The rules correct misspelled header names with this list.
//!
//! The rules of this crate and other crates of the workspace use these lists.

use crate::ascii;

/// Returns whether a method is forbidden: browsers never let a page send this method. ASCII case is ignored.
/// <https://fetch.spec.whatwg.org/#forbidden-method>.
pub const fn is_forbidden_method(method: &str) -> bool {
    ascii::contains_ignoring_case(&["CONNECT", "TRACE", "TRACK"], method)
}

/// The methods that a page may send even if `Access-Control-Allow-Methods` does not list them:
/// <https://fetch.spec.whatwg.org/#cors-safelisted-method>.
pub const SAFELISTED_METHODS: [&str; 3] = ["GET", "HEAD", "POST"];

/// Returns whether a page may send this `Content-Type` without a preflight:
/// <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>.
#[must_use]
pub fn is_safelisted_content_type(value: &[u8]) -> bool {
    const SAFELISTED: [&[u8]; 3] =
        [b"application/x-www-form-urlencoded", b"multipart/form-data", b"text/plain"];
    if value.len() > 128 || value.iter().any(is_unsafe_request_header_byte) {
        return false;
    }
    let essence = value.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    SAFELISTED.iter().any(|media_type| essence.eq_ignore_ascii_case(media_type))
}

/// Returns whether this byte in the value of `Accept` or `Content-Type` makes a preflight necessary:
/// <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte>.
#[must_use]
pub fn is_unsafe_request_header_byte(byte: &u8) -> bool {
    matches!(byte, 0x00..=0x08 | 0x0A..=0x1F | 0x7F) || b"\"():<>?@[\\]{}".contains(byte)
}

/// Returns whether a request header is forbidden for every value: browsers never let a page set this header.
/// <https://fetch.spec.whatwg.org/#forbidden-request-header>.
///
/// Three other names are forbidden for some values only (`x-http-method`, `x-http-method-override`,
/// `x-method-override`). A page may send these headers with other values, so a policy may list them.
pub const fn is_forbidden_request_header(name: &str) -> bool {
    ascii::slice(name, 0, "proxy-".len()).eq_ignore_ascii_case("proxy-")
        || ascii::slice(name, 0, "sec-".len()).eq_ignore_ascii_case("sec-")
        || ascii::contains_ignoring_case(&FORBIDDEN_REQUEST_HEADERS, name)
}

/// Returns whether pages may not read a response header, even if it is exposed:
/// <https://fetch.spec.whatwg.org/#forbidden-response-header-name>.
pub const fn is_forbidden_response_header(name: &str) -> bool {
    ascii::contains_ignoring_case(&["set-cookie", "set-cookie2"], name)
}

/// Returns whether `*` in `Access-Control-Allow-Headers` does not cover this request header:
/// <https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name>.
pub const fn is_non_wildcard_request_header(name: &str) -> bool {
    name.eq_ignore_ascii_case("authorization")
}

/// Standard names of headers that a page may send, most of them from
/// <https://www.iana.org/assignments/http-fields/http-fields.xhtml>. In `allow_headers`, a name of at least six bytes
/// that is similar to a listed name, such as `content_type`, is reported as misspelled. Other names, such as
/// `x-api-key`, are not corrected.
pub(crate) const STANDARD_REQUEST_HEADERS: [&str; 30] = [
    "accept",
    "accept-language",
    "authorization",
    "baggage",
    "cache-control",
    "content-digest",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-location",
    "content-range",
    "content-type",
    "destination",
    "forwarded",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "last-event-id",
    "lock-token",
    "overwrite",
    "pragma",
    "prefer",
    "priority",
    "range",
    "timeout",
    "traceparent",
    "tracestate",
    "user-agent",
];

const FORBIDDEN_REQUEST_HEADERS: [&str; 22] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "access-control-request-private-network",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// The headers of CORS that only responses have: <https://fetch.spec.whatwg.org/#http-responses>.
pub(crate) const RESPONSE_ONLY: [&str; 7] = [
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-allow-private-network",
    "access-control-expose-headers",
    "access-control-max-age",
];

/// The headers of CORS that only requests or preflight responses have. The response that a page reads has none of them.
pub(crate) const NEVER_ON_ACTUAL_RESPONSE: [&str; 8] = [
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-private-network",
    "access-control-max-age",
    "access-control-request-headers",
    "access-control-request-method",
    "access-control-request-private-network",
    "origin",
];
