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

use super::{endpoint::Endpoint, guard::Routed, take::Taken};

/// The response of the policy, or of the handler: that as a `Route` of actix-web makes it.
pub(super) fn answer<H, Arguments>(
    endpoint: &Rc<Endpoint>,
    request: ServiceRequest,
    handler: H,
) -> Answer<impl Future<Output = Result<ServiceResponse, Error>> + use<H, Arguments>>
where
    H: Handler<Arguments, Output: Responder + 'static>,
    Arguments: FromRequest + 'static,
{
    if let Some(question) = endpoint.question(&request) {
        let (endpoint, routed) = (Rc::clone(endpoint), endpoint.claim(&request));
        let future = async move {
            let answer = Some(question.ask(request.request()).await);
            match routed {
                Routed::Preflight(preflight) => {
                    let response = endpoint.answer_preflight(&request, preflight, answer);
                    Ok(request.into_response(response))
                }
                Routed::Actual => answer_actual(endpoint, request, handler, answer).await,
            }
        };
        return Answer::Asking { future: Box::pin(future) };
    }
    match endpoint.routed(&request) {
        Routed::Preflight(preflight) => {
            let response = endpoint.answer_preflight(&request, preflight, None);
            Answer::Ready { response: Some(request.into_response(response)) }
        }
        Routed::Actual => {
            Answer::Called { future: answer_actual(Rc::clone(endpoint), request, handler, None) }
        }
    }
}

pin_project! {
    /// Only `dynamic_async` pays for a box.
    #[project = AnswerState]
    pub(super) enum Answer<F> {
        Ready { response: Option<ServiceResponse> },
        Called { #[pin] future: F },
        Asking { future: Pin<Box<dyn Future<Output = Result<ServiceResponse, Error>>>> },
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
            AnswerState::Called { future } => future.poll(context),
            AnswerState::Asking { future } => future.as_mut().poll(context),
        }
    }
}

async fn answer_actual<H, Arguments>(
    endpoint: Rc<Endpoint>,
    request: ServiceRequest,
    handler: H,
    answer: Option<bool>,
) -> Result<ServiceResponse, Error>
where
    H: Handler<Arguments, Output: Responder + 'static>,
    Arguments: FromRequest + 'static,
{
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
