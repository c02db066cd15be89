//! Middleware that preflights go past.

use std::{
    fmt,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
};

use actix_web::{
    Error, HttpResponse, ResponseError,
    body::{EitherBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse, Transform},
    http::StatusCode,
};
use pin_project_lite::pin_project;

use super::{application::Inside, nesting::Nest};
use crate::{headers, request::CorsRequest};

/// Middleware that a preflight of an annotated handler goes past, straight to the handler's policy;
/// every other request passes through it.
///
/// A browser sends no credentials with a preflight, so a login around an `App` or a `Scope` answers
/// it with 401, and every page is blocked; a rate limit counts it. Wrapped in this, they see the
/// actual requests only. No handler runs without its login: a preflight goes past only where a
/// policy takes it before anything is awaited, and is answered with 403 where none does. So this
/// stands *inside* of middleware that awaits something before it routes, such as `from_fn`,
/// sessions and other logins: in actix-web, what is wrapped first stands innermost.
///
/// ```
/// use actix_web::{
///     App, Error, HttpResponse, get,
///     body::{BoxBody, MessageBody},
///     dev::{ServiceRequest, ServiceResponse},
///     http::header::AUTHORIZATION,
///     middleware::{Next, from_fn},
/// };
/// use cors_runtime::{ExceptPreflights, cors};
///
/// async fn login(
///     request: ServiceRequest,
///     next: Next<impl MessageBody + 'static>,
/// ) -> Result<ServiceResponse<BoxBody>, Error> {
///     if request.headers().contains_key(AUTHORIZATION) {
///         return Ok(next.call(request).await?.map_into_boxed_body());
///     }
///     Ok(request.into_response(HttpResponse::Unauthorized()))
/// }
///
/// #[cors(origins = "https://app.example.com", allow_headers = "authorization")]
/// #[get("/me")]
/// async fn me() -> &'static str { "{}" }
///
/// let app = App::new().wrap(ExceptPreflights::new(from_fn(login))).service(me);
/// ```
///
/// More in the guide: [logins, rate limits and other middleware](crate::guide::logins_and_middleware),
/// with a recipe for each.
///
/// Standard: a [CORS-preflight request](https://fetch.spec.whatwg.org/#cors-preflight-fetch) has the
/// credentials mode "same-origin", so that it carries none.
#[derive(Clone, Copy, Debug)]
#[doc(alias = "OPTIONS")]
#[doc(alias = "preflight")]
pub struct ExceptPreflights<T> {
    middleware: T,
}

impl<T> ExceptPreflights<T> {
    /// Puts that middleware around every request but the preflights of annotated handlers.
    #[must_use]
    pub fn new(middleware: T) -> Self {
        Self { middleware }
    }
}

impl<T, S, B, M> Transform<S, ServiceRequest> for ExceptPreflights<T>
where
    T: Transform<Rc<S>, ServiceRequest, Response = ServiceResponse<M>, Error = Error>,
    T::Future: 'static,
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody,
    M: MessageBody,
{
    type Response = ServiceResponse<EitherBody<M, B>>;
    type Error = Error;
    type Transform = ExceptPreflightsService<T::Transform, S>;
    type InitError = T::InitError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Transform, T::InitError>>>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        let inner = Rc::new(inner);
        let inside = Inside::new();
        let middleware = self.middleware.new_transform(Rc::clone(&inner));
        Box::pin(async move {
            Ok(ExceptPreflightsService { middleware: middleware.await?, inner, inside })
        })
    }
}

/// The middleware's service, and what it wraps.
pub struct ExceptPreflightsService<W, S> {
    middleware: W,
    inner: Rc<S>,
    inside: Inside,
}

impl<W, S, B, M> Service<ServiceRequest> for ExceptPreflightsService<W, S>
where
    W: Service<ServiceRequest, Response = ServiceResponse<M>, Error = Error>,
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    type Response = ServiceResponse<EitherBody<M, B>>;
    type Error = Error;
    type Future = ExceptPreflightsFuture<W::Future, S::Future>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        // The middleware asks what it wraps.
        self.middleware.poll_ready(context)
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let is_for_a_policy = CorsRequest::of(request.head()).preflight().is_some_and(|asked| {
            self.inside.may_serve(&request, asked.requested_method.as_bytes())
        });
        if !is_for_a_policy {
            return ExceptPreflightsFuture::Through { future: self.middleware.call(request) };
        }
        let nest = Nest::of(&request);
        let future = self.inner.call(request);
        // What is not a policy's own answer may be a handler's that has to see the login first: as
        // long as it is not polled, none of it has run.
        if nest.is_taken() {
            ExceptPreflightsFuture::Past { future }
        } else {
            ExceptPreflightsFuture::NotTaken
        }
    }
}

pin_project! {
    /// The one of the two ways that a request goes.
    #[project = ExceptPreflightsState]
    pub enum ExceptPreflightsFuture<W, F> {
        Through { #[pin] future: W },
        Past { #[pin] future: F },
        NotTaken,
    }
}

impl<W, F, M, B> Future for ExceptPreflightsFuture<W, F>
where
    W: Future<Output = Result<ServiceResponse<M>, Error>>,
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
{
    type Output = Result<ServiceResponse<EitherBody<M, B>>, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(match self.project() {
            ExceptPreflightsState::Through { future } => {
                ready!(future.poll(context)).map(ServiceResponse::map_into_left_body)
            }
            ExceptPreflightsState::Past { future } => ready!(future.poll(context))
                .map(|response| response.map_body(|_, body| EitherBody::right(body))),
            ExceptPreflightsState::NotTaken => Err(NotTaken.into()),
        })
    }
}

/// A preflight that went past a middleware and found no policy.
#[derive(Debug)]
struct NotTaken;

impl fmt::Display for NotTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no policy took the preflight that went past middleware")
    }
}

impl ResponseError for NotTaken {
    fn status_code(&self) -> StatusCode {
        StatusCode::FORBIDDEN
    }

    fn error_response(&self) -> HttpResponse {
        headers::refused_preflight()
    }
}
