//! A policy where it stands: what it makes of a request, and how it marks the response.

use std::rc::Rc;

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::{BoxBody, EitherBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{ACCESS_CONTROL_REQUEST_HEADERS, HeaderMap, HeaderValue},
    },
};
use cors_rules::origin::{Origin, OriginBuf};

use super::{
    application::Layer,
    nesting::{Decided, Nest},
};
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
    /// Where this is a layer, what it knows of what is inside.
    pub(super) layer: Option<Rc<Layer>>,
}

/// What the policy made of a request.
pub(super) enum Taken {
    /// Nothing further in runs.
    Answered(HttpResponse),
    /// It goes in, and this is for what comes back.
    Passed(Mark),
}

// `#[inline]` where every request passes, since the callers may be in another unit of compilation,
// which cost 80 instructions a request.
impl Endpoint {
    #[inline]
    pub(super) fn take(
        self: &Rc<Self>,
        request: &ServiceRequest,
        is_allowed: impl FnOnce(&HeaderValue, &HttpRequest) -> bool,
    ) -> Taken {
        let decision = self.decide(request, is_allowed);
        let around = Nest::around(request);
        match decision {
            Decision::Share { origin, reported } => {
                if let Some(reason) = reported {
                    tell_of_report(request, reason);
                }
                let mut mark = Mark { endpoint: Rc::clone(self), origin, inside: None };
                if let Some(nest) = &around {
                    nest.decide(Decided::Passed(mark.clone()));
                }
                if self.layer.as_ref().is_some_and(|layer| layer.may_hold_a_policy(request)) {
                    let nest = around.unwrap_or_else(|| Nest::of(request));
                    mark.inside = Some(Rc::new(Inside { nest, fallback: None }));
                }
                Taken::Passed(mark)
            }
            decision => {
                let answer = self.answer(decision, request);
                if self.routes(request) {
                    return Taken::Passed(self.routed(answer, request));
                }
                answer.tell(request);
                if let Some(nest) = around {
                    nest.decide(Decided::Answered(answer.response.headers().clone()));
                }
                Taken::Answered(answer.response)
            }
        }
    }

    #[inline]
    fn decide(
        &self,
        request: &ServiceRequest,
        is_allowed: impl FnOnce(&HeaderValue, &HttpRequest) -> bool,
    ) -> Decision {
        let cors_request = CorsRequest::of(request.head());
        let is_allowed = |value: &HeaderValue| is_allowed(value, request.request());
        let terms = Terms {
            any_origin: self.policy.origins.allow_any(request.request()),
            methods: &self.methods,
            enforce: self.policy.enforce,
            hosts: &self.policy.hosts,
        };
        match cors_request.preflight() {
            Some(preflight) => terms.decide_preflight(cors_request, preflight, is_allowed),
            None => {
                let preflighted_inside =
                    || self.layer.as_ref().is_some_and(|layer| layer.may_have_routed(request));
                terms.decide_actual(cors_request, is_allowed, preflighted_inside)
            }
        }
    }

    /// Whether a preflight goes further in, perhaps to a policy that governs.
    fn routes(&self, request: &ServiceRequest) -> bool {
        let Some(layer) = &self.layer else { return false };
        if !layer.may_hold_a_policy(request) {
            return false;
        }
        let cors_request = CorsRequest::of(request.head());
        cors_request.preflight().is_some_and(|preflight| {
            self.policy.hosts.allow_request(cors_request)
                && layer.must_route(request, preflight.requested_method)
        })
    }

    fn routed(self: &Rc<Self>, answer: Answer, request: &ServiceRequest) -> Mark {
        let fallback = Fallback {
            status: answer.response.status(),
            headers: answer.response.headers().clone(),
        };
        let inside = Inside { nest: Nest::of(request), fallback: Some(fallback) };
        Mark { endpoint: Rc::clone(self), origin: None, inside: Some(Rc::new(inside)) }
    }

    fn answer(&self, decision: Decision, request: &ServiceRequest) -> Answer {
        let (response, reason) = match decision {
            Decision::AllowPreflight { origin, methods } => {
                (self.allow_preflight(origin, methods, request), None)
            }
            Decision::RefusePreflight(reason) => (headers::refused_preflight(), Some(reason)),
            Decision::Refuse(reason) => (headers::refused(), Some(reason)),
            Decision::Share { .. } => (headers::refused(), None),
        };
        Answer { response, reason }
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
    pub(super) fn question(
        &self,
        request: &ServiceRequest,
    ) -> Option<(Rc<dyn AllowOriginAsync>, OriginBuf)> {
        let AllowedOrigins::DynamicAsync { decide, debug } = &self.policy.origins else {
            return None;
        };
        let cors_request = CorsRequest::of(request.head());
        let Lines::One(value) = cors_request.origin() else { return None };
        let origin = Origin::parse(value.as_bytes())?;
        if debug.matches(&origin) {
            return None;
        }
        // Nothing further in runs for a preflight, whatever the answer: who waits for that may know.
        if cors_request.preflight().is_some()
            && let Some(nest) = Nest::around(request)
            && !self.routes(request)
        {
            nest.take();
        }
        Some((Rc::clone(decide), origin.into()))
    }
}

/// What a policy itself answers, and why.
struct Answer {
    response: HttpResponse,
    reason: Option<Reason>,
}

impl Answer {
    fn tell(&self, request: &ServiceRequest) {
        if let Some(reason) = self.reason {
            tell(request, reason);
        }
    }
}

#[cold]
fn tell(request: &ServiceRequest, reason: Reason) {
    log::debug!("refused `{} {}`: {reason}", request.method(), request.path());
}

#[cold]
fn tell_of_report(request: &ServiceRequest, reason: Reason) {
    log::warn!("would refuse `{} {}`: {reason}", request.method(), request.path());
}

/// What the response to a request that went in is marked with.
#[derive(Clone)]
pub(super) struct Mark {
    endpoint: Rc<Endpoint>,
    origin: Option<HeaderValue>,
    inside: Option<Rc<Inside>>,
}

impl Mark {
    /// Once: a response takes the origin along.
    #[inline]
    pub(super) fn write(&mut self, headers: &mut HeaderMap) {
        headers::share(headers, &self.endpoint.policy.actual, self.origin.take());
    }

    /// The same headers on every response, that of an error included: whoever makes it of the error
    /// further out, it comes with them.
    #[inline]
    pub(super) fn finish<B>(
        &mut self,
        result: Result<ServiceResponse<B>, Error>,
    ) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
        if let Some(inside) = self.inside.take() {
            return inside.finish(self, result);
        }
        match result {
            Ok(mut response) => {
                self.write(response.headers_mut());
                Ok(response.map_into_left_body())
            }
            Err(mut error) => {
                let mark = self.clone();
                error.add_response_mapper(move |mut response| {
                    mark.clone().write(response.headers_mut());
                    response
                });
                Err(error)
            }
        }
    }
}

/// What a layer keeps of a request that a policy inside may govern.
struct Inside {
    /// Where such a policy leaves its decision.
    nest: Nest,
    fallback: Option<Fallback>,
}

/// A layer's own answer to a preflight that it let in, for where no policy inside takes it.
struct Fallback {
    status: StatusCode,
    headers: HeaderMap,
}

impl Inside {
    /// The decision of a policy further in has the last word.
    #[cold]
    fn finish<B>(
        &self,
        mark: &mut Mark,
        result: Result<ServiceResponse<B>, Error>,
    ) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
        let Some(decided) = self.nest.decided() else {
            return match &self.fallback {
                Some(fallback) => {
                    self.nest.decide(Decided::Answered(fallback.headers.clone()));
                    fallback.replace(result)
                }
                None => mark.finish(result),
            };
        };
        match result {
            Ok(mut response) => {
                decided.write(response.headers_mut());
                Ok(response.map_into_left_body())
            }
            Err(mut error) => {
                error.add_response_mapper(move |mut response| {
                    decided.clone().write(response.headers_mut());
                    response
                });
                Err(error)
            }
        }
    }
}

impl Fallback {
    fn response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status);
        *response.headers_mut() = self.headers.clone();
        response
    }

    fn replace<B>(
        &self,
        result: Result<ServiceResponse<B>, Error>,
    ) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
        match result {
            Ok(response) => Ok(response.into_response(self.response()).map_into_right_body()),
            Err(mut error) => {
                let fallback = Self { status: self.status, headers: self.headers.clone() };
                error.add_response_mapper(move |_| fallback.response());
                Err(error)
            }
        }
    }
}
