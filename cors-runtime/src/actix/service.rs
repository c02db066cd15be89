//! A policy as actix-web middleware: around what a route attribute wraps, and around what a layer
//! does.

use std::{
    future::{Ready, ready},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
};

use actix_web::{
    Error,
    body::{BoxBody, EitherBody},
    dev::{Service, ServiceRequest, ServiceResponse, Transform},
};
use pin_project_lite::pin_project;

use super::{application::Maker, endpoint::Endpoint, guard::Routed, nesting::Passed, take::Taken};

/// Puts the endpoint of a route around a service.
pub(super) struct CorsTransform {
    pub(super) endpoint: Rc<Endpoint>,
    pub(super) _maker: Maker,
}

impl<S, B> Transform<S, ServiceRequest> for CorsTransform
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = CorsService<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(CorsService::new(inner, Rc::clone(&self.endpoint))))
    }
}

/// A service with an endpoint around it.
pub struct CorsService<S> {
    inner: Rc<S>,
    endpoint: Rc<Endpoint>,
}

impl<S> CorsService<S> {
    pub(super) fn new(inner: S, endpoint: Rc<Endpoint>) -> Self {
        Self { inner: Rc::new(inner), endpoint }
    }
}

impl<S, B> Service<ServiceRequest> for CorsService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = CorsFuture<S::Future, B>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(context)
    }

    // At once, for what is further in must have taken a preflight before anything is awaited: see
    // `ExceptPreflights`.
    fn call(&self, request: ServiceRequest) -> Self::Future {
        let endpoint = Rc::clone(&self.endpoint);
        if let Some(question) = endpoint.question(&request) {
            let inner = Rc::clone(&self.inner);
            let routed = endpoint.routed(&request);
            if let Routed::Preflight(_) = &routed {
                endpoint.claim(&request);
            }
            return CorsFuture::Asking {
                future: Box::pin(async move {
                    let answer = question.ask(request.request()).await;
                    match endpoint.take(&request, routed, Some(answer)) {
                        Taken::Answered(response) => {
                            Ok(request.into_response(response).map_into_right_body())
                        }
                        Taken::Passed(passed) => finish(passed, inner.call(request).await),
                    }
                }),
            };
        }
        let routed = endpoint.routed(&request);
        match endpoint.take(&request, routed, None) {
            Taken::Answered(response) => {
                CorsFuture::Answered { response: Some(request.into_response(response)) }
            }
            Taken::Passed(passed) => {
                CorsFuture::Called { future: self.inner.call(request), passed: Some(passed) }
            }
        }
    }
}

fn finish<B>(
    passed: Passed,
    mut result: Result<ServiceResponse<B>, Error>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    match passed.finish(&mut result) {
        None => result.map(ServiceResponse::map_into_left_body),
        Some(answer) => result.map(|response| response.into_response(answer).map_into_right_body()),
    }
}

type Asked<B> = Pin<Box<dyn Future<Output = Result<ServiceResponse<EitherBody<B>>, Error>>>>;

pin_project! {
    /// Only `dynamic_async` pays for a box.
    #[project = CorsFutureState]
    pub enum CorsFuture<F, B> {
        Answered { response: Option<ServiceResponse<BoxBody>> },
        Called { #[pin] future: F, passed: Option<Passed> },
        Asking { future: Asked<B> },
    }
}

impl<F, B> Future for CorsFuture<F, B>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            CorsFutureState::Answered { response } => match response.take() {
                Some(response) => Poll::Ready(Ok(response.map_into_right_body())),
                None => Poll::Pending,
            },
            CorsFutureState::Called { future, passed } => {
                let result = ready!(future.poll(context));
                Poll::Ready(match passed.take() {
                    Some(passed) => finish(passed, result),
                    None => result.map(ServiceResponse::map_into_left_body),
                })
            }
            CorsFutureState::Asking { future } => future.as_mut().poll(context),
        }
    }
}
