//! The decision of a policy about a request, as the tables of `docs/cors.md` specify it. The functions of
//! [`response`](crate::response) convert a decision to a response or to headers.

mod cross_origin;

use actix_web::http::{Method, header::HeaderValue};
use cors_rules::{
    enforce::Enforce,
    origin::{NULL, Origin},
};

pub use self::cross_origin::is_cross_origin;
use crate::{
    compiled_policy::CompiledPolicy,
    methods::AllowedMethods,
    refusal::{Reason, escaped},
    request::CorsRequest,
};

/// The decision of a policy about a request.
pub(crate) enum Decision {
    /// Answers a preflight with 204. If there is a `reason`, the browser blocks the request after this preflight.
    AllowPreflight { origin: AllowedOrigin, reason: Option<Reason> },
    /// Calls the inner service with an actual request. The origins in `origin` may read the response. There is a
    /// `reason` if the browser will block the response, or if `enforce = "report"` logs the request.
    CallInner { origin: Option<AllowedOrigin>, reason: Option<Reason> },
    /// Answers with 403.
    Reject(Reason),
}

/// The origins that may read a response.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum AllowedOrigin {
    Any,
    /// The origin of the request.
    RequestOrigin,
}

/// Decides about a request whose host is allowed. `allowed` is the kind of origins that may read the response, or
/// `None` if no origin may. The caller then checks for a [preflight bypass](is_preflight_bypass).
#[inline]
pub(crate) fn decide(
    request: &CorsRequest<'_>,
    policy: &CompiledPolicy,
    methods: &AllowedMethods,
    allowed: Option<AllowedOrigin>,
) -> Decision {
    match request.requested_method {
        Some(method) => decide_preflight(request, method.as_bytes(), policy, methods, allowed),
        None => decide_actual(request, policy, allowed),
    }
}

/// Returns whether the request is a preflight bypass, which [`Reason::PreflightBypass`] describes. `decision` is the
/// decision about the request without this check.
#[inline]
pub(crate) fn is_preflight_bypass(
    request: &CorsRequest<'_>,
    decision: &Decision,
    methods: &AllowedMethods,
) -> bool {
    let may_bypass = match decision {
        Decision::CallInner { origin: None, .. } => true,
        // If the request has an allowed `Origin` and an allowed method, this policy would have allowed the preflight.
        // `needed_preflight` is then not called, to save time.
        Decision::CallInner { origin: Some(_), .. } => {
            request.origin.is_empty() || !methods.allows_actual(request.method())
        }
        Decision::Reject(reason) => *reason == Reason::CrossOrigin,
        Decision::AllowPreflight { .. } => false,
    };
    may_bypass && cross_origin::needed_preflight(request)
}

/// Decides about a preflight. The status does not depend on `Access-Control-Request-Headers`: the browser
/// compares the headers, and its console then names the rejected header.
/// <https://fetch.spec.whatwg.org/#http-responses>
#[inline]
fn decide_preflight(
    request: &CorsRequest<'_>,
    method: &[u8],
    policy: &CompiledPolicy,
    methods: &AllowedMethods,
    allowed: Option<AllowedOrigin>,
) -> Decision {
    if !methods.allows_preflight(method) {
        return Decision::Reject(Reason::MethodNotAllowed { method: escaped(method) });
    }
    match allowed {
        Some(origin) => {
            let reason = policy.header_reason(request.requested_headers());
            Decision::AllowPreflight { origin, reason }
        }
        None => Decision::Reject(origin_reason(request.origin)),
    }
}

#[inline]
fn decide_actual(
    request: &CorsRequest<'_>,
    policy: &CompiledPolicy,
    allowed: Option<AllowedOrigin>,
) -> Decision {
    let enforce = policy.enforce;
    let has_origin = !request.origin.is_empty();
    let is_allowed = has_origin && allowed.is_some();
    if !enforce.is_on() {
        if is_allowed {
            return Decision::CallInner { origin: allowed, reason: None };
        }
        let is_blocked = has_origin
            && cross_origin::is_cross_origin_request(request)
            && !cross_origin::has_no_cors_check(request);
        let reason = is_blocked.then(|| origin_reason(request.origin));
        return Decision::CallInner { origin: allowed, reason };
    }
    // Without `allow_credentials`, an allowed origin may send an unsafe request only without cookies.
    let may_send = policy.allow_credentials || is_safe(request.method()) || !request.has_cookies();
    if is_allowed && may_send || !cross_origin::is_cross_origin_request(request) {
        return Decision::CallInner { origin: allowed, reason: None };
    }
    if cross_origin::is_load(request)
        && (enforce != Enforce::Isolate || cross_origin::is_navigation(request))
    {
        return Decision::CallInner { origin: allowed, reason: None };
    }
    let reason = if is_allowed { Reason::CookiesWithoutCredentials } else { Reason::CrossOrigin };
    match enforce {
        Enforce::Report => Decision::CallInner { origin: allowed, reason: Some(reason) },
        _ => Decision::Reject(reason),
    }
}

/// Returns whether `enforce` treats the method as safe. `TRACE` and `QUERY` do not count, although HTTP defines them as
/// safe.
fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Returns the reason why the policy does not allow the `Origin` of a request. The request must have at least one
/// `Origin`.
fn origin_reason(origin: &[HeaderValue]) -> Reason {
    match origin {
        [_, _, ..] => Reason::OriginRepeated,
        [value] if value != NULL && Origin::parse(value.as_bytes()).is_none() => {
            Reason::OriginMalformed
        }
        _ => Reason::OriginNotAllowed,
    }
}
