use std::rc::Rc;

use actix_web::{
    Error,
    dev::{ServiceRequest, ServiceResponse},
};

use super::{
    outcome::{ActualHeaders, Outcome},
    traversal::{SharedOutcome, Traversal},
};
use crate::response::{EmptyResponse, ResponseCopy};

/// The remaining work of a policy after it forwarded the request to the inner service.
pub(super) struct PendingResponse {
    /// The outcome at this policy. `Undecided` if [`innermost`](Self::innermost) has passed the outcome to an outer
    /// layer, which writes the headers.
    own: Outcome,
    /// The traversal of a layer that may contain other policies. If none of them decides, `own` applies.
    traversal: Option<Traversal>,
}

impl PendingResponse {
    /// Starts the work of a policy that contains no other policy.
    #[inline]
    pub(super) fn innermost(headers: ActualHeaders, request: &ServiceRequest) -> Self {
        if let Some(refusal) = &headers.refusal {
            refusal.log();
        }
        if let Some(shared) = SharedOutcome::of(request)
            && shared.is_in_layer()
        {
            shared.set(Outcome::Forwarded(headers));
            return Self { own: Outcome::Undecided, traversal: None };
        }
        Self { own: Outcome::Forwarded(headers), traversal: None }
    }

    /// Starts the work of a layer that may contain other policies.
    #[inline(never)]
    pub(super) fn of_layer(own: Outcome, request: &ServiceRequest) -> Self {
        // The `enforce` of every layer applies, so a refusal of `enforce` is logged now. Any other refusal is logged at
        // the end of the traversal, if no inner policy has decided.
        if let Some(refusal) = own.refusal()
            && refusal.reason().is_from_enforce()
        {
            refusal.log();
        }
        Self { own, traversal: Some(Traversal::start(request)) }
    }

    /// Writes the headers on the response, or on the response that actix-web later makes from an error. If a preflight
    /// response of the layer must replace the response of the inner service, returns the preflight response.
    #[inline]
    pub(super) fn finish<B>(
        &mut self,
        result: &mut Result<ServiceResponse<B>, Error>,
    ) -> Option<EmptyResponse> {
        match &mut self.traversal {
            None => {
                self.own.write_on(result);
                None
            }
            Some(traversal) => finish_layer(&self.own, traversal, result),
        }
    }
}

/// Writes the headers of the inner policy that decided about the request. If no inner policy decided, applies `own`,
/// the outcome of the layer. If there is an outer layer, leaves the headers to that layer.
#[inline(never)]
fn finish_layer<B>(
    own: &Outcome,
    traversal: &mut Traversal,
    result: &mut Result<ServiceResponse<B>, Error>,
) -> Option<EmptyResponse> {
    let shared = traversal.end();
    // If middleware changed a preflight to an actual request, which an inner policy forwarded, the preflight still
    // needs the response of the layer.
    let is_decided = match (&mut *shared.outcome.borrow_mut(), own) {
        (Outcome::Responded(_), _) => true,
        (Outcome::Forwarded(inner), Outcome::Forwarded(own)) => {
            // `enforce = "report"` of a layer applies to the inner policies too.
            if inner.refusal.is_none() {
                inner.refusal = own.refusal.clone().filter(|it| it.reason().is_from_enforce());
            }
            true
        }
        _ => false,
    };
    if !is_decided {
        if let Some(refusal) = own.refusal()
            && !refusal.reason().is_from_enforce()
        {
            refusal.log();
        }
        shared.set(own.clone());
        if let Outcome::Responded(response) = own {
            return send_instead(Rc::clone(response), result);
        }
    }
    if !shared.is_in_layer() {
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
