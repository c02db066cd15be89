//! What to answer, before a header is written: the tables of the contract.
//!
//! A decision is data, and carries why: whether an origin is allowed comes in as an answer, since
//! finding that out may take a look-up, a user's function or a future.

mod foreign;
mod taken;

use cors_rules::enforce::Enforce;
pub use foreign::is_cross_origin;
use http::HeaderValue;

use crate::{
    hosts::Hosts,
    prepared::AllowHeaders,
    refusal::Reason,
    request::{CorsRequest, Lines},
};

/// What a preflight is answered.
#[derive(Clone, Copy)]
pub(crate) enum PreflightDecision {
    /// 204. The browser may refuse all the same: that is told.
    Allow { with: SharedWith, told: Option<Reason> },
    /// 403, without a single CORS header.
    Refuse(Reason),
}

/// What becomes of an actual request.
#[derive(Clone, Copy)]
pub(crate) enum ActualDecision {
    /// It goes in, and its response is shared with those, or with nobody. What is then blocked by the
    /// browser, or would be by `enforce`, is told.
    Share { with: Option<SharedWith>, told: Option<Reason> },
    /// 403, and nothing further in runs.
    Refuse(Reason),
}

/// Whom a response is shared with.
#[derive(Clone, Copy)]
pub(crate) enum SharedWith {
    Anyone,
    /// The origin that sent the request.
    Sender,
}

/// What a policy says of requests, where it stands.
pub(crate) struct Terms<'a> {
    pub(crate) any_origin: bool,
    pub(crate) headers: &'a AllowHeaders,
    pub(crate) enforce: Enforce,
    pub(crate) hosts: &'a Hosts,
}

impl Terms<'_> {
    /// The answer to a preflight, by whether the policy allows the method that it asks for.
    ///
    /// It does not depend on `Access-Control-Request-Headers`: the browser compares, and its console
    /// then names the header that was refused. <https://fetch.spec.whatwg.org/#http-responses>
    ///
    /// Inline, since it is asked where its answer is written: that saves forty instructions.
    #[inline(always)]
    pub(crate) fn decide_preflight(
        &self,
        request: CorsRequest<'_>,
        allows_method: bool,
        allows_origin: impl FnOnce() -> bool,
    ) -> PreflightDecision {
        if !self.hosts.allow_request(request) {
            return PreflightDecision::Refuse(Reason::Host);
        }
        if !allows_method {
            return PreflightDecision::Refuse(Reason::MethodNotAllowed);
        }
        let with = if self.any_origin {
            SharedWith::Anyone
        } else if allows_origin() {
            SharedWith::Sender
        } else {
            return PreflightDecision::Refuse(Reason::OriginNotAllowed);
        };
        let told = self.headers.unlisted(request).map(|_| Reason::HeaderNotAllowed);
        PreflightDecision::Allow { with, told }
    }

    /// What becomes of an actual request with that `Origin`, of a method that the policy allows or
    /// not. A layer leaves it to a policy inside to judge the requests that it preflights itself.
    #[inline]
    pub(crate) fn decide_actual(
        &self,
        request: CorsRequest<'_>,
        sent: Lines<'_>,
        allows_method: impl FnOnce() -> bool,
        allows_origin: impl FnOnce(&HeaderValue) -> bool,
        was_preflighted_inside: impl FnOnce() -> bool,
    ) -> ActualDecision {
        if !self.hosts.allow_request(request) {
            return ActualDecision::Refuse(Reason::Host);
        }
        let with = match sent {
            _ if self.any_origin => Some(SharedWith::Anyone),
            Lines::One(origin) if allows_origin(origin) => Some(SharedWith::Sender),
            _ => None,
        };
        let is_allowed = with.is_some() && !matches!(sent, Lines::None);
        // What is allowed is not looked at any further: a header looked up costs a hundred
        // instructions.
        if is_allowed && allows_method() {
            return ActualDecision::Share { with, told: None };
        }
        let site = request.fetch_site();
        if taken::needed_a_preflight(request, site) && !was_preflighted_inside() {
            return ActualDecision::Refuse(Reason::TakenOnAnothersPreflight);
        }
        let is_unasked = matches!(sent, Lines::None) && !self.enforce.is_on();
        if is_allowed || is_unasked {
            return ActualDecision::Share { with, told: None };
        }
        self.decide_not_allowed(request, sent, site, with)
    }

    /// What no page that is allowed can have sent: the server's own, another's, or none.
    fn decide_not_allowed(
        &self,
        request: CorsRequest<'_>,
        sent: Lines<'_>,
        site: Lines<'_>,
        with: Option<SharedWith>,
    ) -> ActualDecision {
        let is_foreign = foreign::is_foreign(request, sent, site);
        if is_foreign && self.enforce.is_on() && !foreign::is_load(request, self.enforce) {
            return match self.enforce {
                Enforce::Report => ActualDecision::Share { with, told: Some(Reason::Foreign) },
                _ => ActualDecision::Refuse(Reason::Foreign),
            };
        }
        let told = match sent {
            // The server's own page may read what it likes.
            _ if !is_foreign || with.is_some() => None,
            Lines::None => None,
            Lines::One(_) => Some(Reason::OriginNotAllowed),
            Lines::Several => Some(Reason::OriginRepeated),
        };
        ActualDecision::Share { with, told }
    }
}

impl PreflightDecision {
    /// What is told of it.
    #[inline]
    pub(crate) fn reason(self) -> Option<Reason> {
        match self {
            Self::Allow { told, .. } => told,
            Self::Refuse(reason) => Some(reason),
        }
    }
}
