//! What to answer, before a header is written: the tables of the contract.
//!
//! A decision is data, and carries why: whether an origin is allowed comes in as an answer, since
//! finding that out may take a look-up, a user's function or a future.

mod foreign;
mod taken;

use cors_rules::enforce::Enforce;
#[cfg(all(feature = "explorer", debug_assertions))]
pub(crate) use foreign::is_foreign;
use http::HeaderValue;

use crate::{
    hosts::Hosts,
    prepared::AllowHeaders,
    refusal::Reason,
    request::{CorsRequest, Lines},
};

/// What becomes of a request that reached a policy.
#[derive(Clone)]
pub(crate) enum Decision {
    /// 204 for a preflight, with those values of `Access-Control-Allow-Origin` and `-Methods`. The
    /// browser may refuse all the same.
    AllowPreflight { origin: HeaderValue, methods: HeaderValue, told: Option<Reason> },
    /// 403 for a preflight, without a single CORS header.
    RefusePreflight(Reason),
    /// The request goes in, and its response is shared with that origin, or with none. What is then
    /// blocked by the browser, or would be by `enforce`, is told.
    Share { origin: Option<HeaderValue>, told: Option<Reason> },
    /// 403, and nothing further in runs.
    Refuse(Reason),
}

/// What a policy says of requests, where it stands.
pub(crate) struct Terms<'a> {
    pub(crate) any_origin: bool,
    pub(crate) headers: &'a AllowHeaders,
    pub(crate) enforce: Enforce,
    pub(crate) hosts: &'a Hosts,
}

impl Terms<'_> {
    /// The answer to a preflight of an origin, with the methods to name in it, if that which it asks
    /// for is among them.
    ///
    /// It does not depend on `Access-Control-Request-Headers`: the browser compares, and its console
    /// then names the header that was refused. <https://fetch.spec.whatwg.org/#http-responses>
    #[inline]
    pub(crate) fn decide_preflight(
        &self,
        request: CorsRequest<'_>,
        origin: &HeaderValue,
        methods: Option<HeaderValue>,
        is_allowed: impl FnOnce(&HeaderValue) -> bool,
    ) -> Decision {
        if !self.hosts.allow_request(request) {
            return Decision::RefusePreflight(Reason::Host);
        }
        let Some(methods) = methods else {
            return Decision::RefusePreflight(Reason::MethodNotAllowed);
        };
        let origin = if self.any_origin {
            ANY
        } else if is_allowed(origin) {
            origin.clone()
        } else {
            return Decision::RefusePreflight(Reason::OriginNotAllowed);
        };
        let told = self.headers.unlisted(request).map(|_| Reason::HeaderNotAllowed);
        Decision::AllowPreflight { origin, methods, told }
    }

    /// What becomes of an actual request with that `Origin`, of a method that the policy allows or
    /// not. A layer leaves it to a policy inside to judge the requests that it preflights itself.
    #[inline]
    pub(crate) fn decide_actual(
        &self,
        request: CorsRequest<'_>,
        sent: Lines<'_>,
        allows_method: impl FnOnce() -> bool,
        is_allowed: impl FnOnce(&HeaderValue) -> bool,
        was_preflighted_inside: impl FnOnce() -> bool,
    ) -> Decision {
        if !self.hosts.allow_request(request) {
            return Decision::Refuse(Reason::Host);
        }
        let origin = match sent {
            _ if self.any_origin => Some(ANY),
            Lines::One(origin) if is_allowed(origin) => Some(origin.clone()),
            _ => None,
        };
        let is_allowed = origin.is_some() && !matches!(sent, Lines::None);
        // What is allowed is not looked at any further: a header looked up costs a hundred
        // instructions.
        if is_allowed && allows_method() {
            return Decision::Share { origin, told: None };
        }
        let site = request.fetch_site();
        if taken::needed_a_preflight(request, site) && !was_preflighted_inside() {
            return Decision::Refuse(Reason::TakenOnAnothersPreflight);
        }
        let is_unasked = matches!(sent, Lines::None) && !self.enforce.is_on();
        if is_allowed || is_unasked {
            return Decision::Share { origin, told: None };
        }
        self.decide_not_allowed(request, sent, site, origin)
    }

    /// What no page that is allowed can have sent: the server's own, another's, or none.
    fn decide_not_allowed(
        &self,
        request: CorsRequest<'_>,
        sent: Lines<'_>,
        site: Lines<'_>,
        origin: Option<HeaderValue>,
    ) -> Decision {
        let is_foreign = foreign::is_foreign(request, sent, site);
        if is_foreign && self.enforce.is_on() && !foreign::is_load(request, self.enforce) {
            return match self.enforce {
                Enforce::Report => Decision::Share { origin, told: Some(Reason::Foreign) },
                _ => Decision::Refuse(Reason::Foreign),
            };
        }
        let told = match sent {
            // The server's own page may read what it likes.
            _ if !is_foreign || origin.is_some() => None,
            Lines::None => None,
            Lines::One(_) => Some(Reason::OriginNotAllowed),
            Lines::Several => Some(Reason::OriginRepeated),
        };
        Decision::Share { origin, told }
    }
}

/// <https://fetch.spec.whatwg.org/#http-access-control-allow-origin>
const ANY: HeaderValue = HeaderValue::from_static("*");
