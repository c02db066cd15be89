//! The walk over a list: each value alone, then what is between the values.
//!
//! Every face of the rules maps what the walk finds to a place of its own: the macro to a span,
//! const evaluation to an expression, a settings file to a field.

use std::collections::HashSet;

use crate::{
    Rule, Violation, ascii,
    combination::{self, Credentials},
    header_name::{self, Direction},
    method,
    origin::{self, ANY, HostPattern, Pattern},
};

/// A list of a policy, under the rules of its key.
#[derive(Clone, Copy, Debug)]
pub struct List<'a> {
    values: &'a [&'a str],
    rules: Rules<'a>,
    others_beside: bool,
    repeated: Option<&'a [bool]>,
}

/// What a list's key asks of its values.
#[derive(Clone, Copy, Debug)]
pub enum Rules<'a> {
    /// `origins` and `debug_origins`, as far as the settings around them are known.
    Origins {
        /// Whether `null` may stand among them.
        null: bool,
        /// With what credentials they are allowed; `None` where there are none, or where only a
        /// merge will tell.
        credentials: Option<Credentials>,
        /// Whether the policy enforces, as far as is known.
        enforces: bool,
    },
    /// `hosts`.
    Hosts,
    /// `methods`; of a handler's own, with the methods that its route serves.
    Methods {
        /// What the route serves, where the list stands on one.
        served: Option<&'a [&'a str]>,
    },
    /// `allow_headers` and `expose_headers`.
    Headers {
        /// Which of the two.
        direction: Direction,
        /// Whether credentials are allowed, as far as is known.
        credentials: bool,
    },
}

impl Rules<'_> {
    /// These rules where other settings are merged: what depends on those is left to the merge.
    #[must_use]
    pub const fn before_a_merge(self) -> Self {
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
    /// A list by itself.
    #[must_use]
    pub const fn new(values: &'a [&'a str], rules: Rules<'a>) -> Self {
        Self { values, rules, others_beside: false, repeated: None }
    }

    /// The same list, with values beside it that are not in it: an expression's, which nobody has
    /// read yet, or those of `debug_origins` beside `origins`.
    #[must_use]
    pub const fn with_others_beside(mut self, others_beside: bool) -> Self {
        self.others_beside = others_beside;
        self
    }

    /// The values themselves.
    #[must_use]
    pub const fn values(self) -> &'a [&'a str] {
        self.values
    }

    /// Everything that is wrong, with the index of the value.
    pub fn violations(self) -> impl Iterator<Item = (usize, Violation)> {
        let any_is_mixed = self.any_is_mixed();
        // A set, since a tenant's list may have a hundred thousand values.
        let mut seen = HashSet::new();
        self.values.iter().enumerate().filter_map(move |(index, value)| {
            let is_new = match self.rules {
                Rules::Headers { .. } => seen.insert(value.to_ascii_lowercase().into()),
                _ => seen.insert(std::borrow::Cow::Borrowed(*value)),
            };
            self.judge(value, !is_new, any_is_mixed).map(|violation| (index, violation))
        })
    }

    /// Which values stand in the list before already; `N` is how many there are. Const evaluation
    /// asks for each value by itself, and need not look through the others again.
    #[must_use]
    pub const fn repeated<const N: usize>(self) -> [bool; N] {
        let mut repeated = [false; N];
        let mut seen = Seen::NOTHING;
        let mut index = 0;
        while index < N {
            repeated[index] = seen.may_hold(self.values[index]) && self.stands_before(index);
            index += 1;
        }
        repeated
    }

    /// The same list, of which it is known what [`repeated`](Self::repeated) says.
    #[must_use]
    pub const fn with_repeated(mut self, repeated: &'a [bool]) -> Self {
        self.repeated = Some(repeated);
        self
    }

    /// The index of the first value that a rule refuses, of those from one index to another, and
    /// why: [`violations`](Self::violations) for const evaluation.
    #[must_use]
    pub const fn first_violation(self, from: usize, to: usize) -> Option<(usize, Violation)> {
        let any_is_mixed = self.any_is_mixed();
        // Most lists have one value, and a set for it would cost more than to judge it.
        let may_repeat = self.values.len() > 1;
        let mut seen = Seen::NOTHING;
        let mut index = if self.repeated.is_some() { from } else { 0 };
        while index < to {
            let value = self.values[index];
            let is_repeated = match self.repeated {
                Some(repeated) => repeated[index],
                None => may_repeat && seen.may_hold(value) && self.stands_before(index),
            };
            if index >= from
                && let Some(violation) = self.judge(value, is_repeated, any_is_mixed)
            {
                return Some((index, violation));
            }
            index += 1;
        }
        None
    }

    const fn stands_before(self, index: usize) -> bool {
        let mut before = 0;
        while before < index {
            if self.is_same(self.values[before], self.values[index]) {
                return true;
            }
            before += 1;
        }
        false
    }

    /// Of a value that breaks two rules, the first in the table of rules is told.
    const fn judge(self, value: &str, is_repeated: bool, any_is_mixed: bool) -> Option<Violation> {
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
        if self.others_beside {
            return true;
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

/// <https://datatracker.ietf.org/doc/html/rfc9923>, of 32 bits: names that differ in a few digits are
/// to fall far apart.
const FNV_PRIME: u64 = 0x0100_0193;

/// Values that were seen, in const evaluation, which has no sets: bits by a hash, case aside. Only
/// where it says perhaps are the values before looked through.
struct Seen {
    bits: [u64; Seen::WORDS],
}

impl Seen {
    const WORDS: usize = 1024;
    const NOTHING: Self = Self { bits: [0; Self::WORDS] };

    /// Whether the value may have been seen; from then on it may have been.
    const fn may_hold(&mut self, value: &str) -> bool {
        let mut bytes = value.as_bytes();
        let mut hash: u64 = 0;
        while let [byte, rest @ ..] = bytes {
            hash = ((hash ^ (*byte | 0x20) as u64) * FNV_PRIME) & u32::MAX as u64;
            bytes = rest;
        }
        let word = (hash / 64) as usize % Self::WORDS;
        let bit = 1 << (hash % 64);
        let may_hold = self.bits[word] & bit != 0;
        self.bits[word] |= bit;
        may_hold
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
        combination::any_origin_with_credentials()
    } else if enforces {
        combination::any_origin_with_enforce()
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
        combination::any_exposed_with_credentials()
    } else if is_repeated {
        return Some(header_name::duplicate(header_name::ANY));
    } else {
        return None;
    };
    if is_repeated { None } else { Some(violation) }
}

/// The violation of `..` where there is nothing to inherit from.
#[must_use]
pub const fn nothing_inherited() -> Violation {
    inherits_nothing(
        "stands for what is inherited, and there is neither a `policy` nor a module around",
    )
    .help("leave it out, or name what to inherit from with `policy = …`")
}

/// Likewise, of `..` among the origins of a policy whose own are known at run time only.
#[must_use]
pub const fn dynamic_inherited() -> Violation {
    inherits_nothing("stands for the inherited origins, which are known at run time only")
        .help("leave `origins` out to keep them, or list the origins without `..`")
}

/// Likewise, of `..` among the methods of a policy that lists none: it allows every one.
#[must_use]
pub const fn every_method_inherited() -> Violation {
    inherits_nothing(
        "stands for the inherited methods, and what is inherited lists none: it allows every method \
         that the route serves",
    )
    .help("leave `methods` out to keep them all, or list the methods without `..`")
}

const fn inherits_nothing(fact: &str) -> Violation {
    Violation::new(Rule::NothingInherited, "..", fact)
}

/// What is wrong with a list that holds nothing, if its key asks for something.
#[must_use]
pub const fn empty(key: &str) -> Option<Violation> {
    match key.as_bytes() {
        b"origins" => Some(origin::missing(key)),
        b"methods" => Some(method::none()),
        _ => None,
    }
}
