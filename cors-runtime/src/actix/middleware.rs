use std::{
    future::{Ready, ready},
    panic::Location,
    rc::Rc,
    sync::Arc,
};

use actix_web::{
    Error,
    body::EitherBody,
    dev::{Service, ServiceRequest, ServiceResponse, Transform},
};

use super::{
    app_routes::{LayerContents, LivenessToken},
    applied_policy::AppliedPolicy,
    hosts_hint,
    service::CorsService,
};
use crate::{
    compiled_policy::CompiledPolicy,
    methods::AllowedMethods,
    origins::AllowOrigin,
    policy::{OriginSource, Policy},
    policy_owner::PolicyOwner,
};

/// Middleware that applies a policy to everything without a `#[cors]` attribute: static files, services of other
/// crates, and handlers that `web::get().to(…)` registers. The policy also applies to errors that no handler produced,
/// such as the router's 404 and 405, a login's 401 or a rate limiter's 429.
///
/// Pass the middleware to `wrap` of an `App`, a `Scope` or a `Resource`. A `Cors` middleware is called a *layer*. In
/// the policy of a layer, the default of `methods` is `GET, HEAD, POST`, and `methods = "*"` allows every method.
///
/// **A layer is the default, and the innermost policy applies.** An inner handler with `#[cors]` keeps its own policy,
/// including for its preflights. An inner `Cors` keeps its policy too, and `#[cors(none)]` excludes a handler. The
/// layer forwards a preflight that an inner policy may answer. The layer answers all other preflights, and forwarded
/// preflights that no inner policy answers. Every response that reaches the layer gets the headers of the policy that
/// decided about the request, even if middleware replaced the response. If no inner policy decided, the response gets
/// the headers of the layer.
///
/// **`enforce` and `hosts` of every layer apply**: a layer also rejects requests to inner handlers that have their own
/// policy.
///
/// ```
/// use actix_web::{App, get, web};
/// use cors_runtime::{Cors, Policy, cors, policy};
///
/// const DEFAULT: Policy = policy!(origins = "https://app.example.com", max_age = "1h");
///
/// #[cors(origins = "*")]
/// #[get("/status")]
/// async fn status() -> &'static str { "ok" }
///
/// let app = App::new()
///     .wrap(Cors::new(DEFAULT))
///     .service(status)
///     .route("/orders", web::get().to(|| async { "[]" }));
/// ```
///
/// More in the guide: [an application's default and its
/// exceptions](crate::guide::defaults_and_exceptions).
///
/// Standard: the [CORS protocol](https://fetch.spec.whatwg.org/#http-cors-protocol).
#[derive(Clone, Debug)]
#[doc(alias = "layer")]
#[doc(alias = "middleware")]
#[doc(alias = "CorsLayer")]
pub struct Cors {
    policy: Policy,
    location: &'static Location<'static>,
    token: LivenessToken,
}

impl Cors {
    /// Creates a layer with this policy.
    ///
    /// # Panics
    /// When the application starts: if the policy has no origins and [`Cors::origins`] was not called, or if the policy
    /// must not use its set of origins. For example, a policy with `allow_credentials` must not use a set that may
    /// contain `*`.
    #[must_use]
    #[track_caller]
    pub fn new(policy: Policy) -> Self {
        hosts_hint::record_layer(&policy);
        Self { policy, location: Location::caller(), token: LivenessToken::new() }
    }

    /// Replaces the origins of the policy with a value: a set that was created in `main`, or a function.
    ///
    /// The `debug_origins` of the policy still apply.
    ///
    /// ```
    /// use actix_web::{App, HttpServer};
    /// use cors_runtime::{Cors, Origins, Policy, policy};
    ///
    /// const DEFAULT: Policy = policy!(allow_headers = "content-type", max_age = "1h");
    ///
    /// fn main() -> Result<(), cors_runtime::PolicyErrors> {
    ///     let origins = Origins::parse(["https://app.example.com"])?;
    ///     let server = HttpServer::new(move || {
    ///         App::new().wrap(Cors::new(DEFAULT).origins(origins.clone()))
    ///     });
    ///     # drop(server);
    ///     Ok(())
    /// }
    /// ```
    #[must_use]
    pub fn origins(mut self, origins: impl AllowOrigin + Send + Sync) -> Self {
        self.policy = self.policy.with_origins(OriginSource::Value(Arc::new(origins)));
        self
    }
}

impl<S, B> Transform<S, ServiceRequest> for Cors
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = CorsService<S, EitherBody<B>>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        let policy = Arc::new(self.policy.clone());
        let methods = AllowedMethods::in_layer(&policy);
        let owner = PolicyOwner::Layer { policy, location: self.location };
        let applied = AppliedPolicy {
            policy: Rc::new(CompiledPolicy::new(owner)),
            methods,
            layer: Some(LayerContents::new(&self.token)),
        };
        ready(Ok(CorsService::new(inner, Rc::new(applied))))
    }
}
