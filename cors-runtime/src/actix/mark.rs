//! What the response to a request that went in is marked with.

use std::rc::Rc;

use actix_web::{
    Error, HttpResponse,
    dev::{ServiceRequest, ServiceResponse},
    http::header::HeaderValue,
};

use super::{
    endpoint::Endpoint,
    nesting::{Decided, Nest},
};
use crate::{decide::Decision, headers, refusal::Refusal};

/// What the response to a request that went in is marked with.
#[derive(Clone)]
pub(super) struct Mark {
    pub(super) endpoint: Rc<Endpoint>,
    origin: Option<HeaderValue>,
    /// In a box, since a request takes this along.
    refusal: Option<Box<Refusal>>,
    nesting: Nesting,
}

/// How a policy stands to those around it and inside.
#[derive(Clone)]
enum Nesting {
    Alone,
    /// A layer around writes its headers, on whatever comes back; where it is a layer itself, a
    /// policy inside may yet decide in the nest.
    Inside(Option<Nest>),
    /// It is the layer, and a policy inside leaves its decision in the nest. Where none does, the
    /// answer to a preflight is the layer's own.
    Around(Nest, Option<Rc<Fallback>>),
}

/// A layer's own answer to a preflight that it let in, for where no policy inside takes it.
#[derive(Clone)]
pub(super) struct Fallback {
    pub(super) decision: Decision,
    /// The lines that are sent back, where they are.
    pub(super) requested: Vec<HeaderValue>,
    pub(super) refusal: Option<Refusal>,
}

impl Mark {
    #[inline]
    pub(super) fn new(
        endpoint: Rc<Endpoint>,
        origin: Option<HeaderValue>,
        refusal: Option<Box<Refusal>>,
        request: &ServiceRequest,
        around: Option<Nest>,
    ) -> Self {
        let is_nested = around.is_some() || endpoint.layer().is_some();
        let mut mark = Self { endpoint, origin, refusal, nesting: Nesting::Alone };
        if is_nested {
            mark.nest(request, around);
        } else {
            mark.tell();
        }
        mark
    }

    pub(super) fn of_fallback(endpoint: Rc<Endpoint>, nest: Nest, fallback: Fallback) -> Self {
        let nesting = Nesting::Around(nest, Some(Rc::new(fallback)));
        Self { endpoint, origin: None, refusal: None, nesting }
    }

    /// Leaves and awaits decisions inside of layers.
    #[inline(never)]
    fn nest(&mut self, request: &ServiceRequest, around: Option<Nest>) {
        let holds = self.endpoint.layer().is_some_and(|layer| layer.may_hold_a_policy());
        // Where a policy inside may yet share the response, nothing is wrong so far.
        if !holds || self.is_foreign() {
            self.tell();
        }
        self.nesting = match around {
            Some(nest) => {
                nest.decide(Decided::Passed(self.clone()));
                Nesting::Inside(holds.then_some(nest))
            }
            None if holds => Nesting::Around(Nest::of(request), None),
            None => Nesting::Alone,
        };
    }

    fn is_foreign(&self) -> bool {
        self.refusal.as_ref().is_some_and(|refusal| refusal.is_foreign())
    }

    #[inline]
    fn tell(&self) {
        if let Some(refusal) = &self.refusal {
            self.endpoint.told.tell(refusal);
        }
    }

    /// What is told once nobody further in has decided otherwise.
    fn tell_late(&self) {
        if !self.is_foreign() {
            self.tell();
        }
    }

    /// Once: a response takes the origin along.
    pub(super) fn write<B>(&mut self, response: &mut HttpResponse<B>) {
        let headers = response.headers_mut();
        headers::share(headers, &self.endpoint.policy().actual, self.origin.take());
        if let Some(refusal) = self.refusal.take() {
            refusal.stand_in(response);
        }
    }

    /// The same for a handler's response, where no policy is further in.
    pub(super) fn finish_response(&mut self, response: &mut HttpResponse) {
        if let Nesting::Alone = self.nesting {
            self.write(response);
        }
    }

    /// The same headers on every response, that of an error included: whoever makes it of the error
    /// further out, it comes with them. What is returned stands in the response's place.
    #[inline]
    pub(super) fn finish<B>(
        self,
        result: &mut Result<ServiceResponse<B>, Error>,
    ) -> Option<HttpResponse> {
        match &self.nesting {
            Nesting::Alone => Decided::Passed(self).mark(result),
            Nesting::Inside(nest) => {
                if nest.as_ref().is_some_and(|nest| nest.is_decided_by(&self.endpoint)) {
                    self.tell_late();
                }
            }
            Nesting::Around(nest, fallback) => match (nest.decided(), fallback) {
                (Some(inner), _) => inner.mark(result),
                (None, Some(fallback)) => return fallback.replace(&self.endpoint, nest, result),
                (None, None) => {
                    self.tell_late();
                    Decided::Passed(self).mark(result);
                }
            },
        }
        None
    }
}

impl Decided {
    #[inline]
    fn mark<B>(self, result: &mut Result<ServiceResponse<B>, Error>) {
        match result {
            Ok(response) => self.write(response.response_mut()),
            Err(error) => error.add_response_mapper(move |mut response| {
                self.clone().write(&mut response);
                response
            }),
        }
    }
}

impl Fallback {
    fn response(&self, endpoint: &Endpoint) -> HttpResponse {
        let mut response = endpoint.answer(self.decision.clone(), &self.requested);
        if let Some(refusal) = &self.refusal {
            refusal.clone().stand_in(&mut response);
        }
        response
    }

    fn replace<B>(
        self: &Rc<Self>,
        endpoint: &Rc<Endpoint>,
        nest: &Nest,
        result: &mut Result<ServiceResponse<B>, Error>,
    ) -> Option<HttpResponse> {
        if let Some(refusal) = &self.refusal {
            endpoint.told.tell(refusal);
        }
        let answer = self.response(endpoint);
        nest.decide(Decided::Answered(
            answer.headers().clone(),
            self.refusal.clone().map(Box::new),
        ));
        match result {
            Ok(_) => Some(answer),
            Err(error) => {
                let (fallback, endpoint) = (Rc::clone(self), Rc::clone(endpoint));
                error.add_response_mapper(move |_| fallback.response(&endpoint));
                None
            }
        }
    }
}
