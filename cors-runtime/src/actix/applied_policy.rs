use std::rc::Rc;

use actix_web::dev::ServiceRequest;

use super::{
    app_routes::LayerContents,
    hosts_hint,
    outcome::{ActualHeaders, Outcome},
    pending_response::PendingResponse,
    traversal::SharedOutcome,
};
use crate::{
    compiled_policy::CompiledPolicy,
    decision::{self, AllowedOrigin, Decision},
    methods::AllowedMethods,
    refusal::{Reason, Refusal, escaped},
    request::CorsRequest,
    response::{self, EmptyResponse, ResponseCopy},
};

/// A compiled policy with the methods that it allows on its route or in its layer.
pub(super) struct AppliedPolicy {
    pub(super) policy: Rc<CompiledPolicy>,
    pub(super) methods: AllowedMethods,
    /// If this is the policy of a layer, the routes and other layers that may be inside that layer. `None` for the
    /// policy of a route.
    pub(super) layer: Option<LayerContents>,
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
        let refusal = Refusal::new(
            &self.policy.owner,
            Reason::Host { host: cors.authority().map(escaped) },
            cors,
        );
        let response = response::rejected(cors, &self.policy);
        recorded(request, response, Some(refusal))
    }

    /// Decides about a request for an allowed host, and builds the reply. `allowed` contains the origins that may read
    /// the response.
    #[inline]
    pub(super) fn reply(
        &self,
        request: &ServiceRequest,
        cors: &CorsRequest<'_>,
        allowed: Option<AllowedOrigin>,
    ) -> Reply {
        if self.layer.is_some() {
            hosts_hint::log_once(request.app_config());
        }
        let mut decision = decision::decide(cors, &self.policy, &self.methods, allowed);
        // A preflight bypass is an actual request whose preflight this policy would have rejected. If the request may
        // reach an inner policy, the layer forwards its preflight, and the inner policy decides about it. So the layer
        // rejects no such request.
        if decision::is_preflight_bypass(cors, &decision, &self.methods)
            && !self.may_contain_route_for(request, cors)
        {
            decision = Decision::Reject(Reason::PreflightBypass);
        }
        let (response, reason) = match decision {
            Decision::Forward { origin, reason } => {
                let headers = ActualHeaders {
                    policy: Rc::clone(&self.policy),
                    origin: origin.and_then(|origin| origin.header(cors)),
                    refusal: reason
                        .map(|reason| Box::new(Refusal::new(&self.policy.owner, reason, cors))),
                };
                return Reply::Forward(match &self.layer {
                    Some(layer) if layer.may_contain_policies() => {
                        PendingResponse::of_layer(Outcome::Forwarded(headers), request)
                    }
                    _ => PendingResponse::innermost(headers, request),
                });
            }
            Decision::AllowPreflight { origin, reason } => {
                (response::allowed_preflight(cors, &self.policy, &self.methods, origin), reason)
            }
            Decision::Reject(reason) => (response::rejected(cors, &self.policy), Some(reason)),
        };
        let refusal = reason.map(|reason| Refusal::new(&self.policy.owner, reason, cors));
        if self.forwards_preflight(request, cors) {
            let fallback = Outcome::Responded(Rc::new(ResponseCopy::new(&response, refusal)));
            return Reply::Forward(PendingResponse::of_layer(fallback, request));
        }
        Reply::Respond(recorded(request, response, refusal))
    }

    /// Records that this policy will respond to a preflight after a future has checked the origin. No handler will run,
    /// so an outer `ExceptPreflights` then does not reject the preflight. Nothing is recorded for an actual request, or
    /// if the policy will forward the preflight.
    pub(super) fn mark_will_respond(&self, request: &ServiceRequest, cors: &CorsRequest<'_>) {
        if cors.is_preflight()
            && !self.forwards_preflight(request, cors)
            && let Some(shared) = SharedOutcome::of(request)
        {
            shared.set(Outcome::WillRespond);
        }
    }

    /// Returns whether this is the policy of a layer that forwards the preflight to the inner policies.
    fn forwards_preflight(&self, request: &ServiceRequest, cors: &CorsRequest<'_>) -> bool {
        cors.is_preflight() && self.may_contain_route_for(request, cors)
    }

    /// Returns whether this is the policy of a layer, and the request may reach an inner policy.
    fn may_contain_route_for(&self, request: &ServiceRequest, cors: &CorsRequest<'_>) -> bool {
        self.layer
            .as_ref()
            .is_some_and(|layer| layer.may_contain_route_for(request, cors.actual_method()))
    }
}

/// Completes a response of a policy: records the response for the outer layers and for `ExceptPreflights`. If there is
/// a refusal, logs it and attaches it to the response.
#[inline]
fn recorded(
    request: &ServiceRequest,
    mut response: EmptyResponse,
    refusal: Option<Refusal>,
) -> EmptyResponse {
    if let Some(shared) = SharedOutcome::of(request) {
        let copy = ResponseCopy::new(&response, refusal.clone());
        shared.set(Outcome::Responded(Rc::new(copy)));
    }
    if let Some(refusal) = refusal {
        refusal.log();
        refusal.attach_to(&mut response);
    }
    response
}
