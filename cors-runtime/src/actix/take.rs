//! What a policy makes of a request.

use std::rc::Rc;

use actix_web::{
    HttpResponse,
    dev::ServiceRequest,
    http::header::{ACCESS_CONTROL_REQUEST_HEADERS, HeaderValue},
};

use super::{
    endpoint::{Endpoint, Position},
    guard::Routed,
    mark::Mark,
    nesting::{Decided, Fallback, Nest, Passed},
};
use crate::{
    allowed_origins::Question,
    decide::{Decision, Terms},
    prepared::AllowHeaders,
    refusal::{Reason, Refusal, Step},
    request::{CorsRequest, Lines},
};

/// What the policy made of a request.
pub(super) enum Taken {
    /// Nothing further in runs.
    Answered(HttpResponse),
    /// It goes in, and this is for what comes back.
    Passed(Passed),
}

/// A request as it has been read.
#[derive(Clone, Copy)]
struct Asked<'a> {
    request: CorsRequest<'a>,
    routed: Routed,
    origin: Lines<'a>,
}

impl Endpoint {
    /// What has been read of a request, as soon as it is there.
    #[inline]
    pub(super) fn routed(&self, request: &ServiceRequest) -> Routed {
        match &self.position {
            Position::Route(routed) => routed.get(),
            Position::Layer(_) => match CorsRequest::of(request.head()).preflight() {
                Some(requested) => {
                    let allows_method = self.methods.allow(requested.as_bytes());
                    Routed::Preflight { allows_method }
                }
                None => Routed::Actual,
            },
        }
    }

    /// The same, where the rest is left to a future: nothing further in runs for a preflight,
    /// whatever the answer, and who waits for that may know.
    #[inline]
    pub(super) fn claim(&self, request: &ServiceRequest) -> Routed {
        let routed = self.routed(request);
        if matches!(routed, Routed::Preflight { .. })
            && let Some(nest) = Nest::around(request)
            && !self.routes(request)
        {
            nest.take();
        }
        routed
    }

    /// What only a future can answer, if the request raises it.
    #[inline]
    pub(super) fn question(&self, request: &ServiceRequest) -> Option<Question> {
        self.origins.question(CorsRequest::of(request.head()))
    }

    /// With the answer to the question, where there was one.
    pub(super) fn take(
        self: Rc<Self>,
        request: &ServiceRequest,
        routed: Routed,
        answer: Option<bool>,
    ) -> Taken {
        let cors_request = CorsRequest::of(request.head());
        let asked = Asked { request: cors_request, routed, origin: cors_request.origin() };
        let decision = self.decide(request, asked, answer);
        let around = Nest::around(request);
        match decision {
            Decision::Share { origin, told } => {
                let refusal = told.map(|reason| Box::new(self.refusal(asked, reason)));
                let mark = Mark::new(self, origin, refusal);
                Taken::Passed(Passed::new(mark, request, around))
            }
            decision => self.answered(decision, request, asked, around),
        }
    }

    #[inline]
    fn decide(&self, request: &ServiceRequest, asked: Asked<'_>, answer: Option<bool>) -> Decision {
        let is_allowed = |value: &HeaderValue| {
            answer.unwrap_or_else(|| self.origins.allow(value, request.request()))
        };
        let policy = self.policy();
        let terms = Terms {
            any_origin: self.origins.allow_any(request.request()),
            headers: &policy.allow_headers,
            enforce: policy.settings.enforce,
            hosts: &policy.hosts,
        };
        match (asked.routed, asked.origin) {
            (Routed::Preflight { allows_method }, Lines::One(origin)) => {
                let requested = || asked.request.requested_method();
                let methods = allows_method.then(|| self.methods.header(requested)).flatten();
                terms.decide_preflight(asked.request, origin, methods, is_allowed)
            }
            (_, sent) => terms.decide_actual(
                asked.request,
                sent,
                || self.methods.allow_actual(request.method()),
                is_allowed,
                || self.layer().is_some_and(|layer| layer.may_have_routed(request)),
            ),
        }
    }

    #[inline(never)]
    fn answered(
        self: Rc<Self>,
        decision: Decision,
        request: &ServiceRequest,
        asked: Asked<'_>,
        around: Option<Nest>,
    ) -> Taken {
        let reason = match &decision {
            Decision::AllowPreflight { told, .. } | Decision::Share { told, .. } => *told,
            Decision::RefusePreflight(reason) | Decision::Refuse(reason) => Some(*reason),
        };
        let refusal = reason.map(|reason| self.refusal(asked, reason));
        let requested = match &self.policy().allow_headers {
            AllowHeaders::Listed { .. } => &[],
            AllowHeaders::Requested => asked.request.lines_of(&ACCESS_CONTROL_REQUEST_HEADERS),
        };
        if self.routes(request) {
            let requested = requested.to_vec();
            let nest = around.unwrap_or_else(|| Nest::of(request));
            let fallback = Fallback { decision, requested, refusal };
            return Taken::Passed(Passed::with_fallback(self, nest, fallback));
        }
        let mut response = self.answer(decision, requested);
        if let Some(nest) = around {
            nest.decide(Decided::Answered(response.headers().clone(), refusal.clone()));
        }
        if let Some(refusal) = refusal {
            self.told.tell(&refusal);
            refusal.stand_in(&mut response);
        }
        Taken::Answered(response)
    }

    /// Whether a preflight goes further in, perhaps to a policy that governs.
    fn routes(&self, request: &ServiceRequest) -> bool {
        let Some(layer) = self.layer() else { return false };
        if !layer.may_hold_a_policy() {
            return false;
        }
        let cors_request = CorsRequest::of(request.head());
        cors_request.preflight().is_some_and(|requested| {
            self.policy().hosts.allow_request(cors_request) && layer.must_route(request, requested)
        })
    }

    #[cold]
    fn refusal(&self, asked: Asked<'_>, reason: Reason) -> Refusal {
        let step = match asked.routed {
            Routed::Actual => Step::Actual,
            Routed::Preflight { .. } => Step::Preflight,
        };
        Refusal::new(self.place, &self.origins.policy, step, reason, asked.request, asked.origin)
    }
}
