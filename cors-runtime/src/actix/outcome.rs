use std::rc::Rc;

use actix_web::{Error, HttpResponse, dev::ServiceResponse, http::header::HeaderValue};

use crate::{
    compiled_policy::CompiledPolicy,
    refusal::Refusal,
    response::{self, ResponseCopy},
};

/// The outcome of a request at the policy that decided about it.
#[derive(Clone, Default)]
pub(super) enum Outcome {
    /// No policy has recorded a decision about the request.
    #[default]
    Undecided,
    /// The policy will respond after a future has checked the origin. No handler runs.
    WillRespond,
    /// The policy responded.
    Responded(Rc<ResponseCopy>),
    /// The policy called the inner service with an actual request. The response needs the headers of the policy.
    CalledInner {
        policy: Rc<CompiledPolicy>,
        /// The value of `Access-Control-Allow-Origin`.
        origin: Option<HeaderValue>,
        /// The refusal to attach to the response. It is boxed to keep this type small, since most requests have no
        /// refusal.
        refusal: Option<Box<Refusal>>,
    },
}

impl Outcome {
    /// Writes the headers on a response, and moves `origin` and `refusal` to the response to save a copy. For an error,
    /// writes the headers on the response that actix-web later makes from the error.
    #[inline(always)]
    pub(super) fn write_on<B>(&mut self, result: &mut Result<ServiceResponse<B>, Error>) {
        match result {
            Ok(response) => self.write(response.response_mut()),
            Err(error) => {
                let outcome = self.clone();
                error.add_response_mapper(move |mut response| {
                    outcome.clone().write(&mut response);
                    response
                });
            }
        }
    }

    #[inline(always)]
    fn write<B>(&mut self, response: &mut HttpResponse<B>) {
        match self {
            Self::Undecided | Self::WillRespond => {}
            Self::Responded(copy) => copy.write_on(response),
            Self::CalledInner { policy, origin, refusal } => {
                response::write_actual(response.headers_mut(), policy, origin.take());
                if let Some(refusal) = refusal.take() {
                    refusal.attach_to(response);
                }
            }
        }
    }

    pub(super) fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Undecided | Self::WillRespond => None,
            Self::Responded(copy) => copy.refusal.as_ref(),
            Self::CalledInner { refusal, .. } => refusal.as_deref(),
        }
    }
}
