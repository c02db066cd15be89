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
    decide::{Decision, Terms},
    headers,
    methods::AllowedMethods,
    prepared::{AllowHeaders, AllowedOrigins, Prepared},
    refusal::{Reason, Refusal, Told},
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
        let Decision::Share { origin, told } = decision else {
            return self.answered(decision, request, around);
        };
        let mut mark = Mark { endpoint: Rc::clone(self), origin, more: None };
        if self.layer.is_some() || told.is_some() || around.is_some() {
            mark.note(request, told, around);
        }
        Taken::Passed(mark)
    }

    #[inline(never)]
    fn answered(
        self: &Rc<Self>,
        decision: Decision,
        request: &ServiceRequest,
        around: Option<Nest>,
    ) -> Taken {
        let answer = self.answer(decision, request);
        if self.routes(request) {
            return Taken::Passed(self.routed(answer, request));
        }
        let answer = answer.told(&self.policy.told);
        if let Some(nest) = around {
            let headers = answer.response.headers().clone();
            nest.decide(Decided::Answered(headers, answer.refusal));
        }
        Taken::Answered(answer.response)
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
            headers: &self.policy.allow_headers,
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
            refusal: answer.refusal,
        };
        let nest = Some(Nest::of(request));
        let more = More { nest, fallback: Some(fallback), refusal: None };
        Mark { endpoint: Rc::clone(self), origin: None, more: Some(more.into()) }
    }

    fn answer(&self, decision: Decision, request: &ServiceRequest) -> Answer {
        let (response, reason) = match decision {
            Decision::AllowPreflight { origin, methods, told } => {
                (self.allow_preflight(origin, methods, request), told)
            }
            Decision::RefusePreflight(reason) => (headers::refused_preflight(), Some(reason)),
            Decision::Refuse(reason) => (headers::refused(), Some(reason)),
            Decision::Share { told, .. } => (headers::refused(), told),
        };
        Answer { response, refusal: reason.map(|reason| self.refusal(request, reason)) }
    }

    #[cold]
    fn refusal(&self, request: &ServiceRequest, reason: Reason) -> Refusal {
        let Prepared { place, settings, allow_headers, .. } = &*self.policy;
        Refusal::new(*place, settings, allow_headers, reason, CorsRequest::of(request.head()))
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
            AllowHeaders::Listed { header, .. } => {
                listed = header.clone().into_iter();
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
    refusal: Option<Refusal>,
}

impl Answer {
    #[inline]
    fn told(mut self, told: &Told) -> Self {
        if let Some(refusal) = &self.refusal {
            told.tell(refusal);
            self.response.extensions_mut().insert(refusal.clone());
        }
        self
    }
}

/// What the response to a request that went in is marked with.
#[derive(Clone)]
pub(super) struct Mark {
    endpoint: Rc<Endpoint>,
    origin: Option<HeaderValue>,
    /// For few requests, beside what every request takes along.
    more: Option<Rc<More>>,
}

impl Mark {
    /// Tells what the browser will block, and leaves and awaits decisions inside of layers.
    #[inline(never)]
    fn note(&mut self, request: &ServiceRequest, told: Option<Reason>, around: Option<Nest>) {
        let Endpoint { policy, layer, .. } = &*self.endpoint;
        let refusal = told.map(|reason| self.endpoint.refusal(request, reason));
        if let Some(refusal) = &refusal {
            policy.told.tell(refusal);
            self.more = Some(Rc::new(More { refusal: Some(refusal.clone()), ..More::default() }));
        }
        if let Some(nest) = &around {
            nest.decide(Decided::Passed(self.clone()));
        }
        if layer.as_ref().is_some_and(|layer| layer.may_hold_a_policy(request)) {
            let nest = Some(around.unwrap_or_else(|| Nest::of(request)));
            self.more = Some(Rc::new(More { nest, refusal, fallback: None }));
        }
    }

    /// Once: a response takes the origin along.
    #[inline]
    pub(super) fn write<B>(&mut self, response: &mut HttpResponse<B>) {
        let headers = response.headers_mut();
        headers::share(headers, &self.endpoint.policy.actual, self.origin.take());
        if let Some(refusal) = self.more.as_ref().and_then(|more| more.refusal.clone()) {
            response.extensions_mut().insert(refusal);
        }
    }

    /// The same headers on every response, that of an error included: whoever makes it of the error
    /// further out, it comes with them.
    #[inline]
    pub(super) fn finish<B>(
        &mut self,
        result: Result<ServiceResponse<B>, Error>,
    ) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
        match self.more.clone() {
            None => self.mark(result),
            Some(more) => more.finish(self, result),
        }
    }

    #[inline]
    fn mark<B>(
        &mut self,
        result: Result<ServiceResponse<B>, Error>,
    ) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
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

#[derive(Default)]
struct More {
    /// In a layer, where a policy inside leaves its decision.
    nest: Option<Nest>,
    fallback: Option<Fallback>,
    refusal: Option<Refusal>,
}

/// A layer's own answer to a preflight that it let in, for where no policy inside takes it.
#[derive(Clone)]
struct Fallback {
    status: StatusCode,
    headers: HeaderMap,
    refusal: Option<Refusal>,
}

impl More {
    /// The decision of a policy further in has the last word.
    #[cold]
    fn finish<B>(
        &self,
        mark: &mut Mark,
        result: Result<ServiceResponse<B>, Error>,
    ) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
        let Some(decided) = self.nest.as_ref().and_then(Nest::decided) else {
            let (Some(nest), Some(fallback)) = (&self.nest, &self.fallback) else {
                return mark.mark(result);
            };
            let (headers, refusal) = (fallback.headers.clone(), fallback.refusal.clone());
            if let Some(refusal) = &refusal {
                mark.endpoint.policy.told.tell(refusal);
            }
            nest.decide(Decided::Answered(headers, refusal));
            return fallback.replace(result);
        };
        match result {
            Ok(mut response) => {
                decided.write(response.response_mut());
                Ok(response.map_into_left_body())
            }
            Err(mut error) => {
                error.add_response_mapper(move |mut response| {
                    decided.clone().write(&mut response);
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
        if let Some(refusal) = &self.refusal {
            response.extensions_mut().insert(refusal.clone());
        }
        response
    }

    fn replace<B>(
        &self,
        result: Result<ServiceResponse<B>, Error>,
    ) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
        match result {
            Ok(response) => Ok(response.into_response(self.response()).map_into_right_body()),
            Err(mut error) => {
                let fallback = self.clone();
                error.add_response_mapper(move |_| fallback.response());
                Err(error)
            }
        }
    }
}
