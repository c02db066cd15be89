//! What to answer, before a header is written: the tables of the contract.
//!
//! A decision is data, and carries why: whether an origin is allowed comes in as an answer, since
//! finding that out may take a look-up, a user's function or a future.

mod foreign;
mod taken;

use std::fmt;

use cors_rules::enforce::Enforce;
use http::HeaderValue;

use crate::{
    hosts::Hosts,
    methods::AllowedMethods,
    request::{CorsRequest, Lines, Preflight},
};

/// What becomes of a request that reached a policy.
pub(crate) enum Decision {
    /// 204 for a preflight, with those values of `Access-Control-Allow-Origin` and `-Methods`.
    AllowPreflight { origin: HeaderValue, methods: HeaderValue },
    /// 403 for a preflight, without a single CORS header.
    RefusePreflight(Reason),
    /// The request goes in, and its response is shared with that origin, or with none. What
    /// `enforce = "report"` would have refused is told.
    Share { origin: Option<HeaderValue>, reported: Option<Reason> },
    /// 403, and nothing further in runs.
    Refuse(Reason),
}

/// Why a request was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    OriginNotAllowed,
    MethodNotAllowed,
    /// Under `enforce`: what another site's page had a browser send.
    Foreign,
    /// A browser sent it after a preflight that this policy would have refused.
    TakenOnAnothersPreflight,
    /// It is for a name that the server is not called by.
    Host,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OriginNotAllowed => "the policy does not allow the origin",
            Self::MethodNotAllowed => "the policy does not allow the method",
            Self::Foreign => "the request comes from another site, and the policy enforces",
            Self::Host => "the policy's `hosts` do not list the name that the request is for",
            Self::TakenOnAnothersPreflight => {
                "the browser asked another policy first: this one would have refused the preflight"
            }
        })
    }
}

/// What a policy says of requests, where it stands.
pub(crate) struct Terms<'a> {
    pub(crate) any_origin: bool,
    pub(crate) methods: &'a AllowedMethods,
    pub(crate) enforce: Enforce,
    pub(crate) hosts: &'a Hosts,
}

impl Terms<'_> {
    /// The answer does not depend on `Access-Control-Request-Headers`: the browser compares, and
    /// its console then names the header that was refused.
    /// <https://fetch.spec.whatwg.org/#http-responses>
    #[inline]
    pub(crate) fn decide_preflight(
        &self,
        request: CorsRequest<'_>,
        preflight: Preflight<'_>,
        is_allowed: impl FnOnce(&HeaderValue) -> bool,
    ) -> Decision {
        if !self.hosts.allow_request(request) {
            return Decision::RefusePreflight(Reason::Host);
        }
        let requested = preflight.requested_method;
        if !self.methods.allow(requested.as_bytes()) {
            return Decision::RefusePreflight(Reason::MethodNotAllowed);
        }
        let origin = if self.any_origin {
            ANY
        } else if is_allowed(preflight.origin) {
            preflight.origin.clone()
        } else {
            return Decision::RefusePreflight(Reason::OriginNotAllowed);
        };
        Decision::AllowPreflight { origin, methods: self.methods.header(requested) }
    }

    /// A layer leaves it to a policy inside to judge the requests that it preflights itself.
    #[inline]
    pub(crate) fn decide_actual(
        &self,
        request: CorsRequest<'_>,
        is_allowed: impl FnOnce(&HeaderValue) -> bool,
        was_preflighted_inside: impl FnOnce() -> bool,
    ) -> Decision {
        if !self.hosts.allow_request(request) {
            return Decision::Refuse(Reason::Host);
        }
        let sent = request.origin();
        let origin = match sent {
            _ if self.any_origin => Some(ANY),
            Lines::One(origin) if is_allowed(origin) => Some(origin.clone()),
            _ => None,
        };
        let is_allowed = origin.is_some() && !matches!(sent, Lines::None);
        // What is allowed is not looked at any further: a header looked up costs a hundred
        // instructions.
        if !(is_allowed && self.methods.allow_actual(request.method()))
            && taken::needed_a_preflight(request)
            && !was_preflighted_inside()
        {
            return Decision::Refuse(Reason::TakenOnAnothersPreflight);
        }
        let is_refused =
            self.enforce.is_on() && !foreign::passes(request, is_allowed, self.enforce);
        match self.enforce {
            Enforce::Report if is_refused => {
                Decision::Share { origin, reported: Some(Reason::Foreign) }
            }
            _ if is_refused => Decision::Refuse(Reason::Foreign),
            _ => Decision::Share { origin, reported: None },
        }
    }
}

/// <https://fetch.spec.whatwg.org/#http-access-control-allow-origin>
const ANY: HeaderValue = HeaderValue::from_static("*");
