use actix_web::http::header::HeaderValue;
use cors_rules::{
    enforce::Enforce,
    fetch,
    list::ANY,
    origin::{Authority, HostPattern},
};

use crate::{
    origins::CompiledOrigins,
    policy::List,
    policy_owner::PolicyOwner,
    refusal::{Reason, escaped},
    request::CorsRequest,
    response::{VARY_ORIGIN, VARY_ORIGIN_AND_FETCH_METADATA, list_items},
};

/// A policy, prepared for one instance of the application. Header values are joined and origin patterns are indexed
/// when the application starts, not for each request.
pub(crate) struct CompiledPolicy {
    pub(crate) owner: PolicyOwner,
    pub(crate) origins: CompiledOrigins,
    pub(crate) allow_credentials: bool,
    pub(crate) enforce: Enforce,
    allow_headers: Option<HeaderValue>,
    /// `true` if the policy has `*` in `allow_headers`, and `allow_credentials`. Browsers then read `*` as the name of
    /// a header, so the preflight response repeats the requested headers instead:
    /// <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>.
    echoes_headers: bool,
    pub(crate) expose_headers: Option<HeaderValue>,
    pub(crate) max_age: Option<HeaderValue>,
    /// The names that the policy adds to `Vary` in responses of the inner service. `None` if `origins` is `*` or none,
    /// and `enforce` is not `isolate`: the headers of the policy are then the same for every request.
    pub(crate) vary: Option<HeaderValue>,
}

impl CompiledPolicy {
    /// Compiles a policy, and evaluates the expression of its run-time origins.
    ///
    /// # Panics
    /// If the policy has no origins, or `AllowOrigin::prepare` rejects its set of origins. The server then does not
    /// start.
    #[allow(clippy::panic, reason = "runs before the first request")]
    pub(crate) fn new(owner: PolicyOwner) -> Self {
        let origins = CompiledOrigins::new(&owner)
            .unwrap_or_else(|errors| panic!("invalid CORS policy of {owner}:\n{errors}"));
        let policy = owner.policy();
        let vary = match policy.enforce() {
            Enforce::Isolate => Some(VARY_ORIGIN_AND_FETCH_METADATA),
            _ => origins.depend_on_request().then_some(VARY_ORIGIN),
        };
        Self {
            origins,
            allow_credentials: policy.allow_credentials(),
            enforce: policy.enforce(),
            allow_headers: names(policy.allow_headers()),
            echoes_headers: policy.allow_credentials() && policy.allow_headers().contains(ANY),
            expose_headers: names(policy.expose_headers()),
            max_age: policy.max_age().map(HeaderValue::from),
            vary,
            owner,
        }
    }

    /// Returns whether `hosts` allows the host of the request. An empty list allows any host, and a debug build also
    /// allows loopback hosts. This check stops DNS rebinding, which makes an attacker's page same-origin.
    #[inline]
    pub(crate) fn allows_host(&self, request: &CorsRequest<'_>) -> bool {
        let hosts = self.owner.policy().hosts();
        hosts.is_empty() || lists_host(hosts, request.authority())
    }

    /// Returns the values of the `Access-Control-Allow-Headers` lines in the response to a preflight.
    pub(crate) fn allow_header_lines<'a>(&'a self, request: &CorsRequest<'a>) -> &'a [HeaderValue] {
        match self.echoes_headers {
            true => request.requested_headers(),
            false => self.allow_headers.as_slice(),
        }
    }

    /// Returns the reason why the browser will block the request after this preflight: the requested headers that the
    /// policy does not allow. Returns `None` if the policy allows all of them.
    /// <https://fetch.spec.whatwg.org/#cors-preflight-fetch>
    #[inline]
    pub(crate) fn header_reason(&self, requested: &[HeaderValue]) -> Option<Reason> {
        let listed = self.owner.policy().allow_headers();
        // Many pages set only one header. `Access-Control-Request-Headers` is then a single name, and need not be
        // split.
        let is_listed = |line: &HeaderValue| listed.iter().any(|name| line == name);
        if self.echoes_headers || requested.iter().all(is_listed) {
            return None;
        }
        let allows_any = listed.contains(ANY);
        let is_allowed = |name: &&[u8]| {
            listed.iter().any(|listed| listed.as_bytes().eq_ignore_ascii_case(name))
                // `*` covers every name except `authorization`.
                || (allows_any && !str::from_utf8(name).is_ok_and(fetch::is_non_wildcard_request_header))
        };
        let unlisted: Vec<String> = requested
            .iter()
            .flat_map(list_items)
            .filter(|name| !name.is_empty() && !is_allowed(name))
            .take(MOST_UNLISTED)
            .map(escaped)
            .collect();
        (!unlisted.is_empty()).then_some(Reason::HeaderNotAllowed { names: unlisted })
    }
}

fn lists_host(hosts: &List, authority: Option<&[u8]>) -> bool {
    let authority = authority.and_then(|bytes| str::from_utf8(bytes).ok());
    let Some(authority) = authority.and_then(Authority::parse) else { return false };
    let is_match = |host: &str| HostPattern::parse(host).is_ok_and(|host| host.matches(&authority));
    hosts.iter().any(is_match) || (cfg!(debug_assertions) && authority.is_loopback())
}

/// The maximum number of headers that a reason names, since an attacker can request any number of headers.
const MOST_UNLISTED: usize = 16;

/// Returns the header value for header names. The names are in lower case, the form that browsers use.
fn names(names: &List) -> Option<HeaderValue> {
    header_value(names.join(", ").to_ascii_lowercase())
}

/// Returns the header value for joined items. Returns `None` for an empty list.
///
/// The rules accept only HTTP tokens, so every item is valid in a header.
pub(crate) fn header_value(items: String) -> Option<HeaderValue> {
    if items.is_empty() { None } else { HeaderValue::try_from(items).ok() }
}
