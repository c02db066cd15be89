//! The check of a list: each value by itself, then repetitions and `*` beside others.
//!
//! Each caller maps the index of a violation to a place: the macro to a span, const evaluation to
//! an expression, a file to a field.

use std::collections::HashSet;

use crate::{
    Rule, Violation, ascii,
    cross_checks::{self, Credentials, Dangers},
    header_name::{self, Direction},
    key::Key,
    method,
    origin::{self, ANY, HostPattern, Pattern},
};

/// A list of a policy, and the rules of its key.
#[derive(Clone, Copy, Debug)]
pub struct List<'a> {
    values: &'a [&'a str],
    rules: Rules<'a>,
    others_beside: bool,
    allows_mixed_any: bool,
    repeated: Option<&'a [bool]>,
}

/// The rules of the key of a list.
#[derive(Clone, Copy, Debug)]
pub enum Rules<'a> {
    /// `origins` and `debug_origins`, with the other settings as far as they are known.
    Origins {
        /// True if `null` is allowed.
        null: bool,
        /// The credentials of the policy. `None` without credentials, or if they depend on a merge.
        credentials: Option<Credentials>,
        /// True if the policy has `enforce`, as far as is known.
        enforces: bool,
    },
    /// `hosts`.
    Hosts,
    /// `methods`, on a handler with the methods that its route serves.
    Methods {
        /// The methods of the route, if the list is on a handler.
        served: Option<&'a [&'a str]>,
    },
    /// `allow_headers` and `expose_headers`.
    Headers {
        /// The one of the two.
        direction: Direction,
        /// True if the policy has credentials, as far as is known.
        credentials: bool,
    },
}

/// The settings of a policy on which the rules of its lists depend.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// `allow_credentials`.
    pub credentials: bool,
    /// `true` if `enforce` is anything but `false`.
    pub enforces: bool,
    /// The `danger_` keys.
    pub dangers: Dangers,
}

impl Context {
    /// Returns the rules of a key that takes a list. `served` are the methods of the handler's route.
    #[must_use]
    pub fn rules<'a>(self, key: Key, served: Option<&'a [&'a str]>) -> Option<Rules<'a>> {
        let Self { credentials, enforces, dangers } = self;
        Some(match key {
            Key::Origins | Key::DebugOrigins => Rules::Origins {
                null: dangers.null_origin,
                credentials: credentials.then_some(Credentials { dangers }),
                enforces,
            },
            Key::Methods => Rules::Methods { served },
            Key::AllowHeaders => Rules::Headers { direction: Direction::Allow, credentials },
            Key::ExposeHeaders => Rules::Headers { direction: Direction::Expose, credentials },
            Key::Hosts => Rules::Hosts,
            Key::AllowCredentials
            | Key::MaxAge
            | Key::Enforce
            | Key::DangerAllowInsecureOrigins
            | Key::DangerAllowPublicSuffixes
            | Key::DangerAllowNullOrigin
            | Key::Policy
            | Key::Crate => return None,
        })
    }
}

impl Rules<'_> {
    /// The rules before a merge, which do not depend on other settings.
    #[must_use]
    pub const fn before_merge(self) -> Self {
        match self {
            Self::Origins { .. } => {
                Self::Origins { null: true, credentials: None, enforces: false }
            }
            Self::Headers { direction, .. } => Self::Headers { direction, credentials: false },
            Self::Hosts | Self::Methods { .. } => self,
        }
    }
}

impl<'a> List<'a> {
    /// A list without values beside it.
    #[must_use]
    pub const fn new(values: &'a [&'a str], rules: Rules<'a>) -> Self {
        Self { values, rules, others_beside: false, allows_mixed_any: false, repeated: None }
    }

    /// Sets whether there are values beside the list: those of an expression that is not evaluated
    /// yet, or those of `debug_origins` beside `origins`.
    #[must_use]
    pub const fn with_others_beside(mut self, others_beside: bool) -> Self {
        self.others_beside = others_beside;
        self
    }

    /// Allows `*` beside other values, as in sets of origins for policies without credentials.
    #[must_use]
    pub const fn with_mixed_any(mut self) -> Self {
        self.allows_mixed_any = true;
        self
    }

    /// The values.
    #[must_use]
    pub const fn values(self) -> &'a [&'a str] {
        self.values
    }

    /// All violations, each with the index of its value. They are computed one at a time, in linear
    /// time.
    pub fn violations(self) -> impl Iterator<Item = (usize, Violation)> {
        let any_is_mixed = self.any_is_mixed();
        // A set, since a list may have a hundred thousand values.
        let mut seen = HashSet::new();
        self.values.iter().enumerate().filter_map(move |(index, value)| {
            let is_new = match self.rules {
                Rules::Headers { .. } => seen.insert(value.to_ascii_lowercase().into()),
                _ => seen.insert(std::borrow::Cow::Borrowed(*value)),
            };
            self.violation(value, !is_new, any_is_mixed).map(|violation| (index, violation))
        })
    }

    /// For each of the `N` values, whether the list has it before. Const evaluation checks each
    /// value by itself, and with this does not search the others again.
    #[must_use]
    pub const fn repeated<const N: usize>(self) -> [bool; N] {
        let mut repeated = [false; N];
        let mut seen = Seen::NONE;
        let mut index = 0;
        while index < N {
            repeated[index] = seen.add(self.values[index]) && self.is_in_values_before(index);
            index += 1;
        }
        repeated
    }

    /// Sets the result of [`repeated`](Self::repeated).
    #[must_use]
    pub const fn with_repeated(mut self, repeated: &'a [bool]) -> Self {
        self.repeated = Some(repeated);
        self
    }

    /// The first violation of the values in a range of indices, with the index of its value. This
    /// is [`violations`](Self::violations) for const evaluation.
    #[must_use]
    pub const fn first_violation(self, from: usize, to: usize) -> Option<(usize, Violation)> {
        let any_is_mixed = self.any_is_mixed();
        // Most lists have one value, and a set would cost more than the check of the value.
        let may_repeat = self.values.len() > 1;
        let mut seen = Seen::NONE;
        let mut index = if self.repeated.is_some() { from } else { 0 };
        while index < to {
            let value = self.values[index];
            let is_repeated = match self.repeated {
                Some(repeated) => repeated[index],
                None => may_repeat && seen.add(value) && self.is_in_values_before(index),
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

    const fn is_in_values_before(self, index: usize) -> bool {
        let mut before = 0;
        while before < index {
            if self.is_same(self.values[before], self.values[index]) {
                return true;
            }
            before += 1;
        }
        false
    }

    /// The violation of a value. If it breaks two rules, the first one in the table of rules is
    /// reported.
    const fn violation(
        self,
        value: &str,
        is_repeated: bool,
        any_is_mixed: bool,
    ) -> Option<Violation> {
        match self.rules {
            Rules::Origins { null, credentials, enforces } => {
                origin_violation(value, is_repeated, any_is_mixed, null, credentials, enforces)
            }
            Rules::Hosts => host_violation(value, is_repeated),
            Rules::Methods { served } => method_violation(value, is_repeated, any_is_mixed, served),
            Rules::Headers { direction, credentials } => {
                header_violation(value, is_repeated, any_is_mixed, direction, credentials)
            }
        }
    }

    const fn any_is_mixed(self) -> bool {
        if self.allows_mixed_any || self.others_beside {
            return !self.allows_mixed_any;
        }
        let mut i = 0;
        while i < self.values.len() {
            let is_covered = match self.rules {
                Rules::Headers { direction, .. } => {
                    header_name::is_covered_by_any(self.values[i], direction)
                }
                _ => !ascii::equal(self.values[i], ANY),
            };
            if is_covered {
                return true;
            }
            i += 1;
        }
        false
    }

    const fn is_same(self, a: &str, b: &str) -> bool {
        match self.rules {
            Rules::Headers { .. } => a.eq_ignore_ascii_case(b),
            _ => ascii::equal(a, b),
        }
    }
}

/// The prime of 32-bit FNV-1a, which spreads names that differ in a few digits:
/// <https://datatracker.ietf.org/doc/html/rfc9923>.
const FNV_PRIME: u64 = 0x0100_0193;

/// A filter of seen values for const evaluation, which has no sets: a bit for the hash of each
/// value in lower case. Only if the bit is set are the earlier values searched.
struct Seen {
    bits: [u64; Seen::WORDS],
}

impl Seen {
    const WORDS: usize = 1024;
    const NONE: Self = Self { bits: [0; Self::WORDS] };

    /// Returns whether the value may have been added before. Adds the value.
    const fn add(&mut self, value: &str) -> bool {
        let mut bytes = value.as_bytes();
        let mut hash: u64 = 0;
        while let [byte, rest @ ..] = bytes {
            hash = ((hash ^ (*byte | 0x20) as u64) * FNV_PRIME) & u32::MAX as u64;
            bytes = rest;
        }
        let word = (hash / 64) as usize % Self::WORDS;
        let bit = 1 << (hash % 64);
        let may_be_repeated = self.bits[word] & bit != 0;
        self.bits[word] |= bit;
        may_be_repeated
    }
}

const fn origin_violation(
    value: &str,
    is_repeated: bool,
    any_is_mixed: bool,
    null: bool,
    credentials: Option<Credentials>,
    enforces: bool,
) -> Option<Violation> {
    let pattern = match Pattern::of_list(value) {
        Ok(pattern) => pattern,
        Err(defect) => return Some(origin::invalid(value, defect)),
    };
    if pattern.is_none() {
        if ascii::equal(value, ANY) {
            return any_origin_violation(is_repeated, any_is_mixed, credentials, enforces);
        }
        if !null {
            return Some(origin::null());
        }
    }
    if is_repeated {
        return Some(origin::duplicate(value));
    }
    match credentials {
        Some(credentials) => credentials.violation(value, pattern),
        None => None,
    }
}

/// A repeated `*` is a violation only if the first one is none.
const fn any_origin_violation(
    is_repeated: bool,
    any_is_mixed: bool,
    credentials: Option<Credentials>,
    enforces: bool,
) -> Option<Violation> {
    let violation = if any_is_mixed {
        origin::any_mixed()
    } else if credentials.is_some() {
        cross_checks::any_origin_with_credentials()
    } else if enforces {
        cross_checks::any_origin_with_enforce()
    } else if is_repeated {
        return Some(origin::duplicate(ANY));
    } else {
        return None;
    };
    if is_repeated { None } else { Some(violation) }
}

const fn host_violation(value: &str, is_repeated: bool) -> Option<Violation> {
    match HostPattern::parse(value) {
        Err(defect) => Some(origin::invalid_host(value, defect)),
        Ok(_) if is_repeated => Some(origin::duplicate_host(value)),
        Ok(_) => None,
    }
}

const fn method_violation(
    value: &str,
    is_repeated: bool,
    any_is_mixed: bool,
    served: Option<&[&str]>,
) -> Option<Violation> {
    if ascii::equal(value, method::ANY) {
        return match (any_is_mixed, is_repeated) {
            (true, false) => Some(method::any_mixed()),
            // A repeated `*` is a violation only if the first one is none.
            (true, true) | (false, false) => None,
            (false, true) => Some(method::duplicate(value)),
        };
    }
    if let Some(violation) = method::check(value) {
        return Some(violation);
    }
    if let Some(served) = served
        && !ascii::contains(served, value)
    {
        return Some(method::unrouted(value, served));
    }
    if is_repeated { Some(method::duplicate(value)) } else { None }
}

const fn header_violation(
    value: &str,
    is_repeated: bool,
    any_is_mixed: bool,
    direction: Direction,
    credentials: bool,
) -> Option<Violation> {
    if ascii::equal(value, header_name::ANY) {
        return any_header_violation(is_repeated, any_is_mixed, direction, credentials);
    }
    if let Some(violation) = header_name::check(value, direction) {
        return Some(violation);
    }
    if is_repeated { Some(header_name::duplicate(value)) } else { None }
}

/// A repeated `*` is a violation only if the first one is none.
const fn any_header_violation(
    is_repeated: bool,
    any_is_mixed: bool,
    direction: Direction,
    credentials: bool,
) -> Option<Violation> {
    let violation = if any_is_mixed {
        header_name::any_mixed(direction)
    } else if credentials && matches!(direction, Direction::Expose) {
        cross_checks::any_exposed_with_credentials()
    } else if is_repeated {
        return Some(header_name::duplicate(header_name::ANY));
    } else {
        return None;
    };
    if is_repeated { None } else { Some(violation) }
}

/// The violation of `..` without inherited settings.
#[must_use]
pub const fn nothing_inherited() -> Violation {
    inherits_nothing(
        "represents the inherited list, but there is neither a `policy` nor a module to inherit from",
    )
    .help("leave it out, or inherit from a policy with `policy = …`")
}

/// The violation of `..` for inherited origins that are known only at run time.
#[must_use]
pub const fn dynamic_inherited() -> Violation {
    inherits_nothing("represents the inherited origins, which are known only at run time")
        .help("leave `origins` out to keep them, or list the origins without `..`")
}

/// The violation of `..` for inherited methods that are not listed, which allows every method.
#[must_use]
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

/// The violation of an empty list, if its key needs a value.
#[must_use]
pub const fn empty(key: &str) -> Option<Violation> {
    match key.as_bytes() {
        b"origins" => Some(origin::missing(key)),
        b"methods" => Some(method::none()),
        _ => None,
    }
}
