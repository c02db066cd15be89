//! Fetch's lists of methods and headers: those that a page can send, those that need no permission, and
//! those that a page can read.

use std::collections::BTreeSet;

use cors_rules::fetch;
use http::{
    HeaderMap, Method,
    header::{HeaderName, HeaderValue},
};

use crate::header_list::{isomorphic_decode, trim_whitespace};

/// <https://fetch.spec.whatwg.org/#cors-safelisted-method>
pub(crate) fn is_safelisted_method(method: &Method) -> bool {
    fetch::SAFELISTED_METHODS.contains(&method.as_str())
}

/// <https://fetch.spec.whatwg.org/#concept-method-normalize>
pub(crate) fn normalize_method(method: Method) -> Method {
    [Method::DELETE, Method::GET, Method::HEAD, Method::OPTIONS, Method::POST, Method::PUT]
        .into_iter()
        .find(|known| known.as_str().eq_ignore_ascii_case(method.as_str()))
        .unwrap_or(method)
}

/// <https://fetch.spec.whatwg.org/#forbidden-request-header>
pub(crate) fn is_forbidden_request_header(name: &HeaderName, value: &HeaderValue) -> bool {
    const METHOD_OVERRIDES: [&str; 3] =
        ["x-http-method", "x-http-method-override", "x-method-override"];
    let name = name.as_str();
    if fetch::is_forbidden_request_header(name) {
        return true;
    }
    METHOD_OVERRIDES.contains(&name)
        && isomorphic_decode(value.as_bytes())
            .split(',')
            .any(|method| fetch::is_forbidden_method(trim_whitespace(method)))
}

/// <https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names>
pub(crate) fn unsafe_request_header_names(headers: &HeaderMap) -> BTreeSet<String> {
    let mut unsafe_names = BTreeSet::new();
    let mut potentially_unsafe_names = BTreeSet::new();
    let mut safelist_value_size = 0;
    for (name, value) in headers.iter() {
        if is_safelisted_request_header(name, value) {
            potentially_unsafe_names.insert(name.as_str().to_owned());
            safelist_value_size += value.len();
        } else {
            unsafe_names.insert(name.as_str().to_owned());
        }
    }
    if safelist_value_size > 1024 {
        unsafe_names.append(&mut potentially_unsafe_names);
    }
    unsafe_names
}

/// <https://fetch.spec.whatwg.org/#cors-safelisted-request-header>
pub(crate) fn is_safelisted_request_header(name: &HeaderName, value: &HeaderValue) -> bool {
    let value = value.as_bytes();
    if value.len() > 128 {
        return false;
    }
    match name.as_str() {
        "accept" => !value.iter().any(fetch::is_unsafe_request_header_byte),
        "accept-language" | "content-language" => {
            value.iter().all(|byte| byte.is_ascii_alphanumeric() || b" *,-.;=".contains(byte))
        }
        "content-type" => fetch::is_safelisted_content_type(value),
        "range" => is_safelisted_range(value),
        _ => false,
    }
}

/// Returns whether the value is a [single range](https://fetch.spec.whatwg.org/#simple-range-header-value) with a
/// start, such as `bytes=5-` or `bytes=5-9`.
fn is_safelisted_range(value: &[u8]) -> bool {
    let Some(range) = value.strip_prefix(b"bytes=") else {
        return false;
    };
    let Some(dash) = range.iter().position(|byte| *byte == b'-') else {
        return false;
    };
    let (start, end) = range.split_at(dash);
    let end = end.strip_prefix(b"-").unwrap_or(end);
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    !start.is_empty() && digits(start) && digits(end) && (end.is_empty() || !is_greater(start, end))
}

/// Returns whether `left` is greater than `right`. Both are decimal numbers of any length.
fn is_greater(left: &[u8], right: &[u8]) -> bool {
    fn significant(digits: &[u8]) -> (usize, &[u8]) {
        let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
        let rest = digits.get(zeros..).unwrap_or_default();
        (rest.len(), rest)
    }
    significant(left) > significant(right)
}

/// <https://fetch.spec.whatwg.org/#request-body-header-name>
pub(crate) const REQUEST_BODY_HEADER_NAMES: [&str; 4] =
    ["content-encoding", "content-language", "content-location", "content-type"];

/// <https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name>
pub(crate) fn is_safelisted_response_header_name(name: &str, exposed: &[String]) -> bool {
    matches!(
        name,
        "cache-control"
            | "content-language"
            | "content-length"
            | "content-type"
            | "expires"
            | "last-modified"
            | "pragma"
    ) || (!fetch::is_forbidden_response_header(name)
        && exposed.iter().any(|item| item.eq_ignore_ascii_case(name)))
}
