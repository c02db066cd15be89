//! The methods that a policy allows where it stands: on a route, or in a layer.

use std::borrow::Cow;

use actix_web::http::{Method, header::HeaderValue};
use cors_rules::{fetch::SAFELISTED_METHODS, method};

use crate::{
    prepared::joined,
    settings::{Settings, Texts},
};

/// The methods that a policy allows where it stands.
pub(crate) struct AllowedMethods {
    methods: Methods,
    /// Whether it allows whatever its route serves, so that no request need be asked for its method.
    all_served: bool,
    header: Option<HeaderValue>,
}

enum Methods {
    Listed(Texts),
    Any { sent_back: bool },
}

impl AllowedMethods {
    /// Of the methods that the route serves, those that the policy lists; all, where it lists none.
    pub(crate) fn on_route(settings: &Settings, served: &[&'static str]) -> Self {
        let listed = settings.methods.as_ref().filter(|listed| !is_any(listed));
        let is_allowed =
            |method: &Cow<'static, str>| listed.is_none_or(|listed| listed.contains(method));
        let methods: Texts = served.iter().copied().map(Cow::Borrowed).filter(is_allowed).collect();
        let all_served = methods.len() == served.len();
        Self { all_served, ..Self::listed(methods) }
    }

    /// What the policy lists; by default, what needs no preflight for the method:
    /// <https://fetch.spec.whatwg.org/#cors-safelisted-method>.
    pub(crate) fn in_layer(settings: &Settings) -> Self {
        match &settings.methods {
            None => Self::listed(SAFELISTED_METHODS.map(Cow::Borrowed).to_vec()),
            Some(methods) if is_any(methods) => Self {
                // With credentials `*` is a method's name, so the request's own is sent back:
                // https://fetch.spec.whatwg.org/#cors-protocol-and-credentials
                methods: Methods::Any { sent_back: settings.allow_credentials },
                all_served: true,
                header: Some(HeaderValue::from_static("*")),
            },
            Some(methods) => Self::listed(methods.clone()),
        }
    }

    fn listed(methods: Texts) -> Self {
        let header = joined(&methods);
        Self { methods: Methods::Listed(methods), all_served: false, header }
    }

    /// Whether an actual request's method is allowed: on a route, only its own reach it.
    #[inline]
    pub(crate) fn allow_actual(&self, method: &Method) -> bool {
        self.all_served || self.allow(method.as_str().as_bytes())
    }

    /// Methods are compared with case: <https://fetch.spec.whatwg.org/#concept-method>.
    pub(crate) fn allow(&self, method: &[u8]) -> bool {
        match &self.methods {
            Methods::Listed(methods) => methods.iter().any(|allowed| allowed.as_bytes() == method),
            Methods::Any { .. } => true,
        }
    }

    /// The value of `Access-Control-Allow-Methods`, for a preflight of a method allowed here; what
    /// it asks for is sent back by few layers.
    pub(crate) fn header<'a>(
        &self,
        requested: impl FnOnce() -> Option<&'a HeaderValue>,
    ) -> Option<HeaderValue> {
        match self.methods {
            Methods::Listed(_) | Methods::Any { sent_back: false } => self.header.clone(),
            Methods::Any { sent_back: true } => requested().cloned(),
        }
    }
}

fn is_any(methods: &Texts) -> bool {
    methods.iter().any(|listed| listed == method::ANY)
}
