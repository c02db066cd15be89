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

use super::post::{Post, Sharing, Step};

/// Makes the service that holds the post.
pub(super) struct CorsTransform(pub(super) Rc<Post>);

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
        ready(Ok(CorsService { inner: Rc::new(inner), post: Rc::clone(&self.0) }))
    }
}

/// Reads, decides, calls what it wraps, writes.
pub struct CorsService<S> {
    inner: Rc<S>,
    post: Rc<Post>,
}

impl<S> CorsService<S> {
    pub(super) fn new(inner: S, post: Post) -> Self {
        Self { inner: Rc::new(inner), post: Rc::new(post) }
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

    fn call(&self, request: ServiceRequest) -> Self::Future {
        if let Some((decide, origin)) = self.post.question(&request) {
            let (inner, post) = (Rc::clone(&self.inner), Rc::clone(&self.post));
            return CorsFuture::Asking {
                future: Box::pin(async move {
                    let allowed =
                        decide.allow_origin_async(origin, request.request().clone()).await;
                    match post.decide(&request, |_, _| allowed) {
                        Step::Answer(response) => {
                            Ok(request.into_response(response.map_into_right_body()))
                        }
                        Step::Call(mut sharing) => sharing.finish(inner.call(request).await),
                    }
                }),
            };
        }
        let governor = &self.post.governor;
        match self.post.decide(&request, |value, request| governor.origins.allow(value, request)) {
            Step::Answer(response) => {
                CorsFuture::Answered { response: Some(request.into_response(response)) }
            }
            Step::Call(sharing) => CorsFuture::Called { future: self.inner.call(request), sharing },
        }
    }
}

type Asked<B> = Pin<Box<dyn Future<Output = Result<ServiceResponse<EitherBody<B>>, Error>>>>;

pin_project! {
    /// Only `dynamic_async` pays for a box.
    #[project = CorsFutureState]
    pub enum CorsFuture<F, B> {
        Answered { response: Option<ServiceResponse<BoxBody>> },
        Called { #[pin] future: F, sharing: Sharing },
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
            CorsFutureState::Called { future, sharing } => {
                Poll::Ready(sharing.finish(ready!(future.poll(context))))
            }
            CorsFutureState::Asking { future } => future.as_mut().poll(context),
        }
    }
}
