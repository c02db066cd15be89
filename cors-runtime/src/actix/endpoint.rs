//! A policy where it stands: what it makes of a request, and how it marks the response.

use std::rc::Rc;

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::{BoxBody, EitherBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{ACCESS_CONTROL_REQUEST_HEADERS, HeaderValue},
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
    refusal::{Reason, Refusal},
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
        let refusal = decision.reason().map(|reason| self.refusal(request, reason));
        if self.routes(request) {
            let requested = request.headers().get_all(ACCESS_CONTROL_REQUEST_HEADERS);
            let requested = match &self.policy.allow_headers {
                AllowHeaders::Listed { .. } => Vec::new(),
                AllowHeaders::Requested => requested.cloned().collect(),
            };
            let fallback = Some(Fallback { decision, requested, refusal });
            let nest = Some(around.unwrap_or_else(|| Nest::of(request)));
            let more = More { nest, fallback, ..More::default() };
            let endpoint = Rc::clone(self);
            return Taken::Passed(Mark { endpoint, origin: None, more: Some(Rc::new(more)) });
        }
        let requested = request.headers().get_all(ACCESS_CONTROL_REQUEST_HEADERS);
        let mut response = self.answer(decision, &mut requested.cloned());
        self.tell(refusal.as_ref(), &mut response);
        if let Some(nest) = around {
            nest.decide(Decided::Answered(response.headers().clone(), refusal));
        }
        Taken::Answered(response)
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

    fn answer(
        &self,
        decision: Decision,
        requested: &mut dyn Iterator<Item = HeaderValue>,
    ) -> HttpResponse {
        match decision {
            Decision::AllowPreflight { origin, methods, .. } => {
                self.allow_preflight(origin, methods, requested)
            }
            Decision::RefusePreflight(_) => headers::refused_preflight(),
            Decision::Refuse(_) | Decision::Share { .. } => headers::refused(),
        }
    }

    fn tell<B>(&self, refusal: Option<&Refusal>, response: &mut HttpResponse<B>) {
        if let Some(refusal) = refusal {
            self.policy.told.tell(refusal);
            response.extensions_mut().insert(refusal.clone());
        }
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
        requested: &mut dyn Iterator<Item = HeaderValue>,
    ) -> HttpResponse {
        let mut listed;
        let allow_headers = match &self.policy.allow_headers {
            AllowHeaders::Listed { header, .. } => {
                listed = header.clone().into_iter();
                &mut listed
            }
            AllowHeaders::Requested => requested,
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

/// What the response to a request that went in is marked with.
#[derive(Clone)]
pub(super) struct Mark {
    pub(super) endpoint: Rc<Endpoint>,
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
        let holds = layer.as_ref().is_some_and(|layer| layer.may_hold_a_policy(request));
        if refusal.is_none() && around.is_none() && !holds {
            return;
        }
        let mut more = More { refusal, ..More::default() };
        // Where a policy inside may yet share the response, nothing is wrong so far.
        if let Some(refusal) = &more.refusal
            && (!holds || told == Some(Reason::Foreign))
        {
            policy.told.tell(refusal);
        }
        if let Some(nest) = around {
            let refusal = more.refusal.clone();
            nest.decide(Decided::Passed(Self { more: Some(more.into()), ..self.clone() }));
            // The layer around writes it on whatever comes back.
            more = More {
                nest: holds.then_some(nest),
                refusal,
                is_left_to_layer: true,
                ..More::default()
            };
        } else if holds {
            more.nest = Some(Nest::of(request));
        }
        self.more = Some(Rc::new(more));
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
    is_left_to_layer: bool,
}

/// A layer's own answer to a preflight that it let in, for where no policy inside takes it.
#[derive(Clone)]
struct Fallback {
    decision: Decision,
    /// The lines that are sent back, where they are.
    requested: Vec<HeaderValue>,
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
        if self.is_left_to_layer {
            if let (Some(nest), Some(refusal)) = (&self.nest, &self.refusal)
                && refusal.reason() != Reason::Foreign
                && nest.is_decided_by(&mark.endpoint)
            {
                mark.endpoint.policy.told.tell(refusal);
            }
            return result.map(ServiceResponse::map_into_left_body);
        }
        let Some(nest) = &self.nest else { return mark.mark(result) };
        match (nest.decided(), &self.fallback, &self.refusal) {
            (Some(decided), ..) => decided.mark(result),
            (None, Some(fallback), _) => fallback.replace(mark, nest, result),
            (None, None, refusal) => {
                if let Some(refusal) = refusal
                    && refusal.reason() != Reason::Foreign
                {
                    mark.endpoint.policy.told.tell(refusal);
                }
                mark.mark(result)
            }
        }
    }
}

impl Decided {
    fn mark<B>(
        self,
        result: Result<ServiceResponse<B>, Error>,
    ) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
        match result {
            Ok(mut response) => {
                self.write(response.response_mut());
                Ok(response.map_into_left_body())
            }
            Err(mut error) => {
                error.add_response_mapper(move |mut response| {
                    self.clone().write(&mut response);
                    response
                });
                Err(error)
            }
        }
    }
}

impl Fallback {
    fn response(&self, endpoint: &Endpoint) -> HttpResponse {
        let requested = &mut self.requested.iter().cloned();
        let mut response = endpoint.answer(self.decision.clone(), requested);
        if let Some(refusal) = &self.refusal {
            response.extensions_mut().insert(refusal.clone());
        }
        response
    }

    fn replace<B>(
        &self,
        Mark { endpoint, .. }: &Mark,
        nest: &Nest,
        result: Result<ServiceResponse<B>, Error>,
    ) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
        if let Some(refusal) = &self.refusal {
            endpoint.policy.told.tell(refusal);
        }
        let answer = self.response(endpoint);
        nest.decide(Decided::Answered(answer.headers().clone(), self.refusal.clone()));
        match result {
            Ok(response) => Ok(response.into_response(answer).map_into_right_body()),
            Err(mut error) => {
                let (fallback, endpoint) = (self.clone(), Rc::clone(endpoint));
                error.add_response_mapper(move |_| fallback.response(&endpoint));
                Err(error)
            }
        }
    }
}
