use std::rc::Rc;

use actix_web::{
    Error, HttpResponse,
    dev::{ServiceRequest, ServiceResponse},
    http::header::HeaderValue,
};

use super::{
    applied_policy::AppliedPolicy,
    traversal::{Outcome, Traversal, TraversalRecord},
};
use crate::{
    refusal::Refusal,
    response::{self, EmptyResponse, ResponseCopy},
};

/// The CORS headers to add to the response to an actual request, and the refusal to log.
#[derive(Clone)]
pub(super) struct ActualHeaders {
    pub(super) applied: Rc<AppliedPolicy>,
    /// The value of `Access-Control-Allow-Origin`.
    pub(super) origin: Option<HeaderValue>,
    /// The refusal is boxed to keep this type small, since most requests have no refusal.
    pub(super) refusal: Option<Box<Refusal>>,
}

impl ActualHeaders {
    #[inline]
    fn write<B>(&mut self, response: &mut HttpResponse<B>) {
        response::write_actual(response.headers_mut(), &self.applied.policy, self.origin.take());
        if let Some(refusal) = self.refusal.take() {
            refusal.attach_to(response);
        }
    }

    /// Writes the headers on a response. For an error, writes them on the response that actix-web later makes from it.
    #[inline]
    pub(super) fn write_on<B>(&mut self, result: &mut Result<ServiceResponse<B>, Error>) {
        match result {
            Ok(response) => self.write(response.response_mut()),
            Err(error) => {
                let headers = self.clone();
                error.add_response_mapper(move |mut response| {
                    headers.clone().write(&mut response);
                    response
                });
            }
        }
    }

    #[inline]
    fn log(&self) {
        if let Some(refusal) = &self.refusal {
            refusal.log();
        }
    }

    /// Returns whether the policy has `enforce = "report"`, and the request is one that `enforce = true` would reject.
    fn is_reported_by_enforce(&self) -> bool {
        self.refusal.as_ref().is_some_and(|refusal| refusal.reason().is_from_enforce())
    }
}

/// The remaining work of a policy after it forwarded the request to the inner service.
pub(super) enum PendingResponse {
    /// This policy writes its headers.
    Alone(ActualHeaders),
    /// An outer layer writes the headers.
    LeftToLayer,
    /// A layer that may contain other policies has forwarded an actual request.
    Layer { headers: ActualHeaders, traversal: Traversal },
    /// A layer has forwarded a preflight to its inner policies. If none of them responds, the layer sends `fallback`.
    ForwardedPreflight { traversal: Traversal, fallback: Rc<ResponseCopy> },
}

impl PendingResponse {
    #[inline]
    pub(super) fn new(headers: ActualHeaders, request: &ServiceRequest) -> Self {
        match TraversalRecord::innermost_open(request) {
            None if headers.applied.layer.is_none() => {
                headers.log();
                Self::Alone(headers)
            }
            outer => Self::nested(headers, request, outer),
        }
    }

    #[inline(never)]
    fn nested(
        headers: ActualHeaders,
        request: &ServiceRequest,
        outer: Option<TraversalRecord>,
    ) -> Self {
        if headers.applied.layer.as_ref().is_some_and(|layer| layer.may_contain_policies()) {
            // A refusal that `enforce` reports is logged now. Any other refusal is logged at the end of the traversal,
            // if no inner policy has decided.
            if headers.is_reported_by_enforce() {
                headers.log();
            }
            return Self::Layer { headers, traversal: Traversal::of_layer(request) };
        }
        headers.log();
        match outer {
            Some(outer) if outer.is_in_layer() => {
                outer.set(&Outcome::Forwarded(headers));
                Self::LeftToLayer
            }
            _ => Self::Alone(headers),
        }
    }

    /// Writes the headers on the response, or on the response that actix-web later makes from an error. If a preflight
    /// response of the layer must replace the response of the inner service, returns the preflight response.
    #[inline]
    pub(super) fn finish<B>(
        &mut self,
        result: &mut Result<ServiceResponse<B>, Error>,
    ) -> Option<EmptyResponse> {
        match self {
            Self::Alone(headers) => {
                headers.write_on(result);
                None
            }
            Self::LeftToLayer => None,
            Self::Layer { headers, traversal } => {
                traversal.end();
                finish_layer(headers, traversal, result);
                None
            }
            Self::ForwardedPreflight { traversal, fallback } => {
                traversal.end();
                match traversal.outcome() {
                    outcome @ Outcome::Responded(_) => {
                        outcome.write_on(result);
                        None
                    }
                    // No inner policy responded to the preflight.
                    _ => send_fallback(traversal, fallback, result),
                }
            }
        }
    }
}

/// Writes the headers of the inner policy that decided about the request. If no inner policy decided, writes the
/// headers of the layer. If there is an outer layer, leaves the headers to that layer.
fn finish_layer<B>(
    headers: &ActualHeaders,
    traversal: &Traversal,
    result: &mut Result<ServiceResponse<B>, Error>,
) {
    let mut outcome = traversal.outcome();
    if matches!(outcome, Outcome::Undecided | Outcome::WillRespond) {
        if !headers.is_reported_by_enforce() {
            headers.log();
        }
        outcome = Outcome::Forwarded(headers.clone());
        traversal.set_on_outer(&outcome);
    }
    if !traversal.is_in_layer() {
        outcome.write_on(result);
    }
}

/// Sends the layer's own response to a preflight, because no inner policy responded.
fn send_fallback<B>(
    traversal: &Traversal,
    fallback: &Rc<ResponseCopy>,
    result: &mut Result<ServiceResponse<B>, Error>,
) -> Option<EmptyResponse> {
    if let Some(refusal) = fallback.refusal() {
        refusal.log();
    }
    traversal.set_on_outer(&Outcome::Responded(Rc::clone(fallback)));
    match result {
        Ok(_) => Some(fallback.response()),
        Err(error) => {
            let fallback = Rc::clone(fallback);
            error.add_response_mapper(move |_| fallback.response().map_into_boxed_body());
            None
        }
    }
}
