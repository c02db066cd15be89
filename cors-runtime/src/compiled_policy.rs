//! A policy prepared for requests: header values are joined, and patterns are indexed, when the
//! application starts.

use actix_web::{HttpRequest, http::header::HeaderValue};
use cors_rules::{
    enforce::Enforce,
    fetch,
    list::ANY,
    origin::{Authority, HostPattern},
};

use crate::{
    decision::AllowedOrigin,
    origins::{CompiledOrigins, PendingCheck},
    policy::{List, PolicyErrors},
    policy_source::PolicySource,
    refusal::{Reason, escaped},
    request::CorsRequest,
    response::{VARY_ORIGIN, VARY_ORIGIN_AND_FETCH_METADATA, list_items},
};

/// A policy prepared for the requests of one application instance.
pub(crate) struct CompiledPolicy {
    pub(crate) source: PolicySource,
    origins: CompiledOrigins,
    pub(crate) allow_credentials: bool,
    pub(crate) enforce: Enforce,
    allow_headers: Option<HeaderValue>,
    /// `*` with credentials. There, `*` is the name of a header, so the response repeats the list of the request:
    /// <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>.
    echoes_headers: bool,
    pub(crate) expose_headers: Option<HeaderValue>,
    pub(crate) max_age: Option<HeaderValue>,
    /// The `Vary` of responses to actual requests; `None` if no header of the request changes them.
    pub(crate) vary: Option<HeaderValue>,
}

impl CompiledPolicy {
    /// Prepares a policy, and evaluates the expression of its run-time origins.
    ///
    /// # Panics
    /// If the policy has no origins, or `AllowOrigin::prepare` rejects them. The server then does not start.
    #[allow(clippy::panic, reason = "runs before the first request")]
    pub(crate) fn new(source: PolicySource) -> Self {
        match Self::compile(source.clone()) {
            Ok(compiled) => compiled,
            Err(errors) => panic!("invalid CORS policy of {}:\n{errors}", source.place()),
        }
    }

    fn compile(source: PolicySource) -> Result<Self, PolicyErrors> {
        let policy = source.policy();
        let origins = CompiledOrigins::new(&source)?;
        let vary = match &origins {
            _ if policy.enforce() == Enforce::Isolate => Some(VARY_ORIGIN_AND_FETCH_METADATA),
            CompiledOrigins::Any | CompiledOrigins::None => None,
            _ => Some(VARY_ORIGIN),
        };
        Ok(Self {
            origins,
            allow_credentials: policy.allow_credentials(),
            enforce: policy.enforce(),
            allow_headers: joined(&lower_case(policy.allow_headers())),
            echoes_headers: policy.allow_credentials() && policy.allow_headers().contains(ANY),
            expose_headers: joined(&lower_case(policy.expose_headers())),
            max_age: policy.max_age().map(HeaderValue::from),
            vary,
            source,
        })
    }

    /// Returns whether the host is allowed: by `hosts`, by an empty list, or as loopback in debug builds.
    /// This stops DNS rebinding, which makes an attacker's page same-origin.
    #[inline]
    pub(crate) fn allows_host(&self, request: &CorsRequest<'_>) -> bool {
        let hosts = self.source.policy().hosts();
        hosts.is_empty() || lists_host(hosts, request.authority())
    }

    /// The origins that may read the response, before any `dynamic_async` check.
    #[inline]
    pub(crate) fn allowed_origin(
        &self,
        request: &CorsRequest<'_>,
        http: &HttpRequest,
    ) -> Option<AllowedOrigin> {
        // A function of the application is not called for a host that `hosts` rejects.
        if self.origins.is_dynamic() && !self.allows_host(request) {
            return None;
        }
        self.origins.allowed(request.origin, http)
    }

    /// The `dynamic_async` check, if the request needs one.
    #[inline]
    pub(crate) fn pending_check(&self, request: &CorsRequest<'_>) -> Option<PendingCheck> {
        let check = self.origins.pending_check(request.origin)?;
        self.allows_host(request).then_some(check)
    }

    /// The lines of `Access-Control-Allow-Headers`.
    pub(crate) fn allow_header_lines<'a>(&'a self, request: &CorsRequest<'a>) -> &'a [HeaderValue] {
        match self.echoes_headers {
            true => request.announced_headers(),
            false => self.allow_headers.as_slice(),
        }
    }

    /// The reason why the browser will block the request: announced headers that the policy does not
    /// allow. <https://fetch.spec.whatwg.org/#cors-preflight-fetch>
    #[inline]
    pub(crate) fn header_reason(&self, announced: &[HeaderValue]) -> Option<Reason> {
        if self.echoes_headers {
            return None;
        }
        let names = announced.iter().flat_map(list_items).filter(|name| !name.is_empty());
        let unlisted: Vec<String> = names
            .filter(|name| !self.allows_header(name))
            .take(MOST_UNLISTED)
            .map(escaped)
            .collect();
        (!unlisted.is_empty()).then_some(Reason::HeaderNotAllowed { names: unlisted })
    }

    fn allows_header(&self, name: &[u8]) -> bool {
        let listed = self.source.policy().allow_headers();
        listed.iter().any(|listed| listed.as_bytes().eq_ignore_ascii_case(name))
            // `*` is every name except those of credentials.
            || (listed.contains(ANY)
                && !str::from_utf8(name).is_ok_and(fetch::is_non_wildcard_request_header))
    }
}

fn lists_host(hosts: &List, authority: Option<&[u8]>) -> bool {
    let authority = authority.and_then(|bytes| str::from_utf8(bytes).ok());
    let Some(authority) = authority.and_then(Authority::parse) else { return false };
    let is_match = |host: &str| HostPattern::parse(host).is_ok_and(|host| host.matches(&authority));
    hosts.iter().any(is_match) || (cfg!(debug_assertions) && authority.is_loopback())
}

/// The most headers that a reason names: an attacker chooses how many there are.
const MOST_UNLISTED: usize = 16;

/// The names as HTTP/2 sends them, and as browsers compare them.
fn lower_case(names: &List) -> Vec<Box<str>> {
    names.iter().map(|name| name.to_ascii_lowercase().into()).collect()
}

/// The items as one header value; `None` for an empty list.
///
/// The rules accept only tokens, so that every item is valid in a header.
pub(crate) fn joined<S: AsRef<str>>(items: &[S]) -> Option<HeaderValue> {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    if items.is_empty() { None } else { HeaderValue::try_from(items.join(", ")).ok() }
}
