use cors_rules::origin::{self, Pattern, Port};
use serde::Serialize;

use super::GatewayError;
use crate::policy::Policy;

/// What an `HTTPCORSFilter` may hold: the schema's own limits, in
/// <https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter>.
const MOST_VALUES: usize = 64;
const LONGEST_ORIGIN: usize = 253;
const LONGEST_HEADER_NAME: usize = 256;
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];

const ANY: &str = "*";

/// A policy as the Gateway API's `HTTPCORSFilter`, serialized under that one's field names: see
/// [`Policies::http_cors_filters`](crate::Policies::http_cors_filters).
///
/// Standard: [`HTTPCORSFilter`](https://gateway-api.sigs.k8s.io/reference/spec/#httpcorsfilter).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct HttpCorsFilter {
    /// The origins and patterns, or `*` alone.
    pub allow_origins: Vec<&'static str>,
    /// Whether a page may send credentials.
    #[serde(skip_serializing_if = "is_false")]
    pub allow_credentials: bool,
    /// The methods that are allowed on the path.
    pub allow_methods: Vec<&'static str>,
    /// The request headers, or `*` alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allow_headers: Vec<&'static str>,
    /// The response headers that a page may read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expose_headers: Vec<&'static str>,
    /// For how many seconds a browser may keep a preflight's answer; a gateway says 5 where this
    /// is `None`, as browsers take it anyway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u32>,
}

// The signature is serde's.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl HttpCorsFilter {
    /// The policy of a route that serves those methods.
    pub(super) fn new(policy: &Policy, served: &[&'static str]) -> Result<Self, Vec<GatewayError>> {
        if let Some(written) = policy.dynamic_origins() {
            return Err(vec![GatewayError::DynamicOrigins(written)]);
        }
        // It refuses every preflight, and a filter without origins has no meaning of its own.
        if policy.is_none() {
            return Err(vec![GatewayError::Nobody]);
        }
        let allow_headers = allow_headers(policy);
        let methods = methods(policy, served);
        let mut errors: Vec<_> = policy.origins().iter().filter_map(|text| origin(text)).collect();
        errors.extend(
            methods
                .iter()
                .filter(|name| !METHODS.contains(name))
                .map(|name| GatewayError::Method(name)),
        );
        errors.extend(allow_headers.as_ref().err());
        let names = policy.allow_headers().iter().chain(policy.expose_headers());
        errors.extend(names.filter_map(|name| too_long(name, LONGEST_HEADER_NAME)));
        if policy.max_age() == Some(0) {
            errors.push(GatewayError::NoMaxAge);
        }
        match allow_headers {
            Ok(allow_headers) if errors.is_empty() => Ok(Self {
                allow_origins: policy.origins().to_vec(),
                allow_credentials: policy.allow_credentials(),
                allow_methods: methods,
                allow_headers,
                expose_headers: policy.expose_headers().to_vec(),
                max_age: policy.max_age(),
            }),
            _ => Err(errors),
        }
    }

    /// Takes the methods of another one over, if that is all in which they differ.
    pub(super) fn join(&mut self, other: &Self) -> bool {
        let same = Self { allow_methods: self.allow_methods.clone(), ..other.clone() };
        if *self != same {
            return false;
        }
        for method in &other.allow_methods {
            if !self.allow_methods.contains(method) {
                self.allow_methods.push(method);
            }
        }
        true
    }

    /// It, if no list is longer than a gateway takes.
    pub(super) fn within_limits(self) -> Result<Self, Vec<GatewayError>> {
        let lists = [
            ("allowOrigins", &self.allow_origins),
            ("allowHeaders", &self.allow_headers),
            ("exposeHeaders", &self.expose_headers),
        ];
        let errors: Vec<_> = lists
            .iter()
            .filter(|(_, list)| list.len() > MOST_VALUES)
            .map(|(field, list)| GatewayError::TooMany {
                field,
                count: list.len(),
                most: MOST_VALUES,
            })
            .collect();
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

/// Those of the route that the policy allows.
fn methods(policy: &Policy, served: &[&'static str]) -> Vec<&'static str> {
    let listed = policy.methods();
    let is_allowed =
        |method: &&&str| listed.is_empty() || listed == [ANY] || listed.contains(method);
    served.iter().filter(is_allowed).copied().collect()
}

/// With credentials, a gateway sends the request's own list back for a `*`, as this crate does.
/// Without, it may do that too, or send `*`: and only the former covers `authorization`.
fn allow_headers(policy: &Policy) -> Result<Vec<&'static str>, GatewayError> {
    match (policy.allow_headers().contains(&ANY), policy.allow_credentials()) {
        (false, _) => Ok(policy.allow_headers().to_vec()),
        (true, true) => Ok(vec![ANY]),
        (true, false) => Err(GatewayError::AnyHeader),
    }
}

/// What a gateway's grammar of origins lacks: other schemes, ports as a pattern, IPv6, `_`.
fn origin(text: &'static str) -> Option<GatewayError> {
    if text == origin::ANY {
        return None;
    }
    // `null` has neither a scheme nor a host.
    let Ok(pattern) = Pattern::parse(text) else { return Some(GatewayError::Scheme(text)) };
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    if !matches!(pattern.scheme(), "http" | "https") {
        Some(GatewayError::Scheme(text))
    } else if pattern.port() == Port::Any {
        Some(GatewayError::AnyPort(text))
    } else if !pattern.host().bytes().all(is_known) {
        Some(GatewayError::Host(text))
    } else {
        too_long(text, LONGEST_ORIGIN)
    }
}

fn too_long(value: &'static str, longest: usize) -> Option<GatewayError> {
    (value.len() > longest).then_some(GatewayError::TooLong { value, longest })
}
