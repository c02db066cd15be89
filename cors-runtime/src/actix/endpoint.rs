use std::{
    future::{Ready, ready},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
};

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::{BoxBody, EitherBody},
    dev::{Service, ServiceRequest, ServiceResponse, Transform},
    http::header::{ACCESS_CONTROL_REQUEST_HEADERS, HeaderValue},
};
use cors_rules::origin::{Origin, OriginBuf};
use pin_project_lite::pin_project;

use super::nesting;
use crate::{
    allow_origin::AllowOriginAsync,
    decide::{Decision, Reason, Terms},
    headers,
    methods::AllowedMethods,
    prepared::{AllowHeaders, AllowedOrigins, Prepared},
    request::{CorsRequest, Lines},
};

/// A policy where it stands: outermost around a handler, or around whatever a layer wraps.
pub(super) struct Endpoint {
    pub(super) policy: Rc<Prepared>,
    pub(super) methods: Rc<AllowedMethods>,
    pub(super) is_layer: bool,
}

// `#[inline]` where every request passes, since the callers may be in another unit of compilation,
// which cost 80 instructions a request.
impl Endpoint {
    #[inline]
    fn decide(
        &self,
        request: &ServiceRequest,
        is_allowed: impl FnOnce(&HeaderValue, &HttpRequest) -> bool,
    ) -> Decision {
        let is_allowed = |value: &HeaderValue| is_allowed(value, request.request());
        let cors_request = CorsRequest::of(request.head());
        let terms = Terms {
            any_origin: matches!(self.policy.origins, AllowedOrigins::Any),
            methods: &self.methods,
            enforce: self.policy.enforce,
            hosts: &self.policy.hosts,
        };
        match cors_request.preflight() {
            // A layer leaves the methods that it does not allow to what is inside.
            Some(preflight)
                if !self.is_layer || self.methods.allow(preflight.requested_method.as_bytes()) =>
            {
                terms.decide_preflight(cors_request, preflight, is_allowed)
            }
            _ => terms.decide_actual(cors_request, is_allowed),
        }
    }

    fn allow_preflight(
        &self,
        origin: HeaderValue,
        allow_methods: HeaderValue,
        request: &ServiceRequest,
    ) -> HttpResponse {
        let mut listed;
        let mut requested;
        let allow_headers: &mut dyn Iterator<Item = HeaderValue> = match &self.policy.allow_headers
        {
            AllowHeaders::Listed(names) => {
                listed = names.clone().into_iter();
                &mut listed
            }
            AllowHeaders::Requested => {
                requested = request.headers().get_all(ACCESS_CONTROL_REQUEST_HEADERS).cloned();
                &mut requested
            }
        };
        headers::allowed_preflight(
            origin,
            headers::PreflightHeaders {
                allow_methods,
                allow_headers,
                allow_credentials: self.policy.actual.allow_credentials,
                max_age: self.policy.max_age.clone(),
            },
        )
    }

    /// The question that only a future can answer, if the request raises it.
    #[inline]
    fn question(&self, request: &ServiceRequest) -> Option<(Rc<dyn AllowOriginAsync>, OriginBuf)> {
        let AllowedOrigins::DynamicAsync { decide, debug } = &self.policy.origins else {
            return None;
        };
        let Lines::One(value) = CorsRequest::of(request.head()).origin() else { return None };
        let origin = Origin::parse(value.as_bytes())?;
        (!debug.matches(&origin)).then(|| (Rc::clone(decide), origin.into()))
    }
}

/// What the policy made of a request.
enum Taken {
    Answered(HttpResponse),
    Passed(Mark),
}

impl Endpoint {
    #[inline]
    fn take(
        self: &Rc<Self>,
        request: &ServiceRequest,
        is_allowed: impl FnOnce(&HeaderValue, &HttpRequest) -> bool,
    ) -> Taken {
        let inside_layer = nesting::is_inside(request);
        let mut response = match self.decide(request, is_allowed) {
            Decision::Share { origin, reported } => {
                if let Some(reason) = reported {
                    log::warn!("would refuse `{} {}`: {reason}", request.method(), request.path());
                }
                if self.is_layer {
                    nesting::enter(request);
                }
                return Taken::Passed(Mark { endpoint: Rc::clone(self), origin, inside_layer });
            }
            Decision::AllowPreflight { origin, methods } => {
                self.allow_preflight(origin, methods, request)
            }
            Decision::RefusePreflight(reason) => {
                tell(request, reason);
                headers::refused_preflight()
            }
            Decision::Refuse(reason) => {
                tell(request, reason);
                headers::refused()
            }
        };
        if inside_layer {
            nesting::claim(&mut response);
        }
        Taken::Answered(response)
    }
}

#[cold]
fn tell(request: &ServiceRequest, reason: Reason) {
    log::debug!("refused `{} {}`: {reason}", request.method(), request.path());
}

/// What the response to a request that went in is marked with.
#[derive(Clone)]
struct Mark {
    endpoint: Rc<Endpoint>,
    origin: Option<HeaderValue>,
    inside_layer: bool,
}

impl Mark {
    /// Once: a response takes the origin along.
    #[inline]
    fn write<B>(&mut self, response: &mut HttpResponse<B>) {
        if self.endpoint.is_layer && nesting::is_claimed(response) {
            return;
        }
        if self.inside_layer {
            nesting::claim(response);
        }
        headers::share(response.headers_mut(), &self.endpoint.policy.actual, self.origin.take());
    }

    /// The same headers on every response, that of an error included: whoever makes it of the error
    /// further out, it comes with them.
    #[inline]
    fn finish<B>(
        &mut self,
        result: Result<ServiceResponse<B>, Error>,
    ) -> Result<ServiceResponse<EitherBody<B>>, Error> {
        match result {
            Ok(mut response) => {
                self.write(response.response_mut());
                Ok(response.map_into_left_body())
            }
            Err(mut error) => {
                let mark = self.clone();
                error.add_response_mapper(move |mut response| {
                    mark.clone().write(&mut response);
                    response
                });
                Err(error)
            }
        }
    }
}

/// Puts an endpoint around a service.
pub(super) struct CorsTransform(pub(super) Rc<Endpoint>);

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
        ready(Ok(CorsService { inner: Rc::new(inner), endpoint: Rc::clone(&self.0) }))
    }
}

/// Reads, decides, calls what it wraps, writes.
pub struct CorsService<S> {
    inner: Rc<S>,
    endpoint: Rc<Endpoint>,
}

impl<S> CorsService<S> {
    pub(super) fn new(inner: S, endpoint: Endpoint) -> Self {
        Self { inner: Rc::new(inner), endpoint: Rc::new(endpoint) }
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
        if let Some((decide, origin)) = self.endpoint.question(&request) {
            let (inner, endpoint) = (Rc::clone(&self.inner), Rc::clone(&self.endpoint));
            return CorsFuture::Asking {
                future: Box::pin(async move {
                    let allowed =
                        decide.allow_origin_async(origin, request.request().clone()).await;
                    match endpoint.take(&request, |_, _| allowed) {
                        Taken::Answered(response) => {
                            Ok(request.into_response(response.map_into_right_body()))
                        }
                        Taken::Passed(mut mark) => mark.finish(inner.call(request).await),
                    }
                }),
            };
        }
        let origins = &self.endpoint.policy.origins;
        match self.endpoint.take(&request, |value, request| origins.allow(value, request)) {
            Taken::Answered(response) => {
                CorsFuture::Answered { response: Some(request.into_response(response)) }
            }
            Taken::Passed(mark) => CorsFuture::Called { future: self.inner.call(request), mark },
        }
    }
}

type Asked<B> = Pin<Box<dyn Future<Output = Result<ServiceResponse<EitherBody<B>>, Error>>>>;

pin_project! {
    /// Only `dynamic_async` pays for a box.
    #[project = CorsFutureState]
    pub enum CorsFuture<F, B> {
        Answered { response: Option<ServiceResponse<BoxBody>> },
        Called { #[pin] future: F, mark: Mark },
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
            CorsFutureState::Called { future, mark } => {
                Poll::Ready(mark.finish(ready!(future.poll(context))))
            }
            CorsFutureState::Asking { future } => future.as_mut().poll(context),
        }
    }
}
