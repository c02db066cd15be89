//! Checks of settings against each other, such as origins with credentials:
//! <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>

use crate::{
    Rule, Violation, Violations, ascii,
    key::{Key, ValueKind},
    list::{ANY, ListCheck},
    origin::{NULL, Pattern},
};

/// The facts that decide which values the lists of a policy may have, such as the value of `allow_credentials`.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The value of `allow_credentials`.
    pub allow_credentials: bool,
    /// `true` if `enforce` is anything but `false`.
    pub is_enforced: bool,
    /// The values of the `danger_` keys.
    pub dangers: Dangers,
    /// The methods that the route serves. `None` if the list does not belong to a handler, or if the list is inherited:
    /// the route need not serve every inherited method.
    pub served: Option<&'a [&'a str]>,
}

/// The values of the `danger_` keys of a policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dangers {
    /// The value of `danger_allow_insecure_origins`.
    pub insecure_origins: bool,
    /// The value of `danger_allow_public_suffixes`.
    pub public_suffixes: bool,
    /// The value of `danger_allow_null_origin`.
    pub null_origin: bool,
}

/// Returns whether [`Context::add_merged`] depends on the setting of this key.
pub const fn is_cross_checked(key: Key) -> bool {
    match key.kind() {
        ValueKind::Origins
        | ValueKind::DebugOrigins
        | ValueKind::ResponseHeaders
        | ValueKind::Flag
        | ValueKind::Danger
        | ValueKind::Enforce => true,
        ValueKind::Methods
        | ValueKind::RequestHeaders
        | ValueKind::Hosts
        | ValueKind::Duration
        | ValueKind::Policy
        | ValueKind::Crate => false,
    }
}

impl Context<'_> {
    /// The context of a list in an unknown policy. Only the rules that depend on no other setting apply to such a list.
    pub const UNKNOWN: Self = Self {
        allow_credentials: false,
        is_enforced: false,
        dangers: Dangers { insecure_origins: true, public_suffixes: true, null_origin: true },
        served: None,
    };

    /// Returns the context for a check before inherited settings are merged. Only the served methods are known then.
    pub const fn before_merge(self) -> Self {
        Self { served: self.served, ..Self::UNKNOWN }
    }

    /// Checks the list of a key against the other settings of a merged policy, and adds the violations to `found`.
    /// `any_is_mixed` is `true` for `origins` if the merged policy also has `debug_origins`: a `*` in `origins` is then
    /// next to other origins.
    pub const fn add_merged(
        self,
        found: &mut Violations,
        key: Key,
        values: &[&str],
        any_is_mixed: bool,
    ) {
        let list = ListCheck::new(key, values, self);
        let mut i = 0;
        while i < values.len() && !found.is_full() {
            // Most values are `https` origins without a wildcard. No other setting makes such an origin invalid, so a
            // second parse is not needed.
            let is_plain = ascii::starts_with(values[i], "https://")
                && !ascii::starts_with(values[i], "https://*");
            // The check of the unmerged list has already reported the values that are invalid by themselves.
            if !is_plain
                && let Some(violation) = list.violation(values[i], false, any_is_mixed)
                && depends_on_context(violation.rule())
            {
                *found = found.with(violation);
            }
            i += 1;
        }
    }

    /// Returns the violation if other settings of the policy do not permit `*` as a value of the key.
    pub(crate) const fn any_violation(&self, key: Key) -> Option<Violation> {
        let (rule, sentence, help) = match key.kind() {
            ValueKind::Origins | ValueKind::DebugOrigins if self.allow_credentials => (
                Rule::AnyOriginWithCredentials,
                "allows every origin, and browsers reject `*` for a request with credentials",
                "list the origins that may send credentials, or remove `allow_credentials`",
            ),
            ValueKind::Origins | ValueKind::DebugOrigins if self.is_enforced => (
                Rule::AnyOriginWithEnforce,
                "allows every origin, so `enforce` would reject nothing",
                "list the origins, or remove `enforce`",
            ),
            ValueKind::ResponseHeaders if self.allow_credentials => (
                Rule::AnyExposedWithCredentials,
                "exposes every header only without credentials; with credentials, browsers read it as \
                 a name",
                "list the headers to expose, or remove `allow_credentials`",
            ),
            _ => return None,
        };
        Some(Violation::new(rule, ANY, sentence).help(help))
    }

    /// Returns the violation if the policy allows credentials for an origin that must not send them. `pattern` is
    /// `None` for the origin `null`.
    pub(crate) const fn origin_violation(&self, pattern: Option<Pattern<'_>>) -> Option<Violation> {
        if !self.allow_credentials {
            return None;
        }
        let (value, is_insecure, help) = match pattern {
            None => (NULL, true, "leave it out, or add `danger_allow_insecure_origins` too"),
            Some(pattern) => {
                let help = if ascii::equal(pattern.scheme(), "http") {
                    "write it with `https://`, or add `danger_allow_insecure_origins`"
                } else {
                    "leave it out, or add `danger_allow_insecure_origins`"
                };
                (pattern.as_str(), pattern.is_insecure(), help)
            }
        };
        if is_insecure && !self.dangers.insecure_origins {
            let sentence = "is not an `https` origin, so an attacker can impersonate it and act with a \
                            user's credentials";
            let violation = Violation::new(Rule::InsecureOriginWithCredentials, value, sentence);
            return Some(violation.help(help));
        }
        match pattern {
            Some(pattern) if !self.dangers.public_suffixes && pattern.is_below_public_suffix() => {
                let sentence = "is below a public suffix, so an attacker can register a matching \
                                origin and act with a user's credentials";
                let violation = Violation::new(Rule::PublicSuffixWithCredentials, value, sentence);
                let help = "list the sites that are yours, or add `danger_allow_public_suffixes`";
                Some(violation.help(help))
            }
            _ => None,
        }
    }
}

/// Returns whether a rule rejects a value because of another setting.
const fn depends_on_context(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::NullOrigin
            | Rule::AnyOriginMixed
            | Rule::AnyOriginWithCredentials
            | Rule::InsecureOriginWithCredentials
            | Rule::PublicSuffixWithCredentials
            | Rule::AnyOriginWithEnforce
            | Rule::AnyExposedWithCredentials
    )
}
