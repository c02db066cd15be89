//! The response to a request that a policy let pass: what to do once the response exists.

use std::rc::Rc;

use actix_web::{
    Error, HttpResponse,
    dev::{ServiceRequest, ServiceResponse},
    http::header::HeaderValue,
};

use super::{
    endpoint::Endpoint,
    nested_policy::{NestedDecision, NestedPolicy, Pass},
};
use crate::{
    refusal::Refusal,
    response::{self, ResponseCopy},
};

/// CORS headers to add to the response of an actual request, and the refusal to log.
#[derive(Clone)]
pub(super) struct ActualHeaders {
    pub(super) endpoint: Rc<Endpoint>,
    /// The value of `Access-Control-Allow-Origin`.
    pub(super) origin: Option<HeaderValue>,
    /// In a box, since most requests have none.
    pub(super) refusal: Option<Box<Refusal>>,
}

impl ActualHeaders {
    pub(super) fn write<B>(self, response: &mut HttpResponse<B>) {
        response::write_actual(response.headers_mut(), &self.endpoint.policy, self.origin);
        if let Some(refusal) = self.refusal {
            refusal.attach_to(response);
        }
    }

    #[inline]
    fn log(&self) {
        if let Some(refusal) = &self.refusal {
            self.endpoint.log.log(refusal);
        }
    }

    fn is_rejected_by_enforce(&self) -> bool {
        self.refusal.as_ref().is_some_and(|refusal| refusal.reason().is_of_enforce())
    }
}

/// The response to a request that a policy let pass.
pub(super) enum PendingResponse {
    /// No layer is around, and no policy is inside.
    Alone(ActualHeaders),
    /// A layer around writes the headers.
    InLayer,
    /// This is a layer around other policies.
    Layer { headers: ActualHeaders, pass: Pass },
    /// This is a layer that routed a preflight. It sends `fallback` if no policy inside responds.
    RoutedPreflight { endpoint: Rc<Endpoint>, pass: Pass, fallback: Rc<ResponseCopy> },
}

impl PendingResponse {
    #[inline]
    pub(super) fn new(headers: ActualHeaders, request: &ServiceRequest) -> Self {
        match NestedPolicy::around(request) {
            None if headers.endpoint.layer.is_none() => {
                headers.log();
                Self::Alone(headers)
            }
            around => Self::nested(headers, request, around),
        }
    }

    #[inline(never)]
    fn nested(
        headers: ActualHeaders,
        request: &ServiceRequest,
        around: Option<NestedPolicy>,
    ) -> Self {
        let contains_policies =
            headers.endpoint.layer.as_ref().is_some_and(|layer| layer.may_contain_policies());
        if contains_policies {
            // A policy inside may allow the origin. `enforce` of a layer applies in any case.
            if headers.is_rejected_by_enforce() {
                headers.log();
            }
            let pass = Pass::through_layer(request);
            pass.record_outside(NestedDecision::Passed(headers.clone()));
            return Self::Layer { headers, pass };
        }
        headers.log();
        match around {
            Some(around) if around.is_in_layer() => {
                around.record(NestedDecision::Passed(headers));
                Self::InLayer
            }
            _ => Self::Alone(headers),
        }
    }

    pub(super) fn routed_preflight(
        endpoint: Rc<Endpoint>,
        request: &ServiceRequest,
        fallback: ResponseCopy,
    ) -> Self {
        let (pass, fallback) = (Pass::through_layer(request), Rc::new(fallback));
        Self::RoutedPreflight { endpoint, pass, fallback }
    }

    /// Writes the headers on the response, also on the one that is later made from an error. Returns
    /// a response that replaces it.
    #[inline]
    pub(super) fn finish<B>(
        self,
        result: &mut Result<ServiceResponse<B>, Error>,
    ) -> Option<HttpResponse> {
        match self {
            Self::Alone(headers) => NestedDecision::Passed(headers).write_on(result),
            Self::InLayer => {}
            Self::Layer { headers, pass } => {
                let decision = pass.decision().unwrap_or_else(|| {
                    if !headers.is_rejected_by_enforce() {
                        headers.log();
                    }
                    NestedDecision::Passed(headers)
                });
                if !pass.is_in_layer() {
                    decision.write_on(result);
                }
            }
            Self::RoutedPreflight { endpoint, pass, fallback } => match pass.decision() {
                Some(decision) => decision.write_on(result),
                None => return send_fallback(&endpoint, &pass, fallback, result),
            },
        }
        None
    }
}

fn send_fallback<B>(
    endpoint: &Endpoint,
    pass: &Pass,
    fallback: Rc<ResponseCopy>,
    result: &mut Result<ServiceResponse<B>, Error>,
) -> Option<HttpResponse> {
    if let Some(refusal) = fallback.refusal() {
        endpoint.log.log(refusal);
    }
    pass.record_outside(NestedDecision::Responded(Rc::clone(&fallback)));
    match result {
        Ok(_) => Some(fallback.response()),
        Err(error) => {
            error.add_response_mapper(move |_| fallback.response());
            None
        }
    }
}
