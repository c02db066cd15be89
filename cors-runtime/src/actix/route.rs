use std::{
    future::{Ready, ready},
    rc::Rc,
};

use actix_web::{
    Error, Resource, Route,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{
        AppService, HttpServiceFactory, ResourceDef, Service, ServiceFactory, ServiceRequest,
        ServiceResponse, Transform, fn_factory,
    },
    guard::Guard,
};

use super::{
    app_routes::{self, LivenessToken},
    applied_policy::AppliedPolicy,
    guard::RouteGuard,
    hosts_hint,
    service::CorsService,
};
use crate::{
    compiled_policy::CompiledPolicy,
    handlers::{Handler, HandlerRoute},
    methods::AllowedMethods,
    policy_owner::PolicyOwner,
};

/// The registration of an annotated handler in one application instance. The expansion of `#[cors]` uses this type.
#[doc(hidden)]
pub struct HandlerRegistration {
    handler: &'static Handler,
    policy: Rc<CompiledPolicy>,
}

impl HandlerRegistration {
    /// Compiles the policy of a handler for one application instance.
    ///
    /// # Panics
    /// If the policy has no origins, or if the other settings of the policy forbid its set of origins. The server then
    /// does not start.
    #[must_use]
    pub fn new(handler: &'static Handler) -> Self {
        Self { handler, policy: Rc::new(CompiledPolicy::new(PolicyOwner::Handler(handler))) }
    }

    /// Returns the registration of the handler's route at this index.
    #[allow(clippy::indexing_slicing, reason = "the expansion passes the index of a route")]
    #[must_use]
    pub fn route(&self, index: usize) -> RouteRegistration {
        let (policy, route) = (Rc::clone(&self.policy), &self.handler.routes[index]);
        RouteRegistration { policy, route, guards: Vec::new() }
    }
}

/// The registration of one route of a handler.
#[doc(hidden)]
pub struct RouteRegistration {
    policy: Rc<CompiledPolicy>,
    route: &'static HandlerRoute,
    guards: Vec<Box<dyn Guard>>,
}

impl RouteRegistration {
    #[must_use]
    pub fn guard(mut self, guard: impl Guard + 'static) -> Self {
        self.guards.push(Box::new(guard));
        self
    }

    /// Registers one entry in actix-web's router, for the route and its preflights. The function is not generic over
    /// the handler, so that all handlers share its code.
    pub fn register(self, config: &mut AppService, handler: Route) {
        let route = self.route;
        let (guard, CorsTransform { applied, token }) = self.guard_and_policy(config);
        let slash = if route.path.is_empty() || route.path.starts_with('/') { "" } else { "/" };
        let mut definition = ResourceDef::new(format!("{slash}{}", route.path));
        definition.set_name(route.name);
        let factory = fn_factory(move || {
            // The factory must own the token, so this closure uses the token.
            let _token = &token;
            let (handler, applied) = (handler.new_service(()), Rc::clone(&applied));
            async move { Ok::<_, ()>(CorsService::<_, BoxBody>::new(handler.await?, applied)) }
        });
        config.register_service(definition, Some(vec![Box::new(guard)]), factory, None);
    }

    /// Registers a route whose attribute has `wrap` arguments. The policy is outside of the middleware that these
    /// arguments add.
    pub fn register_wrapped<T, B>(
        self,
        config: &mut AppService,
        handler: Route,
        wrap: impl FnOnce(Resource) -> Resource<T>,
    ) where
        T: ServiceFactory<
                ServiceRequest,
                Config = (),
                Response = ServiceResponse<B>,
                Error = Error,
                InitError = (),
            > + 'static,
        T::Service: 'static,
        B: MessageBody + 'static,
    {
        let route = self.route;
        let (guard, cors) = self.guard_and_policy(config);
        let resource = Resource::new(route.path).name(route.name).guard(guard).route(handler);
        wrap(resource).wrap(cors).register(config);
    }

    fn guard_and_policy(self, config: &AppService) -> (RouteGuard, CorsTransform) {
        let Self { policy, route, guards } = self;
        hosts_hint::log_once(config.config());
        let methods = AllowedMethods::on_route(policy.owner.policy(), route);
        let guard = RouteGuard {
            owner: policy.owner.clone(),
            route,
            methods: route.methods.iter().filter_map(|method| method.parse().ok()).collect(),
            guards,
        };
        let applied = Rc::new(AppliedPolicy { policy, methods, layer: None });
        (guard, CorsTransform { applied, token: app_routes::register(route) })
    }
}

/// The applied policy of a route, and the token of the route. For a route with `wrap` arguments, this type is also the
/// middleware that applies the policy.
struct CorsTransform {
    applied: Rc<AppliedPolicy>,
    token: LivenessToken,
}

impl<S, B> Transform<S, ServiceRequest> for CorsTransform
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
        ready(Ok(CorsService::new(inner, Rc::clone(&self.applied))))
    }
}
