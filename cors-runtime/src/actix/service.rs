//! The service that applies a policy. The service wraps the service of a route or, in a layer, the service that
//! actix-web passes to the layer.

use std::{
    future::{Ready, ready},
    marker::PhantomData,
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

/// The middleware that applies a policy to a route with `wrap` arguments. It is outside of the middleware in these
/// arguments.
pub(super) struct CorsTransform {
    pub(super) applied: Rc<AppliedPolicy>,
    pub(super) _token: LivenessToken,
}

impl<S, B> Transform<S, ServiceRequest> for CorsTransform
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = CorsService<S, EitherBody<B>>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(CorsService::new(inner, Rc::clone(&self.applied))))
    }
}

/// A body that can hold the body `B` of the inner service, or the body of a policy's own response.
pub trait CorsBody<B>: Sized {
    fn from_inner(response: ServiceResponse<B>) -> ServiceResponse<Self>;
    fn from_policy(response: ServiceResponse) -> ServiceResponse<Self>;
}

impl<B> CorsBody<B> for EitherBody<B> {
    fn from_inner(response: ServiceResponse<B>) -> ServiceResponse<Self> {
        response.map_into_left_body()
    }

    fn from_policy(response: ServiceResponse) -> ServiceResponse<Self> {
        response.map_into_right_body()
    }
}

/// The body of a handler's response is already boxed, so it needs no conversion.
impl CorsBody<Self> for BoxBody {
    fn from_inner(response: ServiceResponse) -> ServiceResponse {
        response
    }

    fn from_policy(response: ServiceResponse) -> ServiceResponse {
        response
    }
}

/// A service with a policy around it. Its responses have bodies of the type `O`.
pub struct CorsService<S, O> {
    inner: Rc<S>,
    applied: Rc<AppliedPolicy>,
    body: PhantomData<O>,
}

impl<S, O> CorsService<S, O> {
    pub(super) fn new(inner: S, applied: Rc<AppliedPolicy>) -> Self {
        Self { inner: Rc::new(inner), applied, body: PhantomData }
    }
}

impl<S, B, O> Service<ServiceRequest> for CorsService<S, O>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: 'static,
    O: CorsBody<B> + 'static,
{
    type Response = ServiceResponse<O>;
    type Error = Error;
    type Future = CorsFuture<S::Future, O>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(context)
    }

    // `ExceptPreflights` reads the outcome of a preflight when this function returns, before the future is polled. So
    // the outcome must be recorded here.
    #[inline]
    fn call(&self, request: ServiceRequest) -> Self::Future {
        let cors = CorsRequest::read(request.head());
        if let Some(response) = self.applied.reject_host(&request, &cors) {
            return CorsFuture::Responded { response: Some(request.into_response(response)) };
        }
        let origins = &self.applied.policy.origins;
        if let Some(check) = origins.pending_check(cors.origin) {
            self.applied.mark_will_respond(&request, &cors);
            let (inner, applied) = (Rc::clone(&self.inner), Rc::clone(&self.applied));
            return CorsFuture::Checking {
                future: Box::pin(call_checked(inner, applied, check, request)),
            };
        }
        let allowed = origins.allowed(cors.origin, request.request());
        match self.applied.reply(&request, &cors, allowed) {
            Reply::Respond(response) => {
                CorsFuture::Responded { response: Some(request.into_response(response)) }
            }
            Reply::Forward(pending) => {
                CorsFuture::Inner { future: self.inner.call(request), pending }
            }
        }
    }
}

/// Awaits the check of the origin, then replies.
async fn call_checked<S, B, O>(
    inner: Rc<S>,
    applied: Rc<AppliedPolicy>,
    check: PendingCheck,
    request: ServiceRequest,
) -> Result<ServiceResponse<O>, Error>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    O: CorsBody<B>,
{
    let allowed = check.run(request.request()).await;
    let reply = applied.reply(&request, &CorsRequest::read(request.head()), allowed);
    match reply {
        Reply::Respond(response) => Ok(O::from_policy(request.into_response(response))),
        Reply::Forward(mut pending) => finish(&mut pending, inner.call(request).await),
    }
}

#[inline]
fn finish<B, O: CorsBody<B>>(
    pending: &mut PendingResponse,
    mut result: Result<ServiceResponse<B>, Error>,
) -> Result<ServiceResponse<O>, Error> {
    match pending.finish(&mut result) {
        None => result.map(O::from_inner),
        Some(replacement) => {
            result.map(|response| O::from_policy(response.into_response(replacement)))
        }
    }
}

type Checking<O> = Pin<Box<dyn Future<Output = Result<ServiceResponse<O>, Error>>>>;

pin_project! {
    /// The future of a [`CorsService`].
    #[project = CorsFutureState]
    pub enum CorsFuture<F, O> {
        Responded { response: Option<ServiceResponse<BoxBody>> },
        Inner { #[pin] future: F, pending: PendingResponse },
        /// The future is boxed, so that it does not enlarge the futures of policies without such a check.
        Checking { future: Checking<O> },
    }
}

impl<F, B, O> Future for CorsFuture<F, O>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
    O: CorsBody<B>,
{
    type Output = Result<ServiceResponse<O>, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            CorsFutureState::Responded { response } => match response.take() {
                Some(response) => Poll::Ready(Ok(O::from_policy(response))),
                None => Poll::Pending,
            },
            CorsFutureState::Inner { future, pending } => {
                let result = ready!(future.poll(context));
                Poll::Ready(finish(pending, result))
            }
            CorsFutureState::Checking { future } => future.as_mut().poll(context),
        }
    }
}
