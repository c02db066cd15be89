//! A policy on a route, or in a layer: from a request to a response, or to the service inside.

use std::rc::Rc;

use actix_web::{HttpResponse, dev::ServiceRequest};

use super::{
    app_routes::Layer,
    nested_policy::{NestedDecision, NestedPolicy},
    pending_response::{ActualHeaders, PendingResponse},
};
use crate::{
    compiled_policy::CompiledPolicy,
    decision::{self, AllowedOrigin, Decision},
    methods::AllowedMethods,
    refusal::{LogLimiter, Reason, Refusal, Step},
    request::CorsRequest,
    response::{self, ResponseCopy},
};

/// A policy on a route, or in a layer.
pub(super) struct Endpoint {
    pub(super) policy: Rc<CompiledPolicy>,
    pub(super) methods: AllowedMethods,
    pub(super) log: LogLimiter,
    /// The services inside, if this is a layer.
    pub(super) layer: Option<Rc<Layer>>,
}

/// What an endpoint does with a request.
pub(super) enum Reply {
    /// Responds. The service inside is not called.
    Respond(HttpResponse),
    /// Calls the service inside.
    Pass(PendingResponse),
}

impl Endpoint {
    /// Decides about a request. `allowed` is the verdict about its origin.
    #[inline]
    pub(super) fn reply(
        self: &Rc<Self>,
        request: &ServiceRequest,
        cors: &CorsRequest<'_>,
        allowed: Option<AllowedOrigin>,
    ) -> Reply {
        match self.decide(request, cors, allowed) {
            Decision::Pass { origin, reason } => {
                let headers = ActualHeaders {
                    endpoint: Rc::clone(self),
                    origin: origin.and_then(|origin| origin.header(cors)),
                    refusal: reason
                        .map(|reason| Box::new(self.refusal(Step::Actual, reason, request))),
                };
                Reply::Pass(PendingResponse::new(headers, request))
            }
            Decision::AllowPreflight { origin, reason } => {
                let response =
                    response::allowed_preflight(cors, &self.policy, &self.methods, origin);
                self.reply_to_preflight(request, cors, response, reason)
            }
            Decision::RejectPreflight(reason) => {
                self.reply_to_preflight(request, cors, response::rejected_preflight(), Some(reason))
            }
            Decision::Reject(reason) => {
                let refusal = self.refusal(Step::Actual, reason, request);
                let response = response::rejected_request(&self.policy);
                Reply::Respond(self.respond(request, response, Some(refusal)))
            }
        }
    }

    /// Notes that this endpoint will respond to a preflight once a future has checked the origin. No
    /// handler runs in the meantime.
    pub(super) fn mark_handled(&self, request: &ServiceRequest, cors: &CorsRequest<'_>) {
        if cors.is_preflight()
            && !self.routes_preflight(request, cors)
            && let Some(around) = NestedPolicy::around(request)
        {
            around.mark_handled();
        }
    }

    #[inline]
    fn decide(
        &self,
        request: &ServiceRequest,
        cors: &CorsRequest<'_>,
        allowed: Option<AllowedOrigin>,
    ) -> Decision {
        let decision = decision::decide(cors, &self.policy, &self.methods, allowed);
        if let (Decision::Reject(Reason::PreflightBypass), Some(layer)) = (&decision, &self.layer)
            && layer.routes(request, request.method().as_str().as_bytes())
        {
            // The policy inside has checked the preflight, or checks this request itself.
            return decision::decide_trusting_preflights(
                cors,
                &self.policy,
                &self.methods,
                allowed,
            );
        }
        decision
    }

    #[inline]
    fn reply_to_preflight(
        self: &Rc<Self>,
        request: &ServiceRequest,
        cors: &CorsRequest<'_>,
        response: HttpResponse,
        reason: Option<Reason>,
    ) -> Reply {
        let refusal = reason.map(|reason| self.refusal(Step::Preflight, reason, request));
        if self.routes_preflight(request, cors) {
            let fallback = ResponseCopy::new(&response, refusal);
            return Reply::Pass(PendingResponse::routed_preflight(
                Rc::clone(self),
                request,
                fallback,
            ));
        }
        Reply::Respond(self.respond(request, response, refusal))
    }

    /// Completes the response of this endpoint: the layers around see it, and a refusal is logged.
    #[inline]
    fn respond(
        &self,
        request: &ServiceRequest,
        mut response: HttpResponse,
        refusal: Option<Refusal>,
    ) -> HttpResponse {
        if let Some(around) = NestedPolicy::around(request) {
            let copy = ResponseCopy::new(&response, refusal.clone());
            around.record(NestedDecision::Responded(Rc::new(copy)));
        }
        if let Some(refusal) = refusal {
            self.log.log(&refusal);
            refusal.attach_to(&mut response);
        }
        response
    }

    /// Whether this is a layer that lets a preflight through to the policies inside.
    fn routes_preflight(&self, request: &ServiceRequest, cors: &CorsRequest<'_>) -> bool {
        let Some(layer) = &self.layer else { return false };
        layer.may_contain_policies()
            && self.policy.allows_host(cors)
            && cors.announced_method.is_some_and(|method| layer.routes(request, method.as_bytes()))
    }

    #[cold]
    fn refusal(&self, step: Step, reason: Reason, request: &ServiceRequest) -> Refusal {
        Refusal::new(&self.policy.source, step, reason, request.head())
    }
}
