//! One policy inside another: the innermost governs, and whoever stands around writes its headers
//! again on whatever response comes back.

use std::{cell::RefCell, rc::Rc};

use actix_web::{
    Error, HttpMessage, HttpResponse,
    dev::{ServiceRequest, ServiceResponse},
    http::header::HeaderMap,
};

use super::{endpoint::Endpoint, mark::Mark};
use crate::{
    headers::{self, PreflightAnswer},
    refusal::Refusal,
};

/// The decision of the innermost policy that a request has reached: an entry of its extensions,
/// made by the outermost layer.
#[derive(Clone, Default)]
pub(super) struct Nest(Rc<RefCell<State>>);

#[derive(Clone, Default)]
enum State {
    /// No policy has taken the request.
    #[default]
    Open,
    /// A policy answers it, and nothing further in runs; it may still have to ask.
    Taken,
    Decided(Decided),
}

/// What a policy made of a request.
#[derive(Clone)]
pub(super) enum Decided {
    /// It answered with these headers, and for this reason.
    Answered(HeaderMap, Option<Refusal>),
    /// The request went in, and its response is marked.
    Passed(Mark),
}

impl Nest {
    /// That of the request, if a layer stands around.
    #[inline]
    pub(super) fn around(request: &ServiceRequest) -> Option<Self> {
        request.extensions().get::<Self>().cloned()
    }

    /// That of the request, made where there is none.
    pub(super) fn of(request: &ServiceRequest) -> Self {
        match Self::around(request) {
            Some(nest) => nest,
            None => {
                let nest = Self::default();
                request.extensions_mut().insert(nest.clone());
                nest
            }
        }
    }

    pub(super) fn take(&self) {
        *self.0.borrow_mut() = State::Taken;
    }

    pub(super) fn is_taken(&self) -> bool {
        !matches!(*self.0.borrow(), State::Open)
    }

    pub(super) fn decide(&self, decided: Decided) {
        *self.0.borrow_mut() = State::Decided(decided);
    }

    /// Whether nobody further in than that endpoint has decided.
    pub(super) fn is_decided_by(&self, endpoint: &Rc<Endpoint>) -> bool {
        match &*self.0.borrow() {
            State::Decided(Decided::Passed(mark)) => Rc::ptr_eq(&mark.endpoint, endpoint),
            _ => false,
        }
    }

    pub(super) fn decided(&self) -> Option<Decided> {
        match &*self.0.borrow() {
            State::Decided(decided) => Some(decided.clone()),
            State::Open | State::Taken => None,
        }
    }
}

impl Decided {
    pub(super) fn write<B>(self, response: &mut HttpResponse<B>) {
        match self {
            Self::Answered(headers, refusal) => {
                headers::write_again(response.headers_mut(), &headers);
                if let Some(refusal) = refusal {
                    refusal.stand_in(response);
                }
            }
            Self::Passed(mut mark) => mark.write(response),
        }
    }

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

/// A request that went in: its mark, and who else has a say in the response.
pub(super) struct Passed {
    mark: Mark,
    nesting: Nesting,
}

/// How a policy stands to those around it and inside.
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
    pub(super) answer: PreflightAnswer<'static>,
    pub(super) refusal: Option<Refusal>,
}

impl Passed {
    #[inline]
    pub(super) fn new(mark: Mark, request: &ServiceRequest) -> Self {
        let around = Nest::around(request);
        let is_nested = around.is_some() || mark.endpoint.layer().is_some();
        let nesting = if is_nested {
            Nesting::of(&mark, request, around)
        } else {
            mark.tell();
            Nesting::Alone
        };
        Self { mark, nesting }
    }

    pub(super) fn with_fallback(endpoint: Rc<Endpoint>, nest: Nest, fallback: Fallback) -> Self {
        let nesting = Nesting::Around(nest, Some(Rc::new(fallback)));
        Self { mark: Mark::new(endpoint, None, None), nesting }
    }

    /// Marks a handler's response, where no policy is further in.
    pub(super) fn finish_response(&mut self, response: &mut HttpResponse) {
        if let Nesting::Alone = self.nesting {
            self.mark.write(response);
        }
    }

    /// The same headers on every response, that of an error included: whoever makes it of the error
    /// further out, it comes with them. What is returned stands in the response's place.
    #[inline]
    pub(super) fn finish<B>(
        self,
        result: &mut Result<ServiceResponse<B>, Error>,
    ) -> Option<HttpResponse> {
        let Self { mark, nesting } = self;
        match nesting {
            Nesting::Alone => Decided::Passed(mark).mark(result),
            Nesting::Inside(nest) => {
                if nest.is_some_and(|nest| nest.is_decided_by(&mark.endpoint)) {
                    mark.tell_late();
                }
            }
            Nesting::Around(nest, fallback) => match (nest.decided(), fallback) {
                (Some(inner), _) => inner.mark(result),
                (None, Some(fallback)) => return fallback.replace(&mark.endpoint, &nest, result),
                (None, None) => {
                    mark.tell_late();
                    Decided::Passed(mark).mark(result);
                }
            },
        }
        None
    }
}

impl Nesting {
    /// Leaves and awaits decisions inside of layers.
    #[inline(never)]
    fn of(mark: &Mark, request: &ServiceRequest, around: Option<Nest>) -> Self {
        let holds = mark.endpoint.layer().is_some_and(|layer| layer.may_hold_a_policy());
        // Where a policy inside may yet share the response, nothing is wrong so far.
        if !holds || mark.is_foreign() {
            mark.tell();
        }
        match around {
            Some(nest) => {
                nest.decide(Decided::Passed(mark.clone()));
                Self::Inside(holds.then_some(nest))
            }
            None if holds => Self::Around(Nest::of(request), None),
            None => Self::Alone,
        }
    }
}

impl Fallback {
    fn response(&self, endpoint: &Endpoint) -> HttpResponse {
        let mut response = self.answer.clone().response(endpoint.policy());
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
        nest.decide(Decided::Answered(answer.headers().clone(), self.refusal.clone()));
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
