use std::{rc::Rc, sync::Arc};

use actix_web::{
    Error, Resource, Route,
    body::MessageBody,
    dev::{AppService, HttpServiceFactory, ServiceFactory, ServiceRequest, ServiceResponse},
    guard::Guard,
};

use super::{
    application::Application, endpoint::Endpoint, guard::RouteGuard, service::CorsTransform,
};
use crate::{
    methods::AllowedMethods,
    prepared::{Prepared, stop},
    refusal::Place,
    registry::{Handler, HandlerRoute},
    settings::Settings,
};

/// An annotated handler in one application instance: what an expansion registers its routes by.
#[doc(hidden)]
pub struct RouteCors {
    handler: &'static Handler,
    settings: Arc<Settings>,
    policy: Rc<Prepared>,
}

impl RouteCors {
    /// # Panics
    /// Where the policy may not use its set of origins: the server does not start.
    #[must_use]
    pub fn new(handler: &'static Handler) -> Self {
        let settings = Arc::new(Settings::from(handler.policy));
        match Prepared::new(&settings, Place::Handler(handler)) {
            Ok(policy) => Self { handler, settings, policy: Rc::new(policy) },
            Err(errors) => stop(&format_args!("{}::{}", handler.module, handler.name), &errors),
        }
    }

    /// The handler's route of that index.
    #[must_use]
    pub fn route(&self, index: usize) -> RegisteredRoute<'_> {
        RegisteredRoute { cors: self, route: self.handler.routes.get(index), guards: Vec::new() }
    }
}

/// A route about to be registered.
#[doc(hidden)]
pub struct RegisteredRoute<'a> {
    cors: &'a RouteCors,
    route: Option<&'static HandlerRoute>,
    guards: Vec<Box<dyn Guard>>,
}

impl RegisteredRoute<'_> {
    #[must_use]
    pub fn guard(mut self, guard: impl Guard + 'static) -> Self {
        self.guards.push(Box::new(guard));
        self
    }

    pub fn register(self, config: &mut AppService, handler: Route) {
        self.register_wrapped(config, handler, |resource| resource);
    }

    /// One entry in the router for the route and its preflight: `wrap` adds what the route
    /// attribute wraps, and the policy stands around that.
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
        let Some(route) = self.route else { return };
        let RouteCors { settings, policy, .. } = self.cors;
        let methods = Rc::new(AllowedMethods::on_route(settings, route.methods));
        let endpoint = Endpoint { policy: Rc::clone(policy), methods, layer: None };
        Application::add(config, route);
        let served = route.methods.iter().filter_map(|name| name.parse().ok()).collect();
        let resource = Resource::new(route.path)
            .name(route.name)
            .guard(RouteGuard { served, guards: self.guards })
            .route(handler);
        wrap(resource).wrap(CorsTransform(Rc::new(endpoint))).register(config);
    }
}
