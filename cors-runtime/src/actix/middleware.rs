use std::{
    future::{Ready, ready},
    rc::Rc,
};

use actix_web::{
    Error,
    body::EitherBody,
    dev::{Service, ServiceRequest, ServiceResponse, Transform},
};

use super::{
    endpoint::{CorsService, Endpoint},
    nesting,
};
use crate::{methods::AllowedMethods, prepared::Prepared, settings::Settings};

/// A policy as middleware, for what cannot be annotated: static files, third-party services.
///
/// It stands in `wrap` of an `App`, a `Scope` or a `Resource`, answers preflights before anything is
/// routed, and marks every response from further in. Since it knows no routes, `methods` defaults to
/// `GET, HEAD, POST`, and `"*"` is the wildcard of the Fetch standard. Preflights of other methods
/// are routed on.
///
/// **An annotated handler inside it** keeps its own policy: that decides which headers its responses
/// have. But the middleware has answered the preflight by then, perhaps for more than the handler
/// allows, so the handler refuses with 403 any cross-origin request whose origin, or whose method,
/// its own policy does not allow. Headers and credentials it cannot take back: a request that the
/// middleware's preflight let through with them runs, and its page cannot read the response. A
/// warning is logged once. Wrap the scope of what cannot be annotated, rather than the `App`.
///
/// ```
/// use actix_web::{App, web};
/// use cors_runtime::{Cors, Policy, policy};
///
/// const FONTS: Policy = policy!(origins = "*", max_age = "1d");
///
/// let app = App::new().service(web::scope("/fonts").wrap(Cors::new(FONTS)));
/// ```
///
/// Standard: the [CORS protocol](https://fetch.spec.whatwg.org/#http-cors-protocol).
#[derive(Clone, Debug)]
pub struct Cors {
    settings: Settings,
}

impl Cors {
    /// Middleware of that policy, or of the [`Settings`] of a file.
    ///
    /// # Panics
    /// Where the policy names no origins: a server must not start without knowing who may read.
    #[must_use]
    #[track_caller]
    pub fn new(policy: impl Into<Settings>) -> Self {
        let settings = policy.into();
        if settings.origins.is_none() {
            cors_rules::origin::missing("policy").fail();
        }
        Self { settings }
    }
}

impl<S, B> Transform<S, ServiceRequest> for Cors
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
        nesting::announce();
        ready(match Prepared::new(&self.settings) {
            Some(policy) => Ok(CorsService::new(
                inner,
                Endpoint {
                    policy: Rc::new(policy),
                    methods: Rc::new(AllowedMethods::in_layer(&self.settings)),
                    is_layer: true,
                },
            )),
            None => Err(()),
        })
    }
}
