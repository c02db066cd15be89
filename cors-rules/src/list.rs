//! The check of a list for invalid values, for repeated values, and for `*` next to other values.
//!
//! A violation comes with the index of its value. Callers convert this index to a place: the macro to a span, const
//! evaluation to an expression in the list, and `PolicyBuilder` to a field such as `origins[2]`.

use std::{borrow::Cow, collections::HashSet};

use crate::{
    Rule, Violation, ascii,
    cross_checks::Context,
    fetch, header_name,
    key::{Key, ValueKind},
    method,
    origin::{self, HostPattern, NULL, Pattern},
};

/// The value that represents every origin, every method or every header.
pub const ANY: &str = "*";

/// A list to check, and the facts that the check depends on.
#[derive(Clone, Copy, Debug)]
pub struct ListCheck<'a> {
    /// A key that takes a list, such as `origins`.
    pub key: Key,
    /// The values of the list.
    pub values: &'a [&'a str],
    /// The other settings of the policy, and the methods of the route.
    pub context: Context<'a>,
    /// `true` if a `*` in `values` would be next to values that are not in `values`. Examples are the values of a
    /// const, which the macro cannot evaluate. For `origins`, other examples are the values of `debug_origins`. For
    /// `debug_origins`, other examples are the values of `origins`.
    pub has_other_values: bool,
    /// `true` if `*` is valid next to other values, as in an `Origins` set for policies without credentials.
    pub allows_mixed_any: bool,
    /// The result of [`repeated`](Self::repeated), if a caller has computed it.
    pub repeated: Option<&'a [bool]>,
}

impl<'a> ListCheck<'a> {
    /// Returns the check of a list, with `has_other_values` and `allows_mixed_any` set to `false`.
    pub const fn new(key: Key, values: &'a [&'a str], context: Context<'a>) -> Self {
        Self {
            key,
            values,
            context,
            has_other_values: false,
            allows_mixed_any: false,
            repeated: None,
        }
    }

    /// Allows methods that the route does not serve, as in an inherited list.
    pub const fn on_any_route(mut self) -> Self {
        self.context.served = None;
        self
    }

    /// Returns the violations, at most one for each value, with the index of the value. The time is linear in the
    /// number of values.
    pub fn violations(self) -> impl Iterator<Item = (usize, Violation)> {
        let any_is_mixed = self.any_is_mixed();
        // A list may have a hundred thousand values. The set is faster than a search of all earlier values.
        let mut seen = HashSet::new();
        self.values.iter().enumerate().filter_map(move |(index, value)| {
            let is_new = match self.key.kind().is_headers() {
                true => seen.insert(Cow::Owned(value.to_ascii_lowercase())),
                false => seen.insert(Cow::Borrowed(*value)),
            };
            self.violation(value, !is_new, any_is_mixed).map(|violation| (index, violation))
        })
    }

    /// Returns a flag for each of the `N` values: whether an earlier value is equal. Const evaluation calls
    /// [`first_violation`](Self::first_violation) for each element of a list. For a long list, these calls read the
    /// flags instead of searching the list again.
    pub const fn repeated<const N: usize>(self) -> [bool; N] {
        let mut repeated = [false; N];
        let mut filter = [0; FILTER_WORDS];
        let mut index = 0;
        while index < N {
            repeated[index] = self.is_repeated(index, &mut filter);
            index += 1;
        }
        repeated
    }

    /// Returns the first violation for the values with indices in `from..to`, and the index of its value. Const
    /// evaluation calls this function instead of [`violations`](Self::violations), which is not a `const fn`.
    pub const fn first_violation(self, from: usize, to: usize) -> Option<(usize, Violation)> {
        let any_is_mixed = self.any_is_mixed();
        // Most lists have one value, which cannot be repeated. Adding it to the filter would cost more than its check.
        let may_repeat = self.values.len() > 1;
        let mut filter = [0; FILTER_WORDS];
        let mut index = if self.repeated.is_some() { from } else { 0 };
        while index < to {
            let value = self.values[index];
            let is_repeated = match self.repeated {
                Some(repeated) => repeated[index],
                None => may_repeat && self.is_repeated(index, &mut filter),
            };
            if index >= from
                && let Some(violation) = self.violation(value, is_repeated, any_is_mixed)
            {
                return Some((index, violation));
            }
            index += 1;
        }
        None
    }

    /// Returns whether an earlier value equals the value at `index`. The caller must pass each index in order, and the
    /// same `filter` in all calls. Each call sets the bit that the hash of the value selects. Only if this bit is
    /// already set, the function compares the value with the earlier values. Const evaluation has no hash sets.
    const fn is_repeated(&self, index: usize, filter: &mut [u64; FILTER_WORDS]) -> bool {
        let hash = hash(self.values[index]);
        let word = (hash / 64) as usize % FILTER_WORDS;
        let bit = 1 << (hash % 64);
        if filter[word] & bit == 0 {
            filter[word] |= bit;
            return false;
        }
        let (before, _) = self.values.split_at(index);
        self.key.kind().list_contains(before, self.values[index])
    }

    /// Returns whether a `*` in this list would be an error, because the policy has other values beside the `*`. The
    /// value `authorization` in `allow_headers` does not count: without credentials, `*` does not cover it.
    const fn any_is_mixed(&self) -> bool {
        if self.allows_mixed_any {
            return false;
        }
        if self.has_other_values {
            return true;
        }
        let mut i = 0;
        while i < self.values.len() {
            let value = self.values[i];
            let is_not_covered = matches!(self.key.kind(), ValueKind::RequestHeaders)
                && fetch::is_non_wildcard_request_header(value);
            if !ascii::equal(value, ANY) && !is_not_covered {
                return true;
            }
            i += 1;
        }
        false
    }

    /// Returns the violation for a value. If the value breaks two rules, returns the violation of the rule that comes
    /// first in [`Rule::ALL`]. Except in `hosts`, returns `None` for a repeated `*` if the first `*` is invalid, so
    /// that only the first one is reported.
    pub(crate) const fn violation(
        &self,
        value: &str,
        is_repeated: bool,
        any_is_mixed: bool,
    ) -> Option<Violation> {
        let kind = self.key.kind();
        if ascii::equal(value, ANY) && !matches!(kind, ValueKind::Hosts) {
            return self.any_violation(is_repeated, any_is_mixed);
        }
        let violation = match kind {
            ValueKind::Origins | ValueKind::DebugOrigins => {
                return self.origin_violation(value, is_repeated);
            }
            ValueKind::Hosts => match HostPattern::parse(value) {
                Ok(_) => None,
                Err(defect) => Some(origin::invalid_host(value, defect)),
            },
            ValueKind::Methods => match (method::check(value), self.context.served) {
                (None, Some(served)) if !ascii::contains(served, value) => {
                    Some(method::unrouted(value, served))
                }
                (violation, _) => violation,
            },
            ValueKind::RequestHeaders | ValueKind::ResponseHeaders => {
                header_name::check(value, self.key)
            }
            ValueKind::Flag
            | ValueKind::Danger
            | ValueKind::Duration
            | ValueKind::Enforce
            | ValueKind::Policy
            | ValueKind::Crate => return None,
        };
        match violation {
            None if is_repeated => Some(duplicate(self.key, value)),
            violation => violation,
        }
    }

    /// Returns the violation for `*`. A repeated `*` is reported only if the first `*` is valid.
    const fn any_violation(&self, is_repeated: bool, any_is_mixed: bool) -> Option<Violation> {
        let violation = if any_is_mixed {
            Some(any_mixed(self.key))
        } else {
            self.context.any_violation(self.key)
        };
        match violation {
            None if is_repeated => Some(duplicate(self.key, ANY)),
            Some(_) if is_repeated => None,
            violation => violation,
        }
    }

    const fn origin_violation(&self, value: &str, is_repeated: bool) -> Option<Violation> {
        let pattern = match Pattern::parse(value) {
            Ok(pattern) => Some(pattern),
            Err(_) if ascii::equal(value, NULL) => {
                if !self.context.dangers.null_origin {
                    return Some(origin::null());
                }
                None
            }
            Err(defect) => return Some(origin::invalid(value, defect)),
        };
        if is_repeated {
            return Some(duplicate(self.key, value));
        }
        self.context.origin_violation(pattern)
    }
}

/// The number of 64-bit words in `filter`, the bit set of [`ListCheck::is_repeated`].
const FILTER_WORDS: usize = 1024;

/// Returns a 32-bit hash, ignoring ASCII case. The algorithm is FNV-1a with the initial value 0:
/// <https://datatracker.ietf.org/doc/html/rfc9923>.
const fn hash(value: &str) -> u64 {
    const PRIME: u64 = 0x0100_0193;
    let mut bytes = value.as_bytes();
    let mut hash: u64 = 0;
    while let [byte, rest @ ..] = bytes {
        // Setting the bit 0x20 converts a letter to lower case. Other bytes that become equal only cause collisions.
        hash = ((hash ^ (*byte | 0x20) as u64) * PRIME) & u32::MAX as u64;
        bytes = rest;
    }
    hash
}

/// Returns the violation for a repeated value.
const fn duplicate(key: Key, value: &str) -> Violation {
    let (rule, sentence) = match key.kind() {
        ValueKind::Methods => (Rule::DuplicateMethod, "is listed twice"),
        ValueKind::Hosts => (Rule::DuplicateHost, "is listed twice"),
        ValueKind::RequestHeaders | ValueKind::ResponseHeaders => {
            (Rule::DuplicateHeader, "is listed twice: header names are case-insensitive")
        }
        _ => (Rule::DuplicateOrigin, "is listed twice"),
    };
    Violation::new(rule, value, sentence).help("leave one out")
}

/// Returns the violation for `*` next to other values. For `origins`, the other values may be in `debug_origins`.
const fn any_mixed(key: Key) -> Violation {
    let (rule, sentence, help) = match key.kind() {
        ValueKind::Methods => (
            Rule::AnyMethodMixed,
            "allows every method, but the list has other methods too",
            "write `methods = \"*\"`, or list only the methods",
        ),
        ValueKind::RequestHeaders => (
            Rule::AnyHeaderMixed,
            "allows every header, but the list has other headers too",
            "write `\"*\"` alone or with `authorization`, or list only the headers",
        ),
        ValueKind::ResponseHeaders => (
            Rule::AnyHeaderMixed,
            "allows every header, but the list has other headers too",
            "write `\"*\"` alone, or list only the headers",
        ),
        _ => (
            Rule::AnyOriginMixed,
            "allows every origin, but the policy lists other origins too",
            "write `origins = \"*\"` and no other origin, or list only the origins",
        ),
    };
    Violation::new(rule, ANY, sentence).help(help)
}

/// Returns the violation for an empty list, or `None` if the list of this key may be empty.
pub const fn empty(key: Key) -> Option<Violation> {
    match key {
        Key::Origins => Some(origin::missing(key.name())),
        Key::Methods => Some(
            Violation::new(Rule::UnroutedMethod, key.name(), "lists no method")
                .help("leave `methods` out to allow every method of the route"),
        ),
        _ => None,
    }
}

/// Returns the violation for `..` in a policy without inherited settings.
pub const fn nothing_inherited() -> Violation {
    inherits_nothing(
        "represents the inherited list, but there is neither a `policy` nor a module to inherit from",
    )
    .help("leave it out, or inherit from a policy with `policy = …`")
}

/// Returns the violation for `..` in `origins` if the inherited origins are known only at run time.
pub const fn dynamic_inherited() -> Violation {
    inherits_nothing("represents the inherited origins, which are known only at run time")
        .help("leave `origins` out to keep them, or list the origins without `..`")
}

/// Returns the violation for `..` in `methods` if the inherited settings have no `methods`. They already allow every
/// method that the route serves.
pub const fn every_method_inherited() -> Violation {
    inherits_nothing(
        "represents the inherited methods, but the inherited settings list none and thus allow every \
         method that the route serves",
    )
    .help("leave `methods` out to keep them all, or list the methods without `..`")
}

const fn inherits_nothing(sentence: &str) -> Violation {
    Violation::new(Rule::NothingInherited, "..", sentence)
}
