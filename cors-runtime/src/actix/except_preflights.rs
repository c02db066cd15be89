use std::{
    cell::Cell,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
};

use actix_web::{
    Error,
    body::{EitherBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse, Transform},
    error::ErrorForbidden,
};
use pin_project_lite::pin_project;

use super::{app_routes::AppRoutes, outcome::Outcome, traversal::SharedOutcome};
use crate::{handlers::HandlerRoute, refusal::warn_first, request::CorsRequest, response};

/// Wraps middleware such as a login or a rate limit, so that the preflight of a handler with `#[cors]` skips the
/// middleware, and the policy of the handler responds to it. All other requests pass through the middleware. A
/// preflight counts as that of such a handler if the handler serves the requested method, and its path pattern may
/// match the end of the path.
///
/// A browser sends no credentials with a preflight. So a login on an `App` or a `Scope` would answer each
/// preflight with 401, and browsers would block the requests that need a preflight.
///
/// No handler runs without its login: if the preflight does not reach a policy at once, the preflight gets 403. Other
/// middleware may await something before it calls the inner service, as `from_fn`, sessions and logins do. The
/// preflight would reach a policy inside of such middleware too late, so such middleware must be *outer* middleware:
/// `wrap` it after `ExceptPreflights`. In actix-web, the middleware that is wrapped first is innermost.
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
/// Standard: a [CORS-preflight request](https://fetch.spec.whatwg.org/#cors-preflight-fetch) has the credentials mode
/// "same-origin", so the browser sends no credentials to another origin.
#[derive(Clone, Copy, Debug)]
#[doc(alias = "OPTIONS")]
#[doc(alias = "preflight")]
pub struct ExceptPreflights<T> {
    middleware: T,
}

impl<T> ExceptPreflights<T> {
    /// Wraps the middleware.
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
        let routes = AppRoutes::current();
        let middleware = self.middleware.new_transform(Rc::clone(&inner));
        Box::pin(async move {
            let middleware = middleware.await?;
            Ok(ExceptPreflightsService { middleware, inner, routes, has_warned: Cell::new(false) })
        })
    }
}

/// The service of the middleware, and the service that the middleware wraps.
pub struct ExceptPreflightsService<W, S> {
    middleware: W,
    inner: Rc<S>,
    routes: AppRoutes,
    /// `true` after this service has logged at `WARN` that no policy responded to a preflight.
    has_warned: Cell<bool>,
}

impl<W, S> ExceptPreflightsService<W, S> {
    /// Logs a preflight to which no policy responded: the first one at `WARN`, later ones at `DEBUG`.
    #[cold]
    fn log_not_handled(&self, route: &HandlerRoute) {
        warn_first!(
            !self.has_warned.replace(true),
            path = route.path,
            documentation_url = DOCUMENTATION_URL,
            "a preflight got 403 from `ExceptPreflights`, since no policy responded to it at once: \
             an inner middleware awaits before it calls the router, or a handler without a policy \
             received the preflight\nhelp: wrap that middleware after `ExceptPreflights`"
        );
    }
}

const DOCUMENTATION_URL: &str =
    "https://docs.rs/cors-runtime/latest/cors_runtime/guide/logins_and_middleware/";

impl<W, S, B, M> Service<ServiceRequest> for ExceptPreflightsService<W, S>
where
    W: Service<ServiceRequest, Response = ServiceResponse<M>, Error = Error>,
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    type Response = ServiceResponse<EitherBody<M, B>>;
    type Error = Error;
    type Future = ExceptPreflightsFuture<W::Future, S::Future>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        // `poll_ready` of the middleware also polls the inner service, so the inner service is not polled here.
        self.middleware.poll_ready(context)
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let route = CorsRequest::read(request.head())
            .requested_method
            .and_then(|method| self.routes.find(&request, method.as_bytes()));
        let Some(route) = route else {
            // Middleware may call this service a second time with the same request. The outcome of the first call does
            // not apply to this call, so the outcome is reset.
            if let Some(outer) = SharedOutcome::of(&request) {
                outer.set(Outcome::Undecided);
            }
            return ExceptPreflightsFuture::Middleware { future: self.middleware.call(request) };
        };
        let outcome = SharedOutcome::reset(&request);
        let future = self.inner.call(request);
        // No handler runs without its login. If no policy responded, the future may run a handler, so the future is
        // dropped before it is polled.
        if outcome.has_response() {
            ExceptPreflightsFuture::Skipped { future }
        } else {
            self.log_not_handled(route);
            ExceptPreflightsFuture::NotHandled
        }
    }
}

pin_project! {
    /// The future of an [`ExceptPreflightsService`].
    #[project = ExceptPreflightsState]
    pub enum ExceptPreflightsFuture<W, F> {
        Middleware { #[pin] future: W },
        /// A preflight that skipped the middleware, and to which a policy responded or will respond.
        Skipped { #[pin] future: F },
        /// A preflight that skipped the middleware, and to which no policy responded.
        NotHandled,
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
            ExceptPreflightsState::Middleware { future } => {
                ready!(future.poll(context)).map(ServiceResponse::map_into_left_body)
            }
            ExceptPreflightsState::Skipped { future } => {
                ready!(future.poll(context)).map(ServiceResponse::map_into_right_body)
            }
            ExceptPreflightsState::NotHandled => Err(not_handled()),
        })
    }
}

/// The error for a preflight to which no policy responded.
fn not_handled() -> Error {
    let mut error =
        ErrorForbidden("no policy responded to the preflight that skipped the middleware");
    error.add_response_mapper(|_| response::rejected_preflight().map_into_boxed_body());
    error
}
