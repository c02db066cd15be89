use actix_web::http::{Method, header::HeaderValue};
use cors_rules::{fetch::SAFELISTED_METHODS, list::ANY};

use crate::{compiled_policy::header_value, handlers::HandlerRoute, policy::Policy};

/// The methods that a policy allows on a route of a handler, or in a [`Cors`](crate::Cors) layer.
pub(crate) struct AllowedMethods {
    /// `None` if every method is allowed: a layer's policy has `methods = "*"`.
    listed: Option<Vec<Box<str>>>,
    /// `true` if every actual request that reaches the policy has an allowed method, so that the method needs no
    /// comparison. An example is a policy that allows every method of its route.
    allows_all_actual: bool,
    /// The value of `Access-Control-Allow-Methods`. `None` if a layer's policy has `methods = "*"` and
    /// `allow_credentials`. Browsers then read `*` as the name of a method, so the response repeats the requested
    /// method instead: <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>.
    header: Option<HeaderValue>,
}

impl AllowedMethods {
    /// Returns those methods of a route that the policy allows.
    pub(crate) fn on_route(policy: &Policy, route: &HandlerRoute) -> Self {
        let methods: Vec<Box<str>> = route.allowed_methods(policy).map(Into::into).collect();
        Self {
            header: header_value(methods.join(", ")),
            allows_all_actual: methods.len() == route.methods.len(),
            listed: Some(methods),
        }
    }

    /// Returns the methods that the policy lists. Without a list, returns the methods that need no preflight:
    /// <https://fetch.spec.whatwg.org/#cors-safelisted-method>.
    pub(crate) fn in_layer(policy: &Policy) -> Self {
        let methods: Vec<Box<str>> = match policy.methods_if_set() {
            None => SAFELISTED_METHODS.map(Into::into).into(),
            Some(listed) => listed.iter().map(Into::into).collect(),
        };
        let allows_any = methods.iter().any(|method| **method == *ANY);
        let is_echoed = allows_any && policy.allow_credentials();
        Self {
            header: if is_echoed { None } else { header_value(methods.join(", ")) },
            allows_all_actual: allows_any,
            listed: (!allows_any).then_some(methods),
        }
    }

    /// Returns whether the policy allows the method of an actual request.
    #[inline]
    pub(crate) fn allows_actual(&self, method: &Method) -> bool {
        self.allows_all_actual || self.allows_preflight(method.as_str().as_bytes())
    }

    /// Returns whether a preflight may request the method. Method names are case-sensitive:
    /// <https://fetch.spec.whatwg.org/#concept-method>.
    #[inline]
    pub(crate) fn allows_preflight(&self, method: &[u8]) -> bool {
        let is_listed = |listed: &Vec<Box<str>>| listed.iter().any(|it| it.as_bytes() == method);
        self.listed.as_ref().is_none_or(is_listed)
    }

    /// Returns the value of `Access-Control-Allow-Methods` in the response to a preflight. `requested` is the method
    /// that the preflight requests.
    #[inline]
    pub(crate) fn header(&self, requested: &HeaderValue) -> HeaderValue {
        self.header.as_ref().unwrap_or(requested).clone()
    }
}
