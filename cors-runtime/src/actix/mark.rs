//! What the response to a request that went in is marked with.

use std::rc::Rc;

use actix_web::{HttpResponse, http::header::HeaderValue};

use super::endpoint::Endpoint;
use crate::{headers, refusal::Refusal};

/// Whom a response is shared with, and what is told of it.
#[derive(Clone)]
pub(super) struct Mark {
    pub(super) endpoint: Rc<Endpoint>,
    origin: Option<HeaderValue>,
    /// In a box, since a request takes this along.
    refusal: Option<Box<Refusal>>,
}

impl Mark {
    #[inline]
    pub(super) fn new(
        endpoint: Rc<Endpoint>,
        origin: Option<HeaderValue>,
        refusal: Option<Box<Refusal>>,
    ) -> Self {
        Self { endpoint, origin, refusal }
    }

    pub(super) fn is_foreign(&self) -> bool {
        self.refusal.as_ref().is_some_and(|refusal| refusal.is_foreign())
    }

    #[inline]
    pub(super) fn tell(&self) {
        if let Some(refusal) = &self.refusal {
            self.endpoint.told.tell(refusal);
        }
    }

    /// What is told once nobody further in has decided otherwise.
    pub(super) fn tell_late(&self) {
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
}
