//! Checks of settings against each other, such as origins with credentials:
//! <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>

use crate::{
    Rule, Text, Violation, ascii,
    origin::{self, ANY, NULL, Pattern},
};

/// The `danger_` keys of a policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dangers {
    /// `danger_allow_insecure_origins`.
    pub insecure_origins: bool,
    /// `danger_allow_public_suffixes`.
    pub public_suffixes: bool,
    /// `danger_allow_null_origin`.
    pub null_origin: bool,
}

/// `allow_credentials`, with the `danger_` keys of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The `danger_` keys of the policy.
    pub dangers: Dangers,
}

impl Credentials {
    /// The violation of an origin that may not send credentials. `*` and `null` have no pattern.
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
    .help("list the origins that may send credentials, or remove `allow_credentials`")
}

pub(crate) const fn any_origin_with_enforce() -> Violation {
    Violation::new(
        Rule::AnyOriginWithEnforce,
        ANY,
        "allows every origin, so `enforce` would reject nothing",
    )
    .help("list the origins, or remove `enforce`")
}

const fn insecure_origin(value: &str, help: &str) -> Violation {
    Violation::new(
        Rule::InsecureOriginWithCredentials,
        value,
        "is not an `https` origin, so an attacker can impersonate it and act with a user's credentials",
    )
    .help(help)
}

const fn public_suffix(value: &str) -> Violation {
    Violation::new(
        Rule::PublicSuffixWithCredentials,
        value,
        "is below a public suffix, so anybody can register a matching origin and act with a user's \
         credentials",
    )
    .help("list the sites that are yours, or add `danger_allow_public_suffixes`")
}

/// The violation of `expose_headers = "*"` with credentials.
#[must_use]
pub const fn any_exposed_with_credentials() -> Violation {
    Violation::new(
        Rule::AnyExposedWithCredentials,
        "*",
        "exposes every header only without credentials; with credentials, browsers read it as a name",
    )
    .help("list the headers to expose, or remove `allow_credentials`")
}

/// The settings of a policy that are checked against each other.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// `origins`, if they are a list.
    pub origins: &'a [&'a str],
    /// `debug_origins`.
    pub debug_origins: &'a [&'a str],
    /// `expose_headers`.
    pub expose_headers: &'a [&'a str],
    /// True if `enforce` is anything but `false`.
    pub enforces: bool,
    /// `allow_credentials`.
    pub allow_credentials: bool,
    /// The `danger_` keys.
    pub dangers: Dangers,
}

/// The most violations of one merge or one list that are reported.
pub const MAX_VIOLATIONS: usize = 8;

impl Settings<'_> {
    /// The violations of settings that are valid by themselves, for example after a merge of two
    /// policies.
    #[must_use]
    pub const fn violations(&self) -> Violations {
        // The check of a list reports `*` beside others in that list, and `*` in `debug_origins`.
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
        // Most are `https` origins without a wildcard, which need no second parse.
        if ascii::starts_with(value, "https://") && !ascii::starts_with(value, "https://*") {
            return None;
        }
        match Pattern::of_list(value) {
            Ok(pattern) => Credentials { dangers: self.dangers }.violation(value, pattern),
            // Reported where it is written.
            Err(_) => None,
        }
    }
}

/// The line feeds between two violations.
const BLANK_LINE: usize = 2;

/// The first violations of a merge or a list, in order.
#[derive(Clone, Copy, Debug)]
pub struct Violations {
    found: [Option<Violation>; MAX_VIOLATIONS],
    count: usize,
}

impl Violations {
    /// No violation.
    pub const NONE: Self = Self { found: [const { None }; MAX_VIOLATIONS], count: 0 };

    /// Adds a violation if there is room.
    #[must_use]
    pub const fn and(mut self, violation: Violation) -> Self {
        if !self.is_full() {
            self.found[self.count] = Some(violation);
            self.count += 1;
        }
        self
    }

    /// The violation at an index.
    #[must_use]
    pub const fn get(&self, index: usize) -> Option<&Violation> {
        if index < self.count { self.found[index].as_ref() } else { None }
    }

    /// Returns whether there is no more room.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.count == MAX_VIOLATIONS
    }

    /// Fails the build with all violations in one message.
    ///
    /// # Panics
    /// Always, as [`Violation::fail`] does.
    #[track_caller]
    pub const fn fail(&self) -> ! {
        let mut message = [b'\n'; MAX_VIOLATIONS * (Text::CAPACITY + BLANK_LINE)];
        let (mut end, mut index) = (0, 0);
        while let Some(violation) = self.get(index) {
            let start = if index == 0 { 0 } else { end + BLANK_LINE };
            let text = violation.text();
            let text = text.as_str().as_bytes();
            end = start + text.len();
            message.split_at_mut(end).0.split_at_mut(start).1.copy_from_slice(text);
            index += 1;
        }
        match core::str::from_utf8(message.split_at(end).0) {
            Ok(message) => panic!("{}", message),
            Err(_) => unreachable!(),
        }
    }
}
