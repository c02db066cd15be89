//! [Header lists](https://fetch.spec.whatwg.org/#concept-header-list), and the algorithms of Fetch that read them.

use std::collections::BTreeSet;

use http::header::{HeaderName, HeaderValue};

/// A list of headers in order, with names in lower case.
#[derive(Clone, Debug, Default)]
pub(crate) struct HeaderList(Vec<(HeaderName, HeaderValue)>);

impl HeaderList {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &(HeaderName, HeaderValue)> {
        self.0.iter()
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|(header_name, _)| header_name == name)
    }

    /// <https://fetch.spec.whatwg.org/#concept-header-list-append>
    pub(crate) fn append(&mut self, name: HeaderName, value: HeaderValue) {
        self.0.push((name, normalized(value)));
    }

    /// <https://fetch.spec.whatwg.org/#concept-header-list-delete>
    pub(crate) fn delete(&mut self, name: &str) {
        self.0.retain(|(header_name, _)| header_name != name);
    }

    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&HeaderName, &HeaderValue) -> bool) {
        self.0.retain(|(name, value)| keep(name, value));
    }

    /// <https://fetch.spec.whatwg.org/#concept-header-list-get>
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let values: Vec<_> = self.values(name).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// <https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine>
    pub(crate) fn sort_and_combine(&self) -> Vec<(String, String)> {
        let names: BTreeSet<_> = self.0.iter().map(|(name, _)| name.as_str()).collect();
        names.into_iter().filter_map(|name| Some((name.to_owned(), self.get(name)?))).collect()
    }

    /// [Extracts header list values](https://fetch.spec.whatwg.org/#extract-header-list-values) with the grammar
    /// `#token`. The grammars `#method` and `#field-name` accept the same values. Returns an empty list
    /// if there is no header with this name, and `None` ("failure") if a value does not match the grammar.
    pub(crate) fn extract_tokens(&self, name: &str) -> Option<Vec<String>> {
        let mut tokens = Vec::new();
        for value in self.values(name) {
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
    pub(crate) fn to_text(&self) -> Vec<(String, String)> {
        let text = |(name, value): &(HeaderName, HeaderValue)| {
            (name.to_string(), isomorphic_decode(value.as_bytes()))
        };
        let mut headers: Vec<_> = self.iter().map(text).collect();
        headers.sort_by(|(left, _), (right, _)| left.cmp(right));
        headers
    }

    /// Returns the values of all headers with this name.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = String> {
        self.0
            .iter()
            .filter(move |(header_name, _)| header_name == name)
            .map(|(_, value)| isomorphic_decode(value.as_bytes()))
    }
}

impl<'a> FromIterator<(&'a HeaderName, &'a HeaderValue)> for HeaderList {
    fn from_iter<I: IntoIterator<Item = (&'a HeaderName, &'a HeaderValue)>>(headers: I) -> Self {
        let headers = headers.into_iter();
        Self(headers.map(|(name, value)| (name.clone(), normalized(value.clone()))).collect())
    }
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

/// Trims a value, as an HTTP parser does. The headers of an in-process request do not pass through a parser.
fn normalized(value: HeaderValue) -> HeaderValue {
    let trimmed = value.as_bytes().trim_ascii();
    if trimmed.len() == value.len() {
        return value;
    }
    HeaderValue::from_bytes(trimmed).unwrap_or(value)
}
