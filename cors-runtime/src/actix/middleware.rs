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
    application::{Layer, Maker},
    endpoint::{Endpoint, Position},
    service::CorsService,
};
use crate::{
    allow_origin::AllowOrigin,
    allowed_origins::AllowedOrigins,
    methods::AllowedMethods,
    place::Place,
    prepared::{Prepared, stop},
    refusal::Told,
    settings::{Settings, SettledOrigins},
};

/// A policy as middleware, for what is not annotated: static files, services of other crates,
/// handlers registered by `web::get().to(…)`, and the errors that no handler gave, such as the
/// router's 404 and 405, a login's 401, a rate limiter's 429.
///
/// It stands in `wrap` of an `App`, a `Scope` or a `Resource`. There `methods` defaults to
/// `GET, HEAD, POST`, and `"*"` is the wildcard of the Fetch standard.
///
/// **It is the default, and the innermost policy governs.** An annotated handler inside keeps its own
/// policy, its preflights included; so does another `Cors` further in; and `#[cors(none)]` takes a
/// handler out. A preflight that may be an annotated handler's is routed to it; one that nobody
/// inside takes, and every other, is answered here. Whatever response comes back from further in has
/// the headers of the policy that decided, a replaced response too; one that no policy decided gets
/// this one's.
///
/// **What refuses accumulates**: `enforce` and `hosts` of a layer stand in front of all that is
/// inside.
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
    settings: Settings,
    place: &'static Location<'static>,
    maker: Maker,
}

impl Cors {
    /// Middleware of that policy, or of the [`Settings`] of a file.
    ///
    /// # Panics
    /// When the application starts: where neither the policy nor [`Cors::origins`] names origins, or
    /// where the set may not be used under the policy.
    #[must_use]
    #[track_caller]
    pub fn new(policy: impl Into<Settings>) -> Self {
        Self { settings: policy.into(), place: Location::caller(), maker: Maker::new() }
    }

    /// Takes the origins from a value: a set that was made in `main`, or a function.
    ///
    /// The `debug_origins` of the policy stay.
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
        self.settings.origins = Some(SettledOrigins::Set(Arc::new(origins)));
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
    type Transform = CorsService<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        let policy = Prepared::of_settings(self.settings.clone());
        let place = Place::Layer(self.place);
        let origins = match AllowedOrigins::new(policy, place) {
            Ok(origins) => origins,
            Err(errors) => stop(place, &errors),
        };
        let endpoint = Endpoint {
            place,
            told: Told::default(),
            origins: Rc::new(origins),
            methods: AllowedMethods::in_layer(&self.settings),
            position: Position::Layer(Layer::new(&self.maker)),
        };
        ready(Ok(CorsService::new(inner, Rc::new(endpoint))))
    }
}
