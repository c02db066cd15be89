//! The checks of a const policy. The code that `#[cors]` and `policy!` generate runs these checks in const evaluation.

use cors_rules::{
    Violation, Violations,
    cross_checks::is_cross_checked,
    extractor::{Allowed, Needed},
    key::Key,
    list, method, origin,
};

use super::Policy;

#[doc(hidden)]
impl Policy {
    /// The policy that replaces a policy whose error the macro has already reported. It passes every check.
    pub const ERRONEOUS: Self = Self { is_erroneous: true, ..Self::UNSET };

    /// Returns the violations that can be found only after policies are merged. `is_mixed` is `true` if the settings
    /// come from several policies. The settings are then checked against each other. If `served` contains the methods
    /// of a route, the policy must also have origins, and allow one of these methods. The error for missing origins
    /// quotes `source`: the path of the policy in the handler's attribute, or `#[cors]`.
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

    /// Returns the violation if this const policy does not allow the request header that a handler's parameter needs,
    /// such as `content-type` for `Json`. `served` contains the methods of the route.
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
        let allow_credentials = self.allow_credentials();
        Allowed { headers, methods, served, allow_credentials }.violation(parameter, needed)
    }

    /// Returns the violation if `..` in the list of another policy cannot represent the setting of this policy, for
    /// example because this policy has `origins = dynamic(…)`.
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
