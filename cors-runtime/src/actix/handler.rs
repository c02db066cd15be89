//! A handler with its policy around, as a service of its own in the router: no resource, no route
//! and no other body in between.

use std::{
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_web::{
    Error, FromRequest, Handler, HttpResponse, Responder,
    dev::{ServiceRequest, ServiceResponse},
};
use pin_project_lite::pin_project;

use super::{
    endpoint::Endpoint,
    guard::{Preflight, Routed},
    take::Taken,
};
use crate::allowed_origins::Question;

/// The response of the policy, or of the handler.
pub(super) fn answer<H, Arguments>(
    endpoint: &Rc<Endpoint>,
    request: ServiceRequest,
    handler: H,
) -> Answer<impl Future<Output = Result<ServiceResponse, Error>> + use<H, Arguments>>
where
    H: Handler<Arguments, Output: Responder + 'static>,
    Arguments: FromRequest + 'static,
{
    match endpoint.routed(&request) {
        Routed::Preflight(preflight) => match endpoint.question(&request) {
            None => {
                let response = endpoint.answer_preflight(&request, preflight, None);
                Answer::Ready { response: Some(request.into_response(response)) }
            }
            Some(question) => {
                let future = asked_preflight(Rc::clone(endpoint), question, preflight, request);
                Answer::Asking { future }
            }
        },
        Routed::Actual => {
            Answer::Called { future: answer_actual(Rc::clone(endpoint), request, handler) }
        }
    }
}

type Asking = Pin<Box<dyn Future<Output = Result<ServiceResponse, Error>>>>;

fn asked_preflight(
    endpoint: Rc<Endpoint>,
    question: Question,
    preflight: Preflight,
    request: ServiceRequest,
) -> Asking {
    endpoint.claim(&request);
    Box::pin(async move {
        let answer = question.ask(request.request()).await;
        let response = endpoint.answer_preflight(&request, preflight, Some(answer));
        Ok(request.into_response(response))
    })
}

/// The handler's response is made as a `Route` of actix-web makes it.
async fn answer_actual<H, Arguments>(
    endpoint: Rc<Endpoint>,
    request: ServiceRequest,
    handler: H,
) -> Result<ServiceResponse, Error>
where
    H: Handler<Arguments, Output: Responder + 'static>,
    Arguments: FromRequest + 'static,
{
    let answer = match endpoint.asked(&request) {
        Some(question) => Some(question.await),
        None => None,
    };
    let mut passed = match endpoint.take_actual(&request, answer) {
        Taken::Answered(response) => return Ok(request.into_response(response)),
        Taken::Passed(passed) => passed,
    };
    let (request, mut payload) = request.into_parts();
    let mut response = match Arguments::from_request(&request, &mut payload).await {
        Ok(arguments) => handler.call(arguments).await.respond_to(&request).map_into_boxed_body(),
        Err(error) => HttpResponse::from_error(error),
    };
    passed.finish_response(&mut response);
    Ok(ServiceResponse::new(request, response))
}

pin_project! {
    /// Only `dynamic_async` pays for a box.
    #[project = AnswerState]
    pub(super) enum Answer<F> {
        Ready { response: Option<ServiceResponse> },
        Asking { future: Asking },
        Called { #[pin] future: F },
    }
}

impl<F> Future for Answer<F>
where
    F: Future<Output = Result<ServiceResponse, Error>>,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            AnswerState::Ready { response } => match response.take() {
                Some(response) => Poll::Ready(Ok(response)),
                None => Poll::Pending,
            },
            AnswerState::Asking { future } => future.as_mut().poll(context),
            AnswerState::Called { future } => future.poll(context),
        }
    }
}
