use std::rc::Rc;

use actix_web::{
    Error, FromRequest, Handler as ActixHandler, Resource, Responder, Route,
    body::MessageBody,
    dev::{
        AppService, HttpServiceFactory, ResourceDef, ServiceFactory, ServiceRequest,
        ServiceResponse, fn_service,
    },
    guard::Guard,
};

use super::{
    application::{self, Maker},
    endpoint::{Endpoint, Position},
    guard::RouteGuard,
    handler,
    service::CorsTransform,
};
use crate::{
    allowed_origins::AllowedOrigins,
    methods::AllowedMethods,
    place::Place,
    prepared::{Prepared, stop},
    refusal::Told,
    registry::{Handler, HandlerRoute},
};

/// An annotated handler in one application instance: what an expansion registers its routes by.
#[doc(hidden)]
pub struct RouteCors {
    handler: &'static Handler,
    origins: Rc<AllowedOrigins>,
}

impl RouteCors {
    /// # Panics
    /// Where the policy may not use its set of origins: the server does not start.
    #[must_use]
    pub fn new(handler: &'static Handler) -> Self {
        let place = Place::Handler(handler);
        match AllowedOrigins::new(Prepared::of_policy(&handler.policy), place) {
            Ok(origins) => Self { handler, origins: Rc::new(origins) },
            Err(errors) => stop(place, &errors),
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

/// A route's entry in the router.
struct Entry {
    route: &'static HandlerRoute,
    guard: RouteGuard,
    endpoint: Rc<Endpoint>,
    maker: Maker,
}

impl RegisteredRoute<'_> {
    #[must_use]
    pub fn guard(mut self, guard: impl Guard + 'static) -> Self {
        self.guards.push(Box::new(guard));
        self
    }

    /// One entry in the router for the route, what its attribute wraps, and its preflight: the policy
    /// stands around that.
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
        let Some(Entry { route, guard, endpoint, maker }) = self.enter() else { return };
        let resource = Resource::new(route.path).name(route.name).guard(guard).route(handler);
        wrap(resource).wrap(CorsTransform { endpoint, _maker: maker }).register(config);
    }

    /// What every entry in the router has.
    fn enter(self) -> Option<Entry> {
        let route = self.route?;
        let maker = application::register(route);
        let RouteCors { handler, origins } = self.cors;
        let methods = AllowedMethods::on_route(&origins.policy.settings, route.methods);
        let guard = RouteGuard::new(
            route.methods,
            &methods,
            self.guards,
            #[cfg(feature = "experimental-introspection")]
            Place::Handler(handler),
        );
        let endpoint = Endpoint {
            place: Place::Handler(handler),
            told: Told::default(),
            origins: Rc::clone(origins),
            methods,
            position: Position::Route(guard.routed()),
        };
        Some(Entry { route, guard, endpoint: Rc::new(endpoint), maker })
    }
}

/// One entry in the router for the route and its preflight. A function, so that an expansion can say
/// where a handler that is none is told.
#[doc(hidden)]
pub fn register<H, Arguments>(registered: RegisteredRoute<'_>, config: &mut AppService, handler: H)
where
    H: ActixHandler<Arguments, Output: Responder + 'static>,
    Arguments: FromRequest + 'static,
{
    let Some(Entry { route, guard, endpoint, maker }) = registered.enter() else { return };
    let definition = definition(route);
    let service = fn_service(move |request: ServiceRequest| {
        let _in_what_makes_it = &maker;
        handler::answer(&endpoint, request, handler.clone())
    });
    config.register_service(definition, Some(vec![Box::new(guard)]), service, None);
}

/// The path and the name of a route, as a `Resource` of actix-web has them: a path that is not empty
/// begins with a slash.
fn definition(route: &HandlerRoute) -> ResourceDef {
    let slash = if route.path.is_empty() || route.path.starts_with('/') { "" } else { "/" };
    let mut definition = ResourceDef::new(format!("{slash}{}", route.path));
    definition.set_name(route.name);
    definition
}
