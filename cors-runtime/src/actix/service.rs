//! The service that applies a policy. This service wraps the service of a route, or the inner service of a layer.

use std::{
    future::{Ready, ready},
    marker::PhantomData,
    pin::Pin,
    rc::Rc,
    task::{self, Context, Poll},
};

use actix_web::{
    Error,
    body::{BoxBody, EitherBody},
    dev::{Service, ServiceRequest, ServiceResponse},
};
use pin_project_lite::pin_project;

use super::{applied_policy::AppliedPolicy, response_task::ResponseTask};
use crate::{
    decision::AllowedOrigin,
    origins::{OriginCheck, VerdictFuture},
    request::CorsRequest,
    response::EmptyResponse,
};

/// The body of a response. It contains the body `B` of the inner service, or is empty if the policy itself responded.
pub trait CorsBody<B>: Sized {
    fn from_inner(response: ServiceResponse<B>) -> ServiceResponse<Self>;
    fn from_policy(response: ServiceResponse<()>) -> ServiceResponse<Self>;
}

impl<B> CorsBody<B> for EitherBody<B> {
    fn from_inner(response: ServiceResponse<B>) -> ServiceResponse<Self> {
        response.map_into_left_body()
    }

    fn from_policy(response: ServiceResponse<()>) -> ServiceResponse<Self> {
        response.map_body(|_, ()| Self::right(BoxBody::new(())))
    }
}

/// The body of a handler's response is already boxed, so it needs no conversion.
impl CorsBody<Self> for BoxBody {
    fn from_inner(response: ServiceResponse) -> ServiceResponse {
        response
    }

    fn from_policy(response: ServiceResponse<()>) -> ServiceResponse {
        response.map_into_boxed_body()
    }
}

/// A service and its policy. The responses have bodies of the type `O`.
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
        if !self.applied.policy.allows_host(&cors) {
            let response = self.applied.reject_host(&request, &cors);
            return CorsFuture::Responded { future: ready(request.into_response(response)) };
        }
        match self.applied.policy.origins.check(cors.origin, request.request()) {
            OriginCheck::Done(allowed) => {
                let applied = self.applied.apply(&request, &cors, allowed);
                respond_or_call(&*self.inner, request, applied)
            }
            OriginCheck::Pending(verdict) => {
                self.applied.mark_will_respond(&request, &cors);
                let (inner, applied) = (Rc::clone(&self.inner), Rc::clone(&self.applied));
                let future = Box::pin(apply_after_check(inner, applied, verdict, request));
                CorsFuture::Checking { future }
            }
        }
    }
}

async fn apply_after_check<S, O>(
    inner: Rc<S>,
    applied: Rc<AppliedPolicy>,
    verdict: VerdictFuture,
    request: ServiceRequest,
) -> CorsFuture<S::Future, O>
where
    S: Service<ServiceRequest>,
{
    let allowed = verdict.await.then_some(AllowedOrigin::RequestOrigin);
    let applied = applied.apply(&request, &CorsRequest::read(request.head()), allowed);
    respond_or_call(&*inner, request, applied)
}

/// Continues with the result of [`AppliedPolicy::apply`]: sends the response of the policy, or calls the inner service.
#[inline]
fn respond_or_call<S, O>(
    inner: &S,
    request: ServiceRequest,
    applied: Result<ResponseTask, EmptyResponse>,
) -> CorsFuture<S::Future, O>
where
    S: Service<ServiceRequest>,
{
    match applied {
        Ok(task) => CorsFuture::Inner { future: inner.call(request), task },
        Err(response) => CorsFuture::Responded { future: ready(request.into_response(response)) },
    }
}

pin_project! {
    /// The future of a [`CorsService`].
    #[project = CorsFutureState]
    pub enum CorsFuture<F, O> {
        Responded { #[pin] future: Ready<ServiceResponse<()>> },
        Inner { #[pin] future: F, task: ResponseTask },
        /// The origin is being checked asynchronously. The future is boxed, so that `CorsFuture` stays small for
        /// policies without such a check.
        Checking { future: Pin<Box<dyn Future<Output = CorsFuture<F, O>>>> },
    }
}

impl<F, B, O> Future for CorsFuture<F, O>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
    O: CorsBody<B>,
{
    type Output = Result<ServiceResponse<O>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            match self.as_mut().project() {
                CorsFutureState::Responded { future } => {
                    return future.poll(context).map(|response| Ok(O::from_policy(response)));
                }
                CorsFutureState::Inner { future, task } => {
                    // The result is large, so it is changed in place, not moved.
                    let mut polled = future.poll(context);
                    let Poll::Ready(result) = &mut polled else { return Poll::Pending };
                    return match task.finish(result) {
                        None => polled.map_ok(O::from_inner),
                        Some(replacement) => polled
                            .map_ok(|response| O::from_policy(response.into_response(replacement))),
                    };
                }
                CorsFutureState::Checking { future } => {
                    let checked = task::ready!(future.as_mut().poll(context));
                    self.set(checked);
                }
            }
        }
    }
}
