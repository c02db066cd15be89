#[cfg(test)]
mod tests;

use std::{borrow::Cow, collections::HashSet};

use cors_policy::origin::{LONGEST, NULL, Origin, Pattern, Port};
use foldhash::fast::RandomState;

/// Patterns made ready for matching: one look-up per form that can match, however many there are.
///
/// A pattern's text is its only spelling, so the set holds texts, and an origin is turned into the
/// patterns that would match it.
#[derive(Clone)]
pub(crate) struct Matcher {
    patterns: HashSet<Cow<'static, str>, RandomState>,
    longest: usize,
    any_port: bool,
    subdomains_of: HostLengths,
}

impl Matcher {
    /// Patterns that the rules passed; others match nothing.
    pub(crate) fn new(patterns: impl IntoIterator<Item = Cow<'static, str>>) -> Self {
        let mut matcher = Self {
            patterns: HashSet::default(),
            longest: 0,
            any_port: false,
            subdomains_of: HostLengths::default(),
        };
        for text in patterns {
            matcher.longest = matcher.longest.max(text.len());
            if let Ok(pattern) = Pattern::parse(&text) {
                matcher.any_port |= pattern.port() == Port::Any;
                if pattern.subdomains() {
                    matcher.subdomains_of.insert(pattern.host());
                }
            }
            matcher.patterns.insert(text);
        }
        if matcher.any_port || !matcher.subdomains_of.is_empty() {
            matcher.longest = LONGEST;
        }
        matcher
    }

    pub(crate) fn patterns(&self) -> impl Iterator<Item = &str> {
        self.patterns.iter().map(AsRef::as_ref)
    }

    /// Whether a pattern matches the value of an `Origin` header, `null` included.
    pub(crate) fn matches_value(&self, value: &[u8]) -> bool {
        if value.len() > self.longest {
            return false;
        }
        let Ok(text) = std::str::from_utf8(value) else { return false };
        if self.patterns.contains(text) {
            // `*` and wildcards are no origins, and a list holds them as texts.
            return text == NULL || !text.contains('*');
        }
        if !self.has_wildcards() {
            return false;
        }
        Origin::parse(value).is_some_and(|origin| self.matches_wildcard(&origin))
    }

    pub(crate) fn matches(&self, origin: &Origin<'_>) -> bool {
        origin.as_str().len() <= self.longest
            && (self.patterns.contains(origin.as_str())
                || (self.has_wildcards() && self.matches_wildcard(origin)))
    }

    pub(crate) fn matches_null(&self) -> bool {
        self.patterns.contains(NULL)
    }

    fn has_wildcards(&self) -> bool {
        self.any_port || !self.subdomains_of.is_empty()
    }

    fn matches_wildcard(&self, origin: &Origin<'_>) -> bool {
        let host = origin.host();
        let after_host = origin.scheme().len() + 3 + host.len();
        let port = origin.as_str().get(after_host..).unwrap_or_default();
        let mut candidate = Candidate::new();
        let mut holds = |host_pattern: [&str; 2], port: &str| {
            let parts = [origin.scheme(), "://", host_pattern[0], host_pattern[1], port];
            self.patterns.contains(candidate.write(parts))
        };
        if self.any_port && holds(["", host], ":*") {
            return true;
        }
        // The suffixes of the host that a wildcard's host is as long as, label by label.
        host.match_indices('.').any(|(dot, _)| {
            let parent = host.get(dot + 1..).unwrap_or_default();
            self.subdomains_of.contain_length_of(parent)
                && (holds(["*.", parent], port) || (self.any_port && holds(["*.", parent], ":*")))
        })
    }
}

/// The text of a pattern that would match, written on the stack.
struct Candidate {
    bytes: [u8; LONGEST + 2],
}

impl Candidate {
    fn new() -> Self {
        Self { bytes: [0; LONGEST + 2] }
    }

    /// The parts joined; empty, and no pattern, where they are longer than any.
    fn write(&mut self, parts: [&str; 5]) -> &str {
        let mut end = 0;
        for part in parts {
            let Some(room) = self.bytes.get_mut(end..end + part.len()) else { return "" };
            room.copy_from_slice(part.as_bytes());
            end += part.len();
        }
        self.bytes.get(..end).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
    }
}

/// Which lengths the hosts behind `*.` have: a host of many labels is looked up for those alone.
#[derive(Clone, Default)]
struct HostLengths([u64; 4]);

impl HostLengths {
    fn insert(&mut self, host: &str) {
        if let Some(word) = self.0.get_mut(host.len() / 64) {
            *word |= 1 << (host.len() % 64);
        }
    }

    fn contain_length_of(&self, host: &str) -> bool {
        self.0.get(host.len() / 64).is_some_and(|word| word >> (host.len() % 64) & 1 == 1)
    }

    fn is_empty(&self) -> bool {
        self.0 == [0; 4]
    }
}
