//! A policy as a service around another: around the service of a route, and around what a layer
//! wraps.

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

use super::{
    app_routes::LivenessToken,
    applied_policy::{AppliedPolicy, Reply},
    pending_response::PendingResponse,
};
use crate::{origins::PendingCheck, request::CorsRequest};

/// Wraps what the `wrap`s of a route attribute wrap.
pub(super) struct CorsTransform {
    pub(super) applied: Rc<AppliedPolicy>,
    pub(super) _alive: LivenessToken,
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
        ready(Ok(CorsService::new(inner, Rc::clone(&self.applied))))
    }
}

/// A service with a policy around it.
pub struct CorsService<S> {
    inner: Rc<S>,
    applied: Rc<AppliedPolicy>,
}

impl<S> CorsService<S> {
    pub(super) fn new(inner: S, applied: Rc<AppliedPolicy>) -> Self {
        Self { inner: Rc::new(inner), applied }
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

    // Responds to a preflight without awaiting anything: `ExceptPreflights` relies on that.
    #[inline]
    fn call(&self, request: ServiceRequest) -> Self::Future {
        let cors = CorsRequest::read(request.head());
        if let Some(check) = self.applied.policy.pending_check(&cors) {
            self.applied.mark_will_respond(&request, &cors);
            let (inner, applied) = (Rc::clone(&self.inner), Rc::clone(&self.applied));
            return CorsFuture::Checking {
                future: Box::pin(call_checked(inner, applied, check, request)),
            };
        }
        let allowed = self.applied.policy.allowed_origin(&cors, request.request());
        match self.applied.reply(&request, &cors, allowed) {
            Reply::Respond(response) => {
                CorsFuture::Responded { response: Some(request.into_response(response)) }
            }
            Reply::Forward(pending) => {
                CorsFuture::Inner { future: self.inner.call(request), pending: Some(pending) }
            }
        }
    }
}

/// Calls the service once the origin is checked.
async fn call_checked<S, B>(
    inner: Rc<S>,
    applied: Rc<AppliedPolicy>,
    check: PendingCheck,
    request: ServiceRequest,
) -> Result<ServiceResponse<EitherBody<B>>, Error>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    let allowed = check.run(request.request()).await;
    let reply = applied.reply(&request, &CorsRequest::read(request.head()), allowed);
    match reply {
        Reply::Respond(response) => Ok(request.into_response(response).map_into_right_body()),
        Reply::Forward(pending) => finish(pending, inner.call(request).await),
    }
}

fn finish<B>(
    pending: PendingResponse,
    mut result: Result<ServiceResponse<B>, Error>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    match pending.finish(&mut result) {
        None => result.map(ServiceResponse::map_into_left_body),
        Some(replacement) => {
            result.map(|response| response.into_response(replacement).map_into_right_body())
        }
    }
}

type Checking<B> = Pin<Box<dyn Future<Output = Result<ServiceResponse<EitherBody<B>>, Error>>>>;

pin_project! {
    /// The future of a [`CorsService`].
    #[project = CorsFutureState]
    pub enum CorsFuture<F, B> {
        Responded { response: Option<ServiceResponse<BoxBody>> },
        Inner { #[pin] future: F, pending: Option<PendingResponse> },
        /// In a box, so that only `dynamic_async` pays for the check.
        Checking { future: Checking<B> },
    }
}

impl<F, B> Future for CorsFuture<F, B>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            CorsFutureState::Responded { response } => match response.take() {
                Some(response) => Poll::Ready(Ok(response.map_into_right_body())),
                None => Poll::Pending,
            },
            CorsFutureState::Inner { future, pending } => {
                let result = ready!(future.poll(context));
                Poll::Ready(match pending.take() {
                    Some(pending) => finish(pending, result),
                    None => result.map(ServiceResponse::map_into_left_body),
                })
            }
            CorsFutureState::Checking { future } => future.as_mut().poll(context),
        }
    }
}
