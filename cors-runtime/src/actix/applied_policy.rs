use std::rc::Rc;

use actix_web::dev::ServiceRequest;

use super::{
    app_routes::LayerContents,
    hosts_hint,
    pending_response::{ActualHeaders, PendingResponse},
    traversal::{Outcome, Traversal, TraversalRecord},
};
use crate::{
    compiled_policy::CompiledPolicy,
    decision::{self, AllowedOrigin, Decision},
    methods::AllowedMethods,
    refusal::{Reason, Refusal, Step, escaped},
    request::CorsRequest,
    response::{self, EmptyResponse, ResponseCopy},
};

/// A compiled policy with the methods that it allows on its route or in its layer.
pub(super) struct AppliedPolicy {
    pub(super) policy: Rc<CompiledPolicy>,
    pub(super) methods: AllowedMethods,
    /// If this is the policy of a layer, the routes and other layers that may be inside that layer. `None` for the
    /// policy of a route.
    pub(super) layer: Option<Rc<LayerContents>>,
}

/// The reply of a policy to a request.
pub(super) enum Reply {
    /// The policy responds. The inner service is not called.
    Respond(EmptyResponse),
    /// The inner service is called.
    Forward(PendingResponse),
}

impl AppliedPolicy {
    /// Returns the 403 response to a request for a host that `hosts` does not allow.
    #[cold]
    pub(super) fn reject_host(
        &self,
        request: &ServiceRequest,
        cors: &CorsRequest<'_>,
    ) -> EmptyResponse {
        let (step, response) = match cors.is_preflight() {
            true => (Step::Preflight, response::rejected_preflight()),
            false => (Step::Actual, response::rejected_request(&self.policy)),
        };
        let reason = Reason::Host { host: cors.authority().map(escaped) };
        let refusal = self.refusal(step, reason, cors);
        self.respond(request, response, Some(refusal))
    }

    /// Decides about a request for an allowed host, and builds the reply. `allowed` contains the origins that may read
    /// the response.
    #[inline]
    pub(super) fn reply(
        self: &Rc<Self>,
        request: &ServiceRequest,
        cors: &CorsRequest<'_>,
        allowed: Option<AllowedOrigin>,
    ) -> Reply {
        if self.layer.is_some() {
            hosts_hint::log_once(request.app_config());
        }
        match self.decide(request, cors, allowed) {
            Decision::Forward { origin, reason } => {
                let headers = ActualHeaders {
                    applied: Rc::clone(self),
                    origin: origin.and_then(|origin| origin.header(cors)),
                    refusal: reason
                        .map(|reason| Box::new(self.refusal(Step::Actual, reason, cors))),
                };
                Reply::Forward(PendingResponse::new(headers, request))
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
                let refusal = self.refusal(Step::Actual, reason, cors);
                let response = response::rejected_request(&self.policy);
                Reply::Respond(self.respond(request, response, Some(refusal)))
            }
        }
    }

    /// Records that this policy will respond to a preflight after a future has checked the origin. An outer
    /// `ExceptPreflights` then knows that no handler will run. Nothing is recorded for an actual request, or if the
    /// policy will forward the preflight.
    pub(super) fn mark_will_respond(&self, request: &ServiceRequest, cors: &CorsRequest<'_>) {
        if cors.is_preflight()
            && !self.forwards_preflight(request, cors)
            && let Some(record) = TraversalRecord::innermost_open(request)
        {
            record.set(&Outcome::WillRespond);
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
        if !decision::is_preflight_bypass(cors, &decision, &self.methods) {
            return decision;
        }
        // If an inner policy of the layer may apply to the request, that policy checks for a bypass, since the layer
        // would have forwarded the preflight.
        let is_checked_inside = self.layer.as_ref().is_some_and(|layer| {
            layer.may_contain_route_for(request, request.method().as_str().as_bytes())
        });
        if is_checked_inside { decision } else { Decision::Reject(Reason::PreflightBypass) }
    }

    #[inline]
    fn reply_to_preflight(
        &self,
        request: &ServiceRequest,
        cors: &CorsRequest<'_>,
        response: EmptyResponse,
        reason: Option<Reason>,
    ) -> Reply {
        let refusal = reason.map(|reason| self.refusal(Step::Preflight, reason, cors));
        if self.forwards_preflight(request, cors) {
            let fallback = Rc::new(ResponseCopy::new(&response, refusal));
            let traversal = Traversal::of_layer(request);
            return Reply::Forward(PendingResponse::ForwardedPreflight { traversal, fallback });
        }
        Reply::Respond(self.respond(request, response, refusal))
    }

    /// Completes a response of this policy: records the response for the outer layers and for `ExceptPreflights`. If
    /// there is a refusal, logs it and attaches it to the response.
    #[inline]
    fn respond(
        &self,
        request: &ServiceRequest,
        mut response: EmptyResponse,
        refusal: Option<Refusal>,
    ) -> EmptyResponse {
        if let Some(record) = TraversalRecord::innermost_open(request) {
            let copy = ResponseCopy::new(&response, refusal.clone());
            record.set(&Outcome::Responded(Rc::new(copy)));
        }
        if let Some(refusal) = refusal {
            refusal.log();
            refusal.attach_to(&mut response);
        }
        response
    }

    /// Returns whether this is the policy of a layer that forwards the preflight to the inner policies.
    fn forwards_preflight(&self, request: &ServiceRequest, cors: &CorsRequest<'_>) -> bool {
        let Some(layer) = &self.layer else { return false };
        layer.may_contain_policies()
            && cors
                .requested_method
                .is_some_and(|method| layer.may_contain_route_for(request, method.as_bytes()))
    }

    #[cold]
    fn refusal(&self, step: Step, reason: Reason, cors: &CorsRequest<'_>) -> Refusal {
        Refusal::new(&self.policy.owner, step, reason, cors)
    }
}
