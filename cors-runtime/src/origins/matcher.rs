#[cfg(test)]
mod tests;

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    hash::BuildHasher,
    iter,
    sync::{Arc, LazyLock, Mutex, PoisonError, Weak},
};

use cors_rules::origin::{LONGEST, NULL, Origin, Pattern, Port, Wildcard};
use foldhash::fast::RandomState;

/// Bytes, since the value of an `Origin` header need not be a string.
type Texts = HashSet<Cow<'static, [u8]>, RandomState>;

/// A set of patterns that is searched in constant time: one look-up for each form of pattern that
/// could match, for any number of patterns.
///
/// A pattern has only one spelling. The sets therefore hold the texts of patterns, and an origin is
/// turned into the texts of the patterns that would match it.
pub(crate) struct Matcher {
    /// `null`, and patterns that match only the origin of the same text.
    exact: Exact,
    wildcards: Texts,
    longest: usize,
    any_port: bool,
    any_host: bool,
    /// The lengths of what follows the `*` in hosts such as `*.example.com` and
    /// `*-team.vercel.app`.
    tail_lengths: HostLengths,
}

impl Matcher {
    /// Strings that are not patterns match nothing.
    pub(crate) fn new(patterns: impl IntoIterator<Item = Cow<'static, str>>) -> Self {
        let mut matcher = Self {
            exact: Exact::Few(Vec::new()),
            wildcards: HashSet::default(),
            longest: 0,
            any_port: false,
            any_host: false,
            tail_lengths: HostLengths::default(),
        };
        for text in patterns {
            match Pattern::parse(&text) {
                Ok(pattern) if !pattern.is_exact() => {
                    matcher.longest = LONGEST;
                    matcher.any_port |= pattern.port() == Port::Any;
                    let domain = pattern.host().len();
                    match pattern.wildcard() {
                        Wildcard::None => {}
                        Wildcard::Subdomains => matcher.tail_lengths.insert(".".len() + domain),
                        Wildcard::LabelEnding(ending) => {
                            matcher.tail_lengths.insert(ending.len() + ".".len() + domain);
                        }
                        Wildcard::AnyHost => matcher.any_host = true,
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

    /// Returns a matcher of these patterns that is in use, or a new one: all workers, and all handlers with the
    /// same list, share one matcher.
    pub(crate) fn shared(patterns: &[&str]) -> Arc<Self> {
        static IN_USE: LazyLock<Mutex<HashMap<u64, Weak<Matcher>>>> = LazyLock::new(Mutex::default);
        let mut in_use = IN_USE.lock().unwrap_or_else(PoisonError::into_inner);
        let hash = in_use.hasher().hash_one(patterns);
        if let Some(matcher) = in_use.get(&hash).and_then(Weak::upgrade)
            // Two lists may have the same hash.
            && matcher.is_of(patterns)
        {
            return matcher;
        }
        let patterns = patterns.iter().map(|pattern| Cow::Owned((*pattern).to_owned()));
        let matcher = Arc::new(Self::new(patterns));
        in_use.retain(|_, matcher| matcher.strong_count() > 0);
        in_use.insert(hash, Arc::downgrade(&matcher));
        matcher
    }

    /// Returns whether it was made from those patterns, of which none is listed twice.
    fn is_of(&self, patterns: &[&str]) -> bool {
        let has = |pattern: &&str| {
            self.exact.contains(pattern.as_bytes()) || self.wildcards.contains(pattern.as_bytes())
        };
        self.patterns().count() == patterns.len() && patterns.iter().all(has)
    }

    pub(crate) fn patterns(&self) -> impl Iterator<Item = &str> {
        self.exact.iter().chain(&self.wildcards).filter_map(|text| std::str::from_utf8(text).ok())
    }

    /// Returns whether a pattern matches the value of an `Origin` header, `null` included.
    #[inline]
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
        let mut has_pattern = |host_pattern: [&str; 2], port: &str| {
            let parts = [origin.scheme(), "://", host_pattern[0], host_pattern[1], port];
            self.wildcards.contains(candidate.write(parts))
        };
        if self.any_port && has_pattern(["", host], ":*") {
            return true;
        }
        if self.any_host && port.is_empty() && has_pattern(["*", ""], "") {
            return true;
        }
        // Only tails as long as that of a pattern are looked up, not every tail of the host.
        origin.has_domain()
            && self.tail_lengths.iter().any(|length| {
                let Some(tail) = wildcard_tail(host, length) else { return false };
                has_pattern(["*", tail], port) || (self.any_port && has_pattern(["*", tail], ":*"))
            })
    }
}

/// The last `length` bytes of a host, if the `*` of a pattern could match the bytes before them:
/// one or more labels, or a part of the first label.
fn wildcard_tail(host: &str, length: usize) -> Option<&str> {
    let (matched, tail) = host.split_at_checked(host.len().checked_sub(length)?)?;
    let is_tail = match tail.as_bytes() {
        [b'.', ..] => true,
        [b'-', ..] => !matched.contains('.'),
        _ => false,
    };
    (is_tail && !matched.is_empty()).then_some(tail)
}

/// Up to this number, comparing all texts is faster than hashing one.
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

    #[inline]
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

/// A buffer on the stack for a pattern that would match.
struct Candidate {
    bytes: [u8; LONGEST + 2],
}

impl Candidate {
    fn new() -> Self {
        Self { bytes: [0; LONGEST + 2] }
    }

    /// The joined parts. They are empty, which is not a pattern, if they are longer than any
    /// pattern.
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

/// A set of lengths, each at most that of a host.
#[derive(Default)]
struct HostLengths([u64; 4]);

impl HostLengths {
    fn insert(&mut self, length: usize) {
        if let Some(word) = self.0.get_mut(length / 64) {
            *word |= 1 << (length % 64);
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
