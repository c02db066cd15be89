use std::rc::Rc;

use actix_web::dev::ServiceRequest;

use super::{
    app_routes::LayerContents,
    hosts_hint,
    outcome::Outcome,
    response_task::{self, ResponseTask},
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

impl AppliedPolicy {
    /// Returns the 403 response to a request for a host that `hosts` does not allow.
    #[cold]
    pub(super) fn reject_host(
        &self,
        request: &ServiceRequest,
        cors: &CorsRequest<'_>,
    ) -> EmptyResponse {
        let reason = Reason::Host { host: cors.authority().map(escaped) };
        let refusal = Refusal::new(&self.policy.owner, reason, cors);
        record_response(request, response::rejected(cors, &self.policy), Some(refusal))
    }

    /// Applies the policy to a request whose host is allowed. `allowed` is the kind of origins that may read the
    /// response, or `None` if no origin may. If the inner service must be called, returns the task that then completes
    /// the response of that service.
    ///
    /// # Errors
    /// The response of the policy, if the caller must send this response without calling the inner service.
    #[inline]
    pub(super) fn apply(
        &self,
        request: &ServiceRequest,
        cors: &CorsRequest<'_>,
        allowed: Option<AllowedOrigin>,
    ) -> Result<ResponseTask, EmptyResponse> {
        // actix-web gives a layer the address of the server only with a request.
        if self.layer.is_some() {
            hosts_hint::log_once(request.app_config());
        }
        let mut decision = decision::decide(cors, &self.policy, &self.methods, allowed);
        // A preflight bypass is an actual request whose preflight this policy would have rejected. If the request may
        // reach an inner policy, the layer forwards its preflight, and the inner policy decides about it. So the layer
        // rejects no such request.
        if decision::is_preflight_bypass(cors, &decision, &self.methods)
            && !self.may_contain_policy_for(request, cors)
        {
            decision = Decision::Reject(Reason::PreflightBypass);
        }
        let refusal = |reason| Refusal::new(&self.policy.owner, reason, cors);
        let (response, reason) = match decision {
            Decision::CallInner { origin, reason } => {
                let outcome = Outcome::CalledInner {
                    policy: Rc::clone(&self.policy),
                    origin: origin.and_then(|origin| origin.header(cors)),
                    refusal: reason.map(|reason| Box::new(refusal(reason))),
                };
                return Ok(match &self.layer {
                    Some(layer) if layer.may_contain_policies() => {
                        response_task::enter_layer(outcome, request)
                    }
                    _ => response_task::share_outcome(outcome, request),
                });
            }
            Decision::AllowPreflight { origin, reason } => {
                (response::allowed_preflight(cors, &self.policy, &self.methods, origin), reason)
            }
            Decision::Reject(reason) => (response::rejected(cors, &self.policy), Some(reason)),
        };
        let refusal = reason.map(refusal);
        if self.forwards_preflight(request, cors) {
            let fallback = Outcome::Responded(Rc::new(ResponseCopy::new(&response, refusal)));
            return Ok(response_task::enter_layer(fallback, request));
        }
        Err(record_response(request, response, refusal))
    }

    /// Records that this policy will respond to a preflight as soon as the future that checks the origin has completed.
    /// Nothing is recorded for an actual request, or if the policy will forward the preflight to inner policies.
    ///
    /// An outer `ExceptPreflights` lets a preflight skip a login, so the preflight must not reach a handler. When the
    /// call of the inner service returns, `ExceptPreflights` therefore rejects the preflight unless a policy has
    /// recorded that it responded or will respond.
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
        cors.is_preflight() && self.may_contain_policy_for(request, cors)
    }

    /// Returns whether this is the policy of a layer, and the request may reach an inner policy.
    fn may_contain_policy_for(&self, request: &ServiceRequest, cors: &CorsRequest<'_>) -> bool {
        self.layer
            .as_ref()
            .is_some_and(|layer| layer.may_contain_policy_for(request, cors.actual_method()))
    }
}

/// Records the response of a policy for the outer layers and for `ExceptPreflights`. If there is a refusal, logs it and
/// attaches it to the response.
#[inline]
fn record_response(
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
