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
    origin::{self, ANY, HostPattern, NULL, Pattern},
};

/// A list of a policy, under the rules of its key.
#[derive(Clone, Copy, Debug)]
pub struct List<'a> {
    values: &'a [&'a str],
    rules: Rules<'a>,
    others_beside: bool,
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
    Headers(Direction),
}

impl<'a> List<'a> {
    /// A list by itself.
    #[must_use]
    pub const fn new(values: &'a [&'a str], rules: Rules<'a>) -> Self {
        Self { values, rules, others_beside: false }
    }

    /// The same list, with values beside it that are not in it: an expression's, which nobody has
    /// read yet, or those of `debug_origins` beside `origins`.
    #[must_use]
    pub const fn with_others_beside(mut self, others_beside: bool) -> Self {
        self.others_beside = others_beside;
        self
    }

    /// Everything that is wrong, with the index of the value.
    pub fn violations(self) -> impl Iterator<Item = (usize, Violation)> {
        let any_is_mixed = self.any_is_mixed();
        // A set, since a tenant's list may have a hundred thousand values.
        let mut seen = HashSet::new();
        self.values.iter().enumerate().filter_map(move |(index, value)| {
            let is_new = match self.rules {
                Rules::Headers(_) => seen.insert(value.to_ascii_lowercase().into()),
                _ => seen.insert(std::borrow::Cow::Borrowed(*value)),
            };
            self.judge(value, !is_new, any_is_mixed).map(|violation| (index, violation))
        })
    }

    /// What is wrong with the value of that index: one step of [`violations`](Self::violations),
    /// for const evaluation.
    #[must_use]
    pub const fn violation_at(self, index: usize) -> Option<Violation> {
        let mut is_repeated = false;
        let mut before = 0;
        while before < index && !is_repeated {
            is_repeated = self.is_same(self.values[before], self.values[index]);
            before += 1;
        }
        self.judge(self.values[index], is_repeated, self.any_is_mixed())
    }

    /// The index of the first value that a rule refuses, and why.
    #[must_use]
    pub const fn first_violation(self) -> Option<(usize, Violation)> {
        let mut index = 0;
        while index < self.values.len() {
            if let Some(violation) = self.violation_at(index) {
                return Some((index, violation));
            }
            index += 1;
        }
        None
    }

    /// Of a value that breaks two rules, the first in the table of rules is told.
    const fn judge(self, value: &str, is_repeated: bool, any_is_mixed: bool) -> Option<Violation> {
        match self.rules {
            Rules::Origins { null, credentials, enforces } => {
                match judge_origin(value, is_repeated, any_is_mixed, null, credentials) {
                    None if enforces && ascii::equal(value, ANY) => {
                        Some(combination::any_origin_with_enforce())
                    }
                    violation => violation,
                }
            }
            Rules::Hosts => judge_host(value, is_repeated),
            Rules::Methods { served } => judge_method(value, is_repeated, any_is_mixed, served),
            Rules::Headers(direction) => judge_header(value, is_repeated, any_is_mixed, direction),
        }
    }

    const fn any_is_mixed(self) -> bool {
        if self.others_beside {
            return true;
        }
        let mut i = 0;
        while i < self.values.len() {
            let is_covered = match self.rules {
                Rules::Headers(direction) => {
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
            Rules::Headers(_) => a.eq_ignore_ascii_case(b),
            _ => ascii::equal(a, b),
        }
    }
}

const fn judge_origin(
    value: &str,
    is_repeated: bool,
    any_is_mixed: bool,
    null: bool,
    credentials: Option<Credentials>,
) -> Option<Violation> {
    let pattern = match Pattern::of_list(value) {
        Ok(pattern) => pattern,
        Err(defect) => return Some(defect.violation(value)),
    };
    if ascii::equal(value, NULL) && !null {
        return Some(origin::null());
    }
    if is_repeated {
        return Some(origin::duplicate(value));
    }
    if ascii::equal(value, ANY) && any_is_mixed {
        return Some(origin::any_mixed());
    }
    match credentials {
        Some(credentials) => credentials.violation(value, pattern),
        None => None,
    }
}

const fn judge_host(value: &str, is_repeated: bool) -> Option<Violation> {
    match HostPattern::parse(value) {
        Err(defect) => Some(origin::invalid_host(value, defect)),
        Ok(_) if is_repeated => Some(origin::duplicate_host(value)),
        Ok(_) => None,
    }
}

const fn judge_method(
    value: &str,
    is_repeated: bool,
    any_is_mixed: bool,
    served: Option<&[&str]>,
) -> Option<Violation> {
    if ascii::equal(value, method::ANY) {
        return match (any_is_mixed, is_repeated) {
            (true, false) => Some(method::any_mixed()),
            // Told at the first one.
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

const fn judge_header(
    value: &str,
    is_repeated: bool,
    any_is_mixed: bool,
    direction: Direction,
) -> Option<Violation> {
    if ascii::equal(value, header_name::ANY) && any_is_mixed {
        // Told at the first one.
        return if is_repeated { None } else { Some(header_name::any_mixed(direction)) };
    }
    if let Some(violation) = header_name::check(value, direction) {
        return Some(violation);
    }
    if is_repeated { Some(header_name::duplicate(value)) } else { None }
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
