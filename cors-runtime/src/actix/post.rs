use std::rc::Rc;

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::EitherBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{ACCESS_CONTROL_REQUEST_HEADERS, HeaderValue},
    },
};
use cors_rules::origin::{Origin, OriginBuf};

use super::{head, layer, methods::AllowedMethods};
use crate::{
    allow_origin::AllowOriginAsync,
    decide::{self, Actual, PreflightAnswer},
    emit,
    governor::{AllowHeaders, AllowedOrigins, Governor},
    request::{OriginHeader, Preflight},
};

/// A policy where it stands: outermost around a handler, or around whatever a layer wraps.
pub(super) struct Post {
    pub(super) governor: Rc<Governor>,
    pub(super) methods: Rc<AllowedMethods>,
    pub(super) is_layer: bool,
}

/// What a request comes to.
pub(super) enum Step {
    Answer(HttpResponse),
    Call(Sharing),
}

/// How to mark the response of a request that went in.
#[derive(Clone)]
pub(super) struct Sharing {
    post: Rc<Post>,
    origin: Option<HeaderValue>,
    inside_layer: bool,
}

// `#[inline]` where every request passes: the service stands in another file, and so perhaps in
// another unit of compilation, which cost 80 instructions a request.
impl Post {
    #[inline]
    pub(super) fn decide(
        self: &Rc<Self>,
        request: &ServiceRequest,
        is_allowed: impl Fn(&HeaderValue, &HttpRequest) -> bool,
    ) -> Step {
        let inside_layer = layer::is_inside(request);
        let answer = |mut response: HttpResponse| {
            if inside_layer {
                layer::claim(&mut response);
            }
            Step::Answer(response)
        };
        let is_allowed = |value: &HeaderValue| is_allowed(value, request.request());
        if let Some(preflight) = head::preflight(request.head())
            && self.methods.allow(preflight.method.as_bytes())
        {
            let any = matches!(self.governor.origins, AllowedOrigins::Any);
            return answer(match decide::preflight(any, preflight, is_allowed) {
                PreflightAnswer::Allowed(origin) => {
                    self.allow_preflight(origin, preflight, request.request())
                }
                PreflightAnswer::NotAllowed => emit::preflight_refused(),
            });
        }
        let decision = match self.governor.origins {
            AllowedOrigins::Any => Actual::Shared(HeaderValue::from_static("*")),
            _ => decide::actual(head::origin(request.head()), is_allowed, |origin| {
                (self.governor.enforce || inside_layer) && is_cross_origin(origin, request)
            }),
        };
        let origin = match decision {
            Actual::Shared(_) if inside_layer && self.would_refuse_preflight(request) => {
                return answer(emit::refused());
            }
            Actual::Shared(origin) => Some(origin),
            Actual::NotShared => None,
            Actual::Refused => return answer(emit::refused()),
        };
        if self.is_layer {
            layer::enter(request);
        }
        Step::Call(Sharing { post: Rc::clone(self), origin, inside_layer })
    }

    fn allow_preflight(
        &self,
        origin: HeaderValue,
        preflight: Preflight<'_>,
        request: &HttpRequest,
    ) -> HttpResponse {
        let mut listed;
        let mut requested;
        let allow_headers: &mut dyn Iterator<Item = HeaderValue> =
            match &self.governor.allow_headers {
                AllowHeaders::Listed(names) => {
                    listed = names.clone().into_iter();
                    &mut listed
                }
                AllowHeaders::Requested => {
                    requested = request.headers().get_all(ACCESS_CONTROL_REQUEST_HEADERS).cloned();
                    &mut requested
                }
            };
        emit::preflight_allowed(
            origin,
            emit::PreflightHeaders {
                allow_methods: self.methods.header(preflight.method),
                allow_headers,
                allow_credentials: self.governor.actual.allow_credentials,
                max_age: self.governor.max_age.clone(),
            },
        )
    }

    /// Whether a cross-origin request took a method that a preflight here would not have got:
    /// <https://fetch.spec.whatwg.org/#cors-safelisted-method>.
    fn would_refuse_preflight(&self, request: &ServiceRequest) -> bool {
        let origin = head::origin(request.head());
        let method = request.method();
        !matches!(origin, OriginHeader::Absent)
            && !matches!(*method, Method::GET | Method::HEAD | Method::POST)
            && !self.methods.allow(method.as_str().as_bytes())
            && is_cross_origin(origin, request)
    }

    /// The question that only a future can answer, if the request raises it.
    #[inline]
    pub(super) fn question(
        &self,
        request: &ServiceRequest,
    ) -> Option<(Rc<dyn AllowOriginAsync>, OriginBuf)> {
        let AllowedOrigins::DynamicAsync { decide, debug } = &self.governor.origins else {
            return None;
        };
        let OriginHeader::Sent(value) = head::origin(request.head()) else { return None };
        let origin = Origin::parse(value.as_bytes())?;
        (!debug.matches(&origin)).then(|| (Rc::clone(decide), origin.into()))
    }
}

fn is_cross_origin(origin: OriginHeader<'_>, request: &ServiceRequest) -> bool {
    !decide::is_same_origin(origin, &head::destination(request.head()))
}

impl Sharing {
    /// Once: a response takes the origin along.
    #[inline]
    fn write<B>(&mut self, response: &mut HttpResponse<B>) {
        if self.post.is_layer && layer::is_claimed(response) {
            return;
        }
        if self.inside_layer {
            layer::claim(response);
        }
        emit::actual(response.headers_mut(), &self.post.governor.actual, self.origin.take());
    }

    /// The same headers on every response, that of an error included: whoever makes it of the error
    /// further out, it comes with them.
    #[inline]
    pub(super) fn finish<B>(
        &mut self,
        result: Result<ServiceResponse<B>, Error>,
    ) -> Result<ServiceResponse<EitherBody<B>>, Error> {
        match result {
            Ok(mut response) => {
                self.write(response.response_mut());
                Ok(response.map_into_left_body())
            }
            Err(mut error) => {
                let sharing = self.clone();
                error.add_response_mapper(move |mut response| {
                    sharing.clone().write(&mut response);
                    response
                });
                Err(error)
            }
        }
    }
}
