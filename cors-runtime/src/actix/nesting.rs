//! One policy inside another: the innermost governs, and whoever stands around writes its headers
//! again on whatever response comes back.

use std::{cell::RefCell, rc::Rc};

use actix_web::{HttpMessage, HttpResponse, dev::ServiceRequest, http::header::HeaderMap};

use super::{endpoint::Endpoint, mark::Mark};
use crate::{headers, refusal::Refusal};

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
    Answered(HeaderMap, Option<Box<Refusal>>),
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
}
