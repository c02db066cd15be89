//! What settings are refused for together: who may read with credentials.
//!
//! <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>

use crate::{
    Rule, Text, Violation, ascii,
    origin::{self, ANY, NULL, Pattern},
};

/// Which dangers a policy takes upon itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dangers {
    /// `danger_allow_insecure_origins`.
    pub insecure_origins: bool,
    /// `danger_allow_public_suffixes`.
    pub public_suffixes: bool,
    /// `danger_allow_null_origin`.
    pub null_origin: bool,
}

/// `allow_credentials`, and the dangers that are accepted with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The `danger_` keys of the policy.
    pub dangers: Dangers,
}

impl Credentials {
    /// What is wrong with letting an origin send credentials: any origin at all, unencrypted, or
    /// from anybody's site. The pattern is that of the value; `*` and `null` have none.
    pub(crate) const fn violation(
        self,
        value: &str,
        pattern: Option<Pattern<'_>>,
    ) -> Option<Violation> {
        let Some(pattern) = pattern else {
            if ascii::equal(value, ANY) {
                return Some(any_origin_with_credentials());
            }
            return if self.dangers.insecure_origins {
                None
            } else {
                Some(insecure_origin(
                    value,
                    "leave it out, or add `danger_allow_insecure_origins` too",
                ))
            };
        };
        if pattern.is_insecure() && !self.dangers.insecure_origins {
            let help = if ascii::equal(pattern.scheme(), "http") {
                "write it with `https://`, or add `danger_allow_insecure_origins`"
            } else {
                "leave it out, or add `danger_allow_insecure_origins`"
            };
            return Some(insecure_origin(value, help));
        }
        if pattern.is_below_public_suffix() && !self.dangers.public_suffixes {
            return Some(public_suffix(value));
        }
        None
    }
}

pub(crate) const fn any_origin_with_credentials() -> Violation {
    Violation::new(
        Rule::AnyOriginWithCredentials,
        ANY,
        "allows every origin, and browsers reject `*` for a request with credentials",
    )
    .help("name the origins that may send credentials, or drop `allow_credentials`")
}

pub(crate) const fn any_origin_with_enforce() -> Violation {
    Violation::new(
        Rule::AnyOriginWithEnforce,
        ANY,
        "allows every origin, so `enforce` would reject nothing",
    )
    .help("name the origins, or drop `enforce`")
}

const fn insecure_origin(value: &str, help: &str) -> Violation {
    Violation::new(
        Rule::InsecureOriginWithCredentials,
        value,
        "is not an `https` origin, so others can impersonate it and act with a user's credentials",
    )
    .help(help)
}

const fn public_suffix(value: &str) -> Violation {
    Violation::new(
        Rule::PublicSuffixWithCredentials,
        value,
        "is below a public suffix: anybody can register a matching origin, and act with a user's \
         credentials",
    )
    .help("name the sites that are yours, or add `danger_allow_public_suffixes`")
}

/// The violation of `expose_headers = "*"` with credentials.
#[must_use]
pub const fn any_exposed_with_credentials() -> Violation {
    Violation::new(
        Rule::AnyExposedWithCredentials,
        "*",
        "stands for every header only without credentials: with them, browsers read it as a name",
    )
    .help("name the headers to expose, or drop `allow_credentials`")
}

/// The settings of a policy that are judged together.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// `origins`, where they are listed.
    pub origins: &'a [&'a str],
    /// `debug_origins`.
    pub debug_origins: &'a [&'a str],
    /// `expose_headers`.
    pub expose_headers: &'a [&'a str],
    /// Whether `enforce` is anything but `false`.
    pub enforces: bool,
    /// `allow_credentials`.
    pub allow_credentials: bool,
    /// The `danger_` keys.
    pub dangers: Dangers,
}

/// As many violations of one merge as are told.
pub const TOLD: usize = 8;

impl Settings<'_> {
    /// What is wrong between settings that are each right alone: a merge of two policies, say.
    #[must_use]
    pub const fn violations(&self) -> Violations {
        // `*` beside others in one list, or in `debug_origins`, is told with that list.
        let any_is_mixed = !self.debug_origins.is_empty();
        let found = self.between_origins(Violations::NONE, self.origins, any_is_mixed);
        let mut found = self.between_origins(found, self.debug_origins, false);
        if self.allow_credentials && ascii::contains(self.expose_headers, "*") {
            found = found.and(any_exposed_with_credentials());
        }
        found
    }

    const fn between_origins(
        &self,
        mut found: Violations,
        origins: &[&str],
        any_is_mixed: bool,
    ) -> Violations {
        let mut i = 0;
        while i < origins.len() && !found.is_full() {
            if let Some(violation) = self.between(origins[i], any_is_mixed) {
                found = found.and(violation);
            }
            i += 1;
        }
        found
    }

    const fn between(&self, value: &str, any_is_mixed: bool) -> Option<Violation> {
        if ascii::equal(value, NULL) && !self.dangers.null_origin {
            return Some(origin::null());
        }
        if ascii::equal(value, ANY) && any_is_mixed {
            return Some(origin::any_mixed());
        }
        let is_any_enforced = ascii::equal(value, ANY) && self.enforces;
        if !self.allow_credentials {
            return if is_any_enforced { Some(any_origin_with_enforce()) } else { None };
        }
        // Most are one secure site each, and need not be read again.
        if ascii::starts_with(value, "https://") && !ascii::starts_with(value, "https://*.") {
            return None;
        }
        match Pattern::of_list(value) {
            Ok(pattern) => Credentials { dangers: self.dangers }.violation(value, pattern),
            // Told where it is written.
            Err(_) => None,
        }
    }
}

/// How many line feeds stand between two violations that are told together.
const BLANK_LINE: usize = 2;

/// The first violations of a merge or of a list, in order.
#[derive(Clone, Copy, Debug)]
pub struct Violations {
    found: [Option<Violation>; TOLD],
    count: usize,
}

impl Violations {
    /// Nothing is wrong.
    pub const NONE: Self = Self { found: [const { None }; TOLD], count: 0 };

    /// These, and one more as far as there is room.
    #[must_use]
    pub const fn and(mut self, violation: Violation) -> Self {
        if !self.is_full() {
            self.found[self.count] = Some(violation);
            self.count += 1;
        }
        self
    }

    /// The violation of that index, where there are so many.
    #[must_use]
    pub const fn get(&self, index: usize) -> Option<&Violation> {
        if index < self.count { self.found[index].as_ref() } else { None }
    }

    /// Whether there is room for no more.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.count == TOLD
    }

    /// Fails the build with all of them in one message, three lines each.
    ///
    /// # Panics
    /// Always, as [`Violation::fail`] does.
    #[track_caller]
    pub const fn fail(&self) -> ! {
        let mut told = [b'\n'; TOLD * (Text::CAPACITY + BLANK_LINE)];
        let (mut end, mut index) = (0, 0);
        while let Some(violation) = self.get(index) {
            let start = if index == 0 { 0 } else { end + BLANK_LINE };
            let text = violation.text();
            let text = text.as_str().as_bytes();
            end = start + text.len();
            told.split_at_mut(end).0.split_at_mut(start).1.copy_from_slice(text);
            index += 1;
        }
        match core::str::from_utf8(told.split_at(end).0) {
            Ok(told) => panic!("{}", told),
            Err(_) => unreachable!(),
        }
    }
}
