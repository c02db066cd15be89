use actix_web::http::{Method, header::HeaderValue};
use cors_rules::{fetch::SAFELISTED_METHODS, list::ANY};

use crate::{compiled_policy::header_value, handlers::HandlerRoute, policy::Policy};

/// The methods that a policy allows on a route of a handler, or in a [`Cors`](crate::Cors) layer.
pub(crate) struct AllowedMethods {
    methods: Methods,
    header: Option<HeaderValue>,
}

enum Methods {
    /// Every method that the route serves. Only these methods reach the route, so the method of an actual request needs
    /// no comparison.
    Served(Vec<Box<str>>),
    Listed(Vec<Box<str>>),
    /// Every method: a layer's policy has `methods = "*"` and no `allow_credentials`.
    Any,
    /// Every method: a layer's policy has `methods = "*"` and `allow_credentials`. Browsers then read `*` as the name
    /// of a method, so the response repeats the requested method instead:
    /// <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>.
    Echo,
}

impl AllowedMethods {
    /// Returns those methods of a route that the policy allows.
    pub(crate) fn on_route(policy: &Policy, route: &HandlerRoute) -> Self {
        let methods: Vec<Box<str>> = route.allowed_methods(policy).map(Into::into).collect();
        let header = header_value(methods.join(", "));
        let methods = match methods.len() == route.methods.len() {
            true => Methods::Served(methods),
            false => Methods::Listed(methods),
        };
        Self { methods, header }
    }

    /// Returns the methods that the policy lists. Without a list, returns the methods that need no preflight:
    /// <https://fetch.spec.whatwg.org/#cors-safelisted-method>.
    pub(crate) fn in_layer(policy: &Policy) -> Self {
        let methods: Vec<Box<str>> = match policy.methods_if_set() {
            None => SAFELISTED_METHODS.map(Into::into).into(),
            Some(listed) => listed.iter().map(Into::into).collect(),
        };
        let header = header_value(methods.join(", "));
        let methods = match (methods.iter().any(|it| &**it == ANY), policy.allow_credentials()) {
            (true, true) => Methods::Echo,
            (true, false) => Methods::Any,
            (false, _) => Methods::Listed(methods),
        };
        Self { methods, header }
    }

    /// Returns whether the policy allows the method of an actual request.
    #[inline]
    pub(crate) fn allows_actual(&self, method: &Method) -> bool {
        match &self.methods {
            Methods::Served(_) | Methods::Any | Methods::Echo => true,
            Methods::Listed(methods) => is_in(methods, method.as_str().as_bytes()),
        }
    }

    /// Returns whether a preflight may request the method. Method names are case-sensitive:
    /// <https://fetch.spec.whatwg.org/#concept-method>.
    #[inline]
    pub(crate) fn allows_preflight(&self, method: &[u8]) -> bool {
        match &self.methods {
            Methods::Served(methods) | Methods::Listed(methods) => is_in(methods, method),
            Methods::Any | Methods::Echo => true,
        }
    }

    /// Returns the value of `Access-Control-Allow-Methods` in the response to a preflight. `requested` is the method
    /// that the preflight requests.
    #[inline]
    pub(crate) fn header(&self, requested: &HeaderValue) -> Option<HeaderValue> {
        match self.methods {
            Methods::Served(_) | Methods::Listed(_) | Methods::Any => self.header.clone(),
            Methods::Echo => Some(requested.clone()),
        }
    }
}

fn is_in(methods: &[Box<str>], method: &[u8]) -> bool {
    methods.iter().any(|listed| listed.as_bytes() == method)
}
