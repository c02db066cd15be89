//! The algorithms of Fetch that read [header lists](https://fetch.spec.whatwg.org/#concept-header-list).

use std::collections::BTreeSet;

use http::{
    HeaderMap,
    header::{HeaderName, HeaderValue},
};

/// <https://fetch.spec.whatwg.org/#concept-header-list-get>
pub(crate) fn get(headers: &HeaderMap, name: &str) -> Option<String> {
    let values = values(headers, name);
    (!values.is_empty()).then(|| values.join(", "))
}

/// Returns the values of all headers with this name.
pub(crate) fn values(headers: &HeaderMap, name: &str) -> Vec<String> {
    headers.get_all(name).iter().map(|value| isomorphic_decode(value.as_bytes())).collect()
}

/// <https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine>
pub(crate) fn sort_and_combine(headers: &HeaderMap) -> Vec<(String, String)> {
    let names: BTreeSet<_> = headers.keys().map(HeaderName::as_str).collect();
    names.into_iter().filter_map(|name| Some((name.to_owned(), get(headers, name)?))).collect()
}

/// [Extracts header list values](https://fetch.spec.whatwg.org/#extract-header-list-values) with the grammar `#token`.
/// The grammars `#method` and `#field-name` accept the same values. Returns an empty list if there is no header with
/// this name, and `None` ("failure") if a value does not match the grammar.
pub(crate) fn extract_tokens(headers: &HeaderMap, name: &str) -> Option<Vec<String>> {
    let mut tokens = Vec::new();
    for value in values(headers, name) {
        // The grammar ignores empty elements: https://httpwg.org/specs/rfc9110.html#abnf.extension.recipient
        for element in value.split(',').map(trim_whitespace).filter(|e| !e.is_empty()) {
            if !is_token(element) {
                return None;
            }
            tokens.push(element.to_owned());
        }
    }
    Some(tokens)
}

/// Returns every header as text, sorted by name. A name can occur several times.
pub(crate) fn to_text(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |(name, value): (&HeaderName, &HeaderValue)| {
        (name.to_string(), isomorphic_decode(value.as_bytes()))
    };
    let mut headers: Vec<_> = headers.iter().map(text).collect();
    headers.sort_by(|(left, _), (right, _)| left.cmp(right));
    headers
}

/// <https://infra.spec.whatwg.org/#isomorphic-decode>
pub(crate) fn isomorphic_decode(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// <https://httpwg.org/specs/rfc9110.html#tokens>
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Strips [HTTP tabs and spaces](https://fetch.spec.whatwg.org/#http-tab-or-space) from both ends.
pub(crate) fn trim_whitespace(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// Trims a value, as an HTTP parser does. In-process requests and responses do not pass through such a parser.
pub(crate) fn normalized(value: HeaderValue) -> HeaderValue {
    let trimmed = value.as_bytes().trim_ascii();
    if trimmed.len() == value.len() {
        return value;
    }
    HeaderValue::from_bytes(trimmed).unwrap_or(value)
}
