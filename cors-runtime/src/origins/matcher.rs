#[cfg(test)]
mod tests;

use std::{
    borrow::Cow,
    collections::HashSet,
    hash::{self, BuildHasher},
    iter,
    sync::{Arc, LazyLock},
};

use cors_rules::origin::{LONGEST, NULL, Origin, Pattern, Port};
use foldhash::fast::RandomState;

use crate::weak_cache::WeakCache;

/// As bytes: what a browser sends need be no text to be looked up.
type Texts = HashSet<Cow<'static, [u8]>, RandomState>;

/// Patterns made ready for matching: one look-up per form that can match, however many there are.
///
/// A pattern's text is its only spelling, so the sets hold texts, and an origin is turned into the
/// patterns that would match it.
pub(crate) struct Matcher {
    /// `null`, and patterns of one origin: their text is what a browser sends.
    exact: Exact,
    wildcards: Texts,
    longest: usize,
    any_port: bool,
    subdomains_of: HostLengths,
}

impl Matcher {
    /// Patterns that the rules passed; others match nothing.
    pub(crate) fn new(patterns: impl IntoIterator<Item = Cow<'static, str>>) -> Self {
        let mut matcher = Self {
            exact: Exact::Few(Vec::new()),
            wildcards: HashSet::default(),
            longest: 0,
            any_port: false,
            subdomains_of: HostLengths::default(),
        };
        for text in patterns {
            match Pattern::parse(&text) {
                Ok(pattern) if !pattern.is_exact() => {
                    matcher.longest = LONGEST;
                    matcher.any_port |= pattern.port() == Port::Any;
                    if pattern.subdomains() {
                        matcher.subdomains_of.insert(pattern.host());
                    }
                    matcher.wildcards.insert(bytes(text));
                }
                Err(_) if text != NULL => {}
                _ => {
                    matcher.longest = matcher.longest.max(text.len());
                    matcher.exact.insert(bytes(text));
                }
            }
        }
        matcher
    }

    /// The matcher of such patterns that is in use, or a new one: each worker, and each handler,
    /// makes the same set of the same list.
    pub(crate) fn shared(patterns: &[&str]) -> Arc<Self> {
        static SHARED: WeakCache<u64, Matcher> = WeakCache::new();
        static HASHER: LazyLock<hash::RandomState> = LazyLock::new(hash::RandomState::new);
        let is_same = |matcher: &Self| matcher.is_of(patterns);
        SHARED.get_or_create(HASHER.hash_one(patterns), is_same, || {
            Arc::new(Self::new(patterns.iter().map(|pattern| Cow::Owned((*pattern).to_owned()))))
        })
    }

    /// Whether it was made of those patterns, of which none is listed twice.
    fn is_of(&self, patterns: &[&str]) -> bool {
        let has = |pattern: &&str| {
            self.exact.contains(pattern.as_bytes()) || self.wildcards.contains(pattern.as_bytes())
        };
        self.patterns().count() == patterns.len() && patterns.iter().all(has)
    }

    pub(crate) fn patterns(&self) -> impl Iterator<Item = &str> {
        self.exact.iter().chain(&self.wildcards).filter_map(|text| std::str::from_utf8(text).ok())
    }

    /// Whether a pattern matches the value of an `Origin` header, `null` included.
    pub(crate) fn matches_value(&self, value: &[u8]) -> bool {
        value.len() <= self.longest
            && (self.exact.contains(value)
                || (!self.wildcards.is_empty()
                    && Origin::parse(value).is_some_and(|origin| self.matches_wildcard(&origin))))
    }

    pub(crate) fn matches(&self, origin: &Origin<'_>) -> bool {
        origin.as_str().len() <= self.longest
            && (self.exact.contains(origin.as_str().as_bytes())
                || (!self.wildcards.is_empty() && self.matches_wildcard(origin)))
    }

    pub(crate) fn matches_null(&self) -> bool {
        self.exact.contains(NULL.as_bytes())
    }

    fn matches_wildcard(&self, origin: &Origin<'_>) -> bool {
        let host = origin.host();
        let after_host = origin.scheme().len() + 3 + host.len();
        let port = origin.as_str().get(after_host..).unwrap_or_default();
        let mut candidate = Candidate::new();
        let mut holds = |host_pattern: [&str; 2], port: &str| {
            let parts = [origin.scheme(), "://", host_pattern[0], host_pattern[1], port];
            self.wildcards.contains(candidate.write(parts))
        };
        if self.any_port && holds(["", host], ":*") {
            return true;
        }
        // The suffixes of the host that a wildcard's host is as long as: not each of its labels.
        self.subdomains_of.iter().any(|length| {
            let Some(parent) = parent(host, length) else { return false };
            holds(["*.", parent], port) || (self.any_port && holds(["*.", parent], ":*"))
        })
    }
}

/// What of a host stands behind a dot, with that length.
fn parent(host: &str, length: usize) -> Option<&str> {
    let (labels, parent) = host.split_at_checked(host.len().checked_sub(length)?)?;
    labels.ends_with('.').then_some(parent)
}

/// Up to that many texts are compared faster than one is hashed.
const FEW: usize = 4;

enum Exact {
    Few(Vec<Cow<'static, [u8]>>),
    Many(Texts),
}

impl Exact {
    fn insert(&mut self, text: Cow<'static, [u8]>) {
        match self {
            Self::Few(texts) if texts.len() < FEW => texts.push(text),
            Self::Few(texts) => {
                *self = Self::Many(texts.drain(..).chain([text]).collect());
            }
            Self::Many(texts) => {
                texts.insert(text);
            }
        }
    }

    fn contains(&self, value: &[u8]) -> bool {
        match self {
            Self::Few(texts) => texts.iter().any(|text| **text == *value),
            Self::Many(texts) => texts.contains(value),
        }
    }

    fn iter(&self) -> impl Iterator<Item = &Cow<'static, [u8]>> {
        let (few, many) = match self {
            Self::Few(texts) => (Some(texts), None),
            Self::Many(texts) => (None, Some(texts)),
        };
        few.into_iter().flatten().chain(many.into_iter().flatten())
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
    fn write(&mut self, parts: [&str; 5]) -> &[u8] {
        let mut end = 0;
        for part in parts {
            let Some(room) = self.bytes.get_mut(end..end + part.len()) else { return &[] };
            room.copy_from_slice(part.as_bytes());
            end += part.len();
        }
        self.bytes.get(..end).unwrap_or_default()
    }
}

fn bytes(text: Cow<'static, str>) -> Cow<'static, [u8]> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    }
}

/// Which lengths the hosts behind `*.` have: a host of many labels is looked up for those alone.
#[derive(Default)]
struct HostLengths([u64; 4]);

impl HostLengths {
    fn insert(&mut self, host: &str) {
        if let Some(word) = self.0.get_mut(host.len() / 64) {
            *word |= 1 << (host.len() % 64);
        }
    }

    fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().zip(0..).flat_map(|(word, index)| {
            let mut rest = *word;
            iter::from_fn(move || {
                let bit = (rest != 0).then_some(rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(index * 64 + bit as usize)
            })
        })
    }
}
