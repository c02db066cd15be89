use cors_rules::origin::{Pattern, Port};
use cors_runtime::{HandlerRoute, Policy};
use serde::Serialize;

use super::GatewayError;

/// The maximum number of values in a list. The schema of the Gateway API sets this limit, the maximum lengths and the
/// accepted methods: <https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter>.
const MAX_VALUES: usize = 64;
const MAX_ORIGIN_LENGTH: usize = 253;
const MAX_HEADER_NAME_LENGTH: usize = 256;
const ACCEPTED_METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];

const ANY: &str = "*";

/// A policy as an `HTTPCORSFilter` of the Gateway API, serialized with the field names of that type.
///
/// [`http_cors_filters`](crate::http_cors_filters) creates filters from policies.
///
/// Standard: [`HTTPCORSFilter`](https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct HttpCorsFilter {
    /// The allowed origins and patterns, or `*` alone.
    pub allow_origins: Vec<String>,
    /// `true` if a page may send credentials.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub allow_credentials: bool,
    /// The methods that are allowed on the path.
    pub allow_methods: Vec<String>,
    /// The request headers that a page may send, or `*` alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allow_headers: Vec<String>,
    /// The response headers that a page may read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expose_headers: Vec<String>,
    /// The time in seconds for which a browser may keep a preflight result. `None` means the default of 5 seconds,
    /// which the gateway then sends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u32>,
}

impl HttpCorsFilter {
    /// Converts the policy of a handler, for one of its routes.
    pub(super) fn new(policy: &Policy, route: &HandlerRoute) -> Result<Self, Vec<GatewayError>> {
        if let Some(source) = policy.dynamic_expression() {
            return Err(vec![GatewayError::DynamicOrigins(source.to_owned())]);
        }
        // The Gateway API does not define the meaning of a filter without origins.
        if policy.is_none() {
            return Err(vec![GatewayError::NoOrigin]);
        }
        let allow_headers = match policy.allow_headers().contains(ANY) {
            true => vec![ANY.to_owned()],
            false => to_vec(policy.allow_headers().iter()),
        };
        // `debug_origins` have no field, because a gateway does not serve debug builds. The server itself checks
        // `enforce` and `hosts`.
        let filter = Self {
            allow_origins: to_vec(policy.origins().iter()),
            allow_credentials: policy.allow_credentials(),
            allow_methods: to_vec(route.allowed_methods(policy)),
            allow_headers,
            expose_headers: to_vec(policy.expose_headers().iter()),
            max_age: policy.max_age(),
        };
        let errors = filter.errors();
        if errors.is_empty() { Ok(filter) } else { Err(errors) }
    }

    fn errors(&self) -> Vec<GatewayError> {
        let origins = self.allow_origins.iter().filter_map(|origin| origin_error(origin));
        let methods =
            self.allow_methods.iter().filter(|name| !ACCEPTED_METHODS.contains(&name.as_str()));
        let names = self.allow_headers.iter().chain(&self.expose_headers);
        let mut errors: Vec<_> = origins.collect();
        errors.extend(methods.cloned().map(GatewayError::Method));
        // With credentials, a gateway replaces `*` by the header names that the preflight requests, as `cors-runtime`
        // does. Without credentials, some gateways do the same, and others send `*`. A preflight response with `*` does
        // not cover `authorization`.
        if self.allow_headers == [ANY] && !self.allow_credentials {
            errors.push(GatewayError::AnyHeader);
        }
        errors.extend(names.filter_map(|name| too_long(name, MAX_HEADER_NAME_LENGTH)));
        if self.max_age == Some(0) {
            errors.push(GatewayError::NoMaxAge);
        }
        // `allowMethods` cannot be too long, because a filter accepts only a few methods.
        for (field, list) in [
            ("allowOrigins", &self.allow_origins),
            ("allowHeaders", &self.allow_headers),
            ("exposeHeaders", &self.expose_headers),
        ] {
            if list.len() > MAX_VALUES {
                errors.push(GatewayError::TooMany { field, count: list.len(), limit: MAX_VALUES });
            }
        }
        errors
    }

    /// Adds the methods of `other` to this filter, and returns `true`. If the two filters differ in more than methods,
    /// adds nothing and returns `false`.
    pub(super) fn join(&mut self, other: &Self) -> bool {
        let expected = Self { allow_methods: self.allow_methods.clone(), ..other.clone() };
        if *self != expected {
            return false;
        }
        for method in &other.allow_methods {
            if !self.allow_methods.contains(method) {
                self.allow_methods.push(method.clone());
            }
        }
        true
    }
}

fn to_vec<T: ToString>(values: impl Iterator<Item = T>) -> Vec<String> {
    values.map(|value| value.to_string()).collect()
}

/// Returns the error for an origin that a filter cannot contain. A filter accepts only the schemes `http` and `https`,
/// a single port, and a limited length. The host must not be an IPv6 address, contain a `_`, or begin with a partial
/// wildcard such as `*-team.`.
fn origin_error(text: &str) -> Option<GatewayError> {
    if text == ANY {
        return None;
    }
    let owned = text.to_owned();
    // The only listed origin that `parse` rejects is `null`, which has no scheme.
    let Ok(pattern) = Pattern::parse(text) else { return Some(GatewayError::Scheme(owned)) };
    let is_accepted = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    let has_partial_label = text.contains("://*-");
    if !matches!(pattern.scheme(), "http" | "https") {
        Some(GatewayError::Scheme(owned))
    } else if pattern.port() == Port::Any {
        Some(GatewayError::AnyPort(owned))
    } else if has_partial_label || !pattern.host().bytes().all(is_accepted) {
        Some(GatewayError::Host(owned))
    } else {
        too_long(text, MAX_ORIGIN_LENGTH)
    }
}

fn too_long(value: &str, limit: usize) -> Option<GatewayError> {
    (value.len() > limit).then(|| GatewayError::TooLong { value: value.to_owned(), limit })
}
