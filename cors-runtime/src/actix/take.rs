//! What a policy makes of a request.

use std::{borrow::Cow, pin::Pin, rc::Rc};

use actix_web::{HttpResponse, dev::ServiceRequest, http::header::HeaderValue};

use super::{
    endpoint::{Endpoint, Position},
    guard::{Preflight, Routed},
    mark::Mark,
    nesting::{Decided, Fallback, Nest, Passed},
};
use crate::{
    allowed_origins::Question,
    decide::{ActualDecision, PreflightDecision, Terms},
    headers::{self, PreflightAnswer},
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

impl Endpoint {
    /// What has been read of a request, as soon as it is there. Inline, since for most that is one
    /// look.
    #[inline(always)]
    pub(super) fn routed(&self, request: &ServiceRequest) -> Routed {
        match &self.position {
            Position::Route(routed) => routed.take(),
            Position::Layer(_) => match CorsRequest::of(request.head()).preflight() {
                Some(asked) => Routed::Preflight(Preflight {
                    origin: asked.origin.clone(),
                    allows_method: self.methods.allow(asked.requested_method.as_bytes()),
                }),
                None => Routed::Actual,
            },
        }
    }

    /// Claims a preflight, where its answer is left to a future: nothing further in runs for it,
    /// whatever the answer, and who waits for that may know.
    pub(super) fn claim(&self, request: &ServiceRequest) {
        if let Some(nest) = Nest::around(request)
            && !self.routes(request)
        {
            nest.take();
        }
    }

    /// What only a future can answer, if the request raises it.
    #[inline]
    pub(super) fn question(&self, request: &ServiceRequest) -> Option<Question> {
        self.origins.question(CorsRequest::of(request.head()))
    }

    /// The question, asked.
    #[inline]
    pub(super) fn asked(
        &self,
        request: &ServiceRequest,
    ) -> Option<Pin<Box<dyn Future<Output = bool>>>> {
        let question = self.question(request)?;
        let request = request.request().clone();
        Some(Box::pin(async move { question.ask(&request).await }))
    }

    /// With the answer to the question, where there was one.
    #[inline]
    pub(super) fn take(
        self: Rc<Self>,
        request: &ServiceRequest,
        routed: Routed,
        answer: Option<bool>,
    ) -> Taken {
        match routed {
            Routed::Preflight(preflight) => self.take_preflight(request, preflight, answer),
            Routed::Actual => self.take_actual(request, answer),
        }
    }

    fn take_preflight(
        self: Rc<Self>,
        request: &ServiceRequest,
        preflight: Preflight,
        answer: Option<bool>,
    ) -> Taken {
        if !self.routes(request) {
            return Taken::Answered(self.answer_preflight(request, preflight, answer));
        }
        let asked = CorsRequest::of(request.head());
        let decision = self.decide_preflight(request, &preflight, answer);
        let refusal = self.refusal_of_preflight(asked, decision, &preflight);
        let answer = self.preflight_answer(asked, decision, preflight).into_owned();
        Taken::Passed(Passed::with_fallback(self, Nest::of(request), Fallback { answer, refusal }))
    }

    /// The answer to a preflight that goes no further.
    pub(super) fn answer_preflight(
        &self,
        request: &ServiceRequest,
        preflight: Preflight,
        answer: Option<bool>,
    ) -> HttpResponse {
        let asked = CorsRequest::of(request.head());
        let decision = self.decide_preflight(request, &preflight, answer);
        if let Some(refusal) = self.refusal_of_preflight(asked, decision, &preflight) {
            return self.answer_and_tell(request, preflight, decision, refusal);
        }
        let response = self.preflight_answer(asked, decision, preflight).response(self.policy());
        self.leave(request, &response, None);
        response
    }

    #[cold]
    fn answer_and_tell(
        &self,
        request: &ServiceRequest,
        preflight: Preflight,
        decision: PreflightDecision,
        refusal: Refusal,
    ) -> HttpResponse {
        let asked = CorsRequest::of(request.head());
        let response = self.preflight_answer(asked, decision, preflight).response(self.policy());
        self.told(request, response, refusal)
    }

    #[inline]
    fn decide_preflight(
        &self,
        request: &ServiceRequest,
        preflight: &Preflight,
        answer: Option<bool>,
    ) -> PreflightDecision {
        let asked = CorsRequest::of(request.head());
        let allows_origin = || self.allows(&preflight.origin, request, answer);
        self.terms(request).decide_preflight(asked, preflight.allows_method, allows_origin)
    }

    #[inline]
    fn preflight_answer<'a>(
        &'a self,
        asked: CorsRequest<'a>,
        decision: PreflightDecision,
        preflight: Preflight,
    ) -> PreflightAnswer<'a> {
        PreflightAnswer {
            decision,
            origin: preflight.origin,
            methods: self.methods.header(|| asked.requested_method()),
            headers: Cow::Borrowed(self.policy().allow_headers.lines(asked)),
        }
    }

    #[inline]
    fn refusal_of_preflight(
        &self,
        asked: CorsRequest<'_>,
        decision: PreflightDecision,
        preflight: &Preflight,
    ) -> Option<Refusal> {
        let sent = Lines::One(&preflight.origin);
        decision.reason().map(|reason| self.refusal(Step::Preflight, reason, asked, sent))
    }

    /// What becomes of an actual request, with the answer to the question where there was one.
    pub(super) fn take_actual(
        self: Rc<Self>,
        request: &ServiceRequest,
        answer: Option<bool>,
    ) -> Taken {
        let asked = CorsRequest::of(request.head());
        let sent = asked.origin();
        let decision = self.terms(request).decide_actual(
            asked,
            sent,
            || self.methods.allow_actual(request.method()),
            |origin| self.allows(origin, request, answer),
            || self.layer().is_some_and(|layer| layer.may_have_routed(request)),
        );
        match decision {
            ActualDecision::Share { with, told } => {
                let refusal =
                    told.map(|reason| Box::new(self.refusal(Step::Actual, reason, asked, sent)));
                let origin = with.and_then(|with| with.allow_origin(|| sent.one().cloned()));
                let mark = Mark::new(self, origin, refusal);
                Taken::Passed(Passed::new(mark, request))
            }
            ActualDecision::Refuse(reason) => {
                let refusal = self.refusal(Step::Actual, reason, asked, sent);
                Taken::Answered(self.told(request, headers::refused_actual(), refusal))
            }
        }
    }

    #[inline]
    fn terms(&self, request: &ServiceRequest) -> Terms<'_> {
        let policy = self.policy();
        Terms {
            any_origin: self.origins.allow_any(request.request()),
            headers: &policy.allow_headers,
            enforce: policy.settings.enforce,
            hosts: &policy.hosts,
        }
    }

    #[inline]
    fn allows(&self, origin: &HeaderValue, request: &ServiceRequest, answer: Option<bool>) -> bool {
        answer.unwrap_or_else(|| self.origins.allow(origin, request.request()))
    }

    /// An answer of which whoever stands around is told, and whoever wants to know why.
    #[cold]
    fn told(
        &self,
        request: &ServiceRequest,
        mut response: HttpResponse,
        refusal: Refusal,
    ) -> HttpResponse {
        self.leave(request, &response, Some(&refusal));
        self.told.tell(&refusal);
        refusal.stand_in(&mut response);
        response
    }

    /// Leaves an answer to whoever stands around. Inline, since mostly nobody does.
    #[inline(always)]
    fn leave(&self, request: &ServiceRequest, response: &HttpResponse, refusal: Option<&Refusal>) {
        if let Some(nest) = Nest::around(request) {
            nest.decide(Decided::Answered(response.headers().clone(), refusal.cloned()));
        }
    }

    /// Whether a preflight goes further in, perhaps to a policy that governs.
    fn routes(&self, request: &ServiceRequest) -> bool {
        let Some(layer) = self.layer() else { return false };
        if !layer.may_hold_a_policy() {
            return false;
        }
        let cors_request = CorsRequest::of(request.head());
        cors_request.preflight().is_some_and(|asked| {
            self.policy().hosts.allow_request(cors_request)
                && layer.must_route(request, asked.requested_method)
        })
    }

    #[cold]
    fn refusal(
        &self,
        step: Step,
        reason: Reason,
        asked: CorsRequest<'_>,
        sent: Lines<'_>,
    ) -> Refusal {
        Refusal::new(self.place, &self.origins.policy, step, reason, asked, sent)
    }
}
