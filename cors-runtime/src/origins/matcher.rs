#[cfg(test)]
mod tests;

use std::{
    collections::{HashMap, HashSet},
    hash::BuildHasher,
    sync::{Arc, LazyLock, Mutex, PoisonError, Weak},
};

use cors_rules::origin::{MAX_ORIGIN_BYTES, NULL, Origin, Pattern, Port, Wildcard};
use foldhash::fast::RandomState;

/// Patterns as bytes, since the value of an `Origin` header need not be valid UTF-8.
type PatternSet = HashSet<Box<[u8]>, RandomState>;

/// A set of patterns. A search needs one lookup for each form of pattern that could match. So the time of a search
/// hardly depends on the number of patterns.
///
/// A pattern has only one spelling. So a search builds each pattern that would match the origin, such as
/// `https://*.example.com`, and looks up its bytes.
pub(crate) struct Matcher {
    /// `null`, and patterns without `*`. Each of them matches only the equal value of `Origin`.
    exact: Exact,
    wildcards: PatternSet,
    /// The maximum length of an origin that can match.
    longest: usize,
    any_port: bool,
    any_host: bool,
    /// The lengths of the strings after the `*` in hosts such as `*.example.com` and `*-team.vercel.app`.
    tail_lengths: Vec<usize>,
}

impl Matcher {
    /// Creates a matcher. A string that is neither a pattern nor `null` matches nothing.
    pub(crate) fn new(patterns: &[&str]) -> Self {
        let (mut exact, mut wildcards) = (Vec::<Box<[u8]>>::new(), Vec::new());
        for text in patterns {
            match Pattern::parse(text) {
                Ok(pattern) if !pattern.is_exact() => wildcards.push((*text, pattern)),
                Err(_) if *text != NULL => {}
                _ => exact.push(text.as_bytes().into()),
            }
        }
        let mut tail_lengths: Vec<usize> =
            wildcards.iter().filter_map(|(_, pattern)| tail_length(pattern)).collect();
        tail_lengths.sort_unstable();
        tail_lengths.dedup();
        let longest_exact = exact.iter().map(|text| text.len()).max();
        Self {
            longest: match wildcards.is_empty() {
                true => longest_exact.unwrap_or_default(),
                false => MAX_ORIGIN_BYTES,
            },
            any_port: wildcards.iter().any(|(_, pattern)| pattern.port() == Port::Any),
            any_host: wildcards.iter().any(|(_, it)| matches!(it.wildcard(), Wildcard::AnyHost)),
            wildcards: wildcards.iter().map(|(text, _)| text.as_bytes().into()).collect(),
            exact: Exact::new(exact),
            tail_lengths,
        }
    }

    /// Returns the matcher for an equal list of patterns if one is already in use, and otherwise a new one. So all
    /// workers, and all handlers with the same list, usually share one matcher. A list with `*` gets a new matcher each
    /// time, because a matcher does not store `*`.
    pub(crate) fn shared(patterns: &[&str]) -> Arc<Self> {
        static IN_USE: LazyLock<Mutex<HashMap<u64, Weak<Matcher>>>> = LazyLock::new(Mutex::default);
        let mut in_use = IN_USE.lock().unwrap_or_else(PoisonError::into_inner);
        let hash = in_use.hasher().hash_one(patterns);
        if let Some(matcher) = in_use.get(&hash).and_then(Weak::upgrade)
            // Two different lists may have the same hash, so the patterns are compared too.
            && matcher.has_exactly(patterns)
        {
            return matcher;
        }
        let matcher = Arc::new(Self::new(patterns));
        in_use.retain(|_, matcher| matcher.strong_count() > 0);
        in_use.insert(hash, Arc::downgrade(&matcher));
        matcher
    }

    /// Returns whether the matcher has exactly these patterns. `patterns` must not contain a pattern twice.
    fn has_exactly(&self, patterns: &[&str]) -> bool {
        let has = |pattern: &&str| {
            self.exact.contains(pattern.as_bytes()) || self.wildcards.contains(pattern.as_bytes())
        };
        self.patterns().count() == patterns.len() && patterns.iter().all(has)
    }

    pub(crate) fn patterns(&self) -> impl Iterator<Item = &str> {
        self.exact.iter().chain(&self.wildcards).filter_map(|pattern| str::from_utf8(pattern).ok())
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
        let mut buffer = [0; MAX_ORIGIN_BYTES + 2];
        let mut has_pattern = |host_pattern: [&str; 2], port: &str| {
            let parts = [origin.scheme(), "://", host_pattern[0], host_pattern[1], port];
            self.wildcards.contains(joined(&mut buffer, parts))
        };
        if self.any_port && has_pattern(["", host], ":*") {
            return true;
        }
        if self.any_host && port.is_empty() && has_pattern(["*", ""], "") {
            return true;
        }
        // A pattern's tail is the string after its `*`. Only a tail of the host with the same length can match.
        origin.has_domain()
            && self.tail_lengths.iter().any(|&length| {
                let Some(tail) = wildcard_tail(host, length) else { return false };
                has_pattern(["*", tail], port) || (self.any_port && has_pattern(["*", tail], ":*"))
            })
    }
}

/// Returns the length of the string after the `*` in a host such as `*.example.com` or `*-team.example.com`.
fn tail_length(pattern: &Pattern<'_>) -> Option<usize> {
    let domain = ".".len() + pattern.host().len();
    match pattern.wildcard() {
        Wildcard::Subdomains => Some(domain),
        Wildcard::LabelEnding(ending) => Some(ending.len() + domain),
        Wildcard::None | Wildcard::AnyHost => None,
    }
}

/// Returns the last `length` bytes of a host. Returns `None` if no `*` could match the bytes before this tail. A `*`
/// matches one or more labels in `*.example.com`, and the beginning of the first label in `*-team.example.com`.
fn wildcard_tail(host: &str, length: usize) -> Option<&str> {
    let (matched, tail) = host.split_at_checked(host.len().checked_sub(length)?)?;
    let is_tail = match tail.as_bytes() {
        [b'.', ..] => true,
        [b'-', ..] => !matched.contains('.'),
        _ => false,
    };
    (is_tail && !matched.is_empty()).then_some(tail)
}

/// The maximum number of patterns for which comparing all of them is faster than hashing the value.
const MAX_LINEAR_SEARCH: usize = 4;

enum Exact {
    Few(Vec<Box<[u8]>>),
    Many(PatternSet),
}

impl Exact {
    fn new(patterns: Vec<Box<[u8]>>) -> Self {
        match patterns.len() <= MAX_LINEAR_SEARCH {
            true => Self::Few(patterns),
            false => Self::Many(patterns.into_iter().collect()),
        }
    }

    #[inline]
    fn contains(&self, value: &[u8]) -> bool {
        match self {
            Self::Few(patterns) => patterns.iter().any(|pattern| **pattern == *value),
            Self::Many(patterns) => patterns.contains(value),
        }
    }

    fn iter(&self) -> Box<dyn Iterator<Item = &Box<[u8]>> + '_> {
        match self {
            Self::Few(patterns) => Box::new(patterns.iter()),
            Self::Many(patterns) => Box::new(patterns.iter()),
        }
    }
}

/// Joins the parts of a pattern in a buffer. Returns an empty slice, which is not a pattern, if the parts are longer
/// than any pattern.
fn joined<'b>(buffer: &'b mut [u8; MAX_ORIGIN_BYTES + 2], parts: [&str; 5]) -> &'b [u8] {
    let mut end = 0;
    for part in parts {
        let Some(room) = buffer.get_mut(end..end + part.len()) else { return &[] };
        room.copy_from_slice(part.as_bytes());
        end += part.len();
    }
    buffer.get(..end).unwrap_or_default()
}
