//! The checks of the settings of a policy against each other. `cors_rules::cross_checks` has the rules.

use cors_rules::{
    Violations,
    cross_checks::{Context, Dangers, is_cross_checked},
    key::Key,
    method, origin,
};

use super::Policy;

impl Policy {
    /// Returns the settings on which the rules for lists depend.
    pub(crate) const fn context(&self) -> Context<'static> {
        Context {
            allow_credentials: self.allow_credentials(),
            is_enforced: self.enforce().is_on(),
            dangers: self.dangers(),
            served: None,
        }
    }

    pub(crate) const fn dangers(&self) -> Dangers {
        Dangers {
            insecure_origins: self.danger_allow_insecure_origins(),
            public_suffixes: self.danger_allow_public_suffixes(),
            null_origin: self.danger_allow_null_origin(),
        }
    }

    /// Returns the violations that can be found only after policies are merged. `is_mixed` is `true` if settings that
    /// are checked against each other may come from several policies. Only then does this function check them. For a
    /// route, `served` contains the methods of the route. The policy must then have origins, and allow one of these
    /// methods. The error for missing origins quotes `source`: the path of the policy in the handler's attribute, or
    /// `#[cors]`. A policy whose error is already reported has no violations.
    #[doc(hidden)]
    #[must_use]
    pub const fn merge_violations(
        &self,
        is_mixed: bool,
        source: &str,
        served: Option<&[&str]>,
    ) -> Violations {
        if self.is_erroneous {
            return Violations::NONE;
        }
        let mut found = Violations::NONE;
        let mut keys = if is_mixed { Key::SETTINGS } else { &[] };
        while let [key, rest @ ..] = keys {
            if is_cross_checked(*key)
                && let Some(list) = self.list(*key)
            {
                let any_is_mixed = matches!(key, Key::Origins) && !self.debug_origins().is_empty();
                self.context().add_merged(&mut found, *key, list.as_static(), any_is_mixed);
            }
            keys = rest;
        }
        let Some(served) = served else { return found };
        if self.origins.is_none() {
            found = found.with(origin::missing(source));
        }
        if let Some(methods) = &self.methods
            && let Some(violation) = method::none_routed(methods.as_static(), served)
        {
            found = found.with(violation);
        }
        found
    }
}
