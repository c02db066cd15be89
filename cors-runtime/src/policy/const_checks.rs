//! The checks of a const policy, which expansions call in const evaluation.

use cors_rules::{
    Violation, Violations,
    extractor::{Allowed, Needed},
    key::Key,
    list, method, origin,
};

use super::Policy;

#[doc(hidden)]
impl Policy {
    /// Replaces a policy with an error that is already reported.
    pub const ERRONEOUS: Self = Self { is_erroneous: true, ..Self::UNSET };

    /// The violations between the settings of this const policy.
    #[must_use]
    pub const fn violations(&self) -> Violations {
        if self.is_erroneous {
            return Violations::NONE;
        }
        self.context().violations(
            self.origins().as_static(),
            self.debug_origins().as_static(),
            self.expose_headers().as_static(),
        )
    }

    /// Returns the violations `settings_violations`, and those that depend on the route: the policy has no origins, or
    /// it allows none of the `served` methods. `source` is the policy as it is written in the handler's attribute.
    #[must_use]
    pub const fn violations_on_route(
        &self,
        source: &str,
        served: &[&str],
        settings_violations: Violations,
    ) -> Violations {
        if self.is_erroneous {
            return Violations::NONE;
        }
        let mut found = settings_violations;
        if self.origins.is_none() {
            found = found.and(origin::missing(source));
        }
        if let Some(methods) = &self.methods
            && let Some(violation) = method::none_routed(methods.as_static(), served)
        {
            found = found.and(violation);
        }
        found
    }

    /// The violation of a handler's parameter whose header this const policy does not allow, on a
    /// route that serves these methods.
    pub(crate) const fn extractor_violation(
        &self,
        served: &[&str],
        parameter: &str,
        needed: Needed,
    ) -> Option<Violation> {
        if self.is_erroneous {
            return None;
        }
        let (headers, methods) = (self.allow_headers().as_static(), self.methods().as_static());
        let credentials = self.allow_credentials();
        Allowed { headers, methods, served, credentials }.violation(parameter, needed)
    }

    /// The violation of `..` in the list of that key, if this policy has no list to insert.
    pub(crate) const fn inheritance_violation(&self, key: Key) -> Option<Violation> {
        match key {
            Key::Origins if self.has_dynamic_origins() => Some(list::dynamic_inherited()),
            Key::Methods if self.methods.is_none() && !self.is_erroneous => {
                Some(list::every_method_inherited())
            }
            _ => None,
        }
    }
}
