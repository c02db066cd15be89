use std::rc::Rc;

use actix_web::{
    Error,
    dev::{ServiceRequest, ServiceResponse},
};

use super::{
    outcome::Outcome,
    traversal::{SharedOutcome, Traversal},
};
use crate::response::{EmptyResponse, ResponseCopy};

/// The task of a policy after it called the inner service: to complete the response of that service.
pub(super) enum ResponseTask {
    /// Write the headers of this outcome.
    Write(Outcome),
    /// Do nothing, since an outer layer writes the headers.
    LeaveToOuterLayer,
    /// Write the headers of the inner policy that decided about the request. If no inner policy decided, apply
    /// `fallback`, the outcome of the layer itself.
    FinishLayer { fallback: Outcome, traversal: Traversal },
}

/// Logs the refusal of a policy that contains no other policy. If there is an outer layer, passes the outcome to that
/// layer.
#[inline]
pub(super) fn share_outcome(outcome: Outcome, request: &ServiceRequest) -> ResponseTask {
    if let Some(refusal) = outcome.refusal() {
        refusal.log();
    }
    if let Some(shared) = SharedOutcome::of(request)
        && shared.is_in_layer()
    {
        shared.set(outcome);
        return ResponseTask::LeaveToOuterLayer;
    }
    ResponseTask::Write(outcome)
}

/// Begins the traversal of a layer that may contain other policies.
#[inline(never)]
pub(super) fn enter_layer(fallback: Outcome, request: &ServiceRequest) -> ResponseTask {
    // The `enforce` of every layer applies, so a refusal of `enforce` is logged now. Any other refusal is logged at the
    // end of the traversal, if no inner policy has decided.
    if let Some(refusal) = fallback.refusal()
        && refusal.reason().is_from_enforce()
    {
        refusal.log();
    }
    ResponseTask::FinishLayer { fallback, traversal: Traversal::begin(request) }
}

impl ResponseTask {
    /// Writes the headers on the response, or on the response that actix-web later makes from an error. If a preflight
    /// response of the layer must replace the response of the inner service, returns the preflight response.
    #[inline]
    pub(super) fn finish<B>(
        &mut self,
        result: &mut Result<ServiceResponse<B>, Error>,
    ) -> Option<EmptyResponse> {
        match self {
            Self::Write(outcome) => {
                outcome.write_on(result);
                None
            }
            Self::LeaveToOuterLayer => None,
            Self::FinishLayer { fallback, traversal } => finish_layer(fallback, traversal, result),
        }
    }
}

#[inline(never)]
fn finish_layer<B>(
    fallback: &Outcome,
    traversal: &mut Traversal,
    result: &mut Result<ServiceResponse<B>, Error>,
) -> Option<EmptyResponse> {
    let has_outer_layer = traversal.end();
    let shared = &traversal.shared;
    // The fallback of a preflight is `Responded`. If middleware inside the layer changed the preflight to an actual
    // request, an inner policy may have recorded `CalledInner`. This does not count as decided, because the browser
    // still needs the response of the layer to the preflight.
    let is_decided = match (&mut *shared.outcome.borrow_mut(), fallback) {
        (Outcome::Responded(_), _) => true,
        (Outcome::CalledInner { refusal, .. }, Outcome::CalledInner { refusal: of_layer, .. }) => {
            // `enforce = "report"` of a layer applies to the inner policies too.
            if refusal.is_none() {
                *refusal = of_layer.clone().filter(|it| it.reason().is_from_enforce());
            }
            true
        }
        _ => false,
    };
    if !is_decided {
        if let Some(refusal) = fallback.refusal()
            && !refusal.reason().is_from_enforce()
        {
            refusal.log();
        }
        shared.set(fallback.clone());
        if let Outcome::Responded(response) = fallback {
            return send_instead(Rc::clone(response), result);
        }
    }
    if !has_outer_layer {
        shared.outcome.borrow_mut().write_on(result);
    }
    None
}

/// Makes `replacement` the response. If the inner service returned a response, returns the replacement for the caller
/// to send. If the inner service returned an error, returns `None`, and actix-web later converts the error to the
/// replacement.
fn send_instead<B>(
    replacement: Rc<ResponseCopy>,
    result: &mut Result<ServiceResponse<B>, Error>,
) -> Option<EmptyResponse> {
    match result {
        Ok(_) => Some(replacement.response()),
        Err(error) => {
            error.add_response_mapper(move |_| replacement.response().map_into_boxed_body());
            None
        }
    }
}
