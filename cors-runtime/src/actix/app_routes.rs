//! The annotated routes and the layers of the application that is being created on this thread. An *annotated* route is
//! a route of a handler with `#[cors]`.
//!
//! actix-web does not tell a middleware which services it wraps. But for each application, one thread first registers
//! every service, and then creates the middleware. The factory of each service owns a token, and exists while the
//! application is being created. So a route that was registered on this thread, and whose token still exists, belongs
//! to that application.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::{Arc, Weak},
};

use actix_web::dev::ServiceRequest;

use super::path_pattern::{PathPattern, RequestPath};
use crate::handlers::HandlerRoute;

/// Values, each with the token of the service factory or the layer that registered it. A value remains until the first
/// call of `remove_dead` after the token is dropped.
type Registry<T> = RefCell<Vec<(Weak<()>, T)>>;

thread_local! {
    /// The annotated routes of the application that is being created.
    static ROUTES: Registry<Rc<AnnotatedRoute>> = const { RefCell::new(Vec::new()) };

    /// One entry for each layer of the application that is being created. Its entries share one counter, which is the
    /// number of these layers.
    static LAYERS: Registry<Rc<Cell<usize>>> = const { RefCell::new(Vec::new()) };
}

/// A token that exists as long as the service factory or the layer that owns it. Each clone is a distinct token, since
/// a clone of the owner is registered separately.
#[derive(Debug)]
pub(super) struct LivenessToken(Arc<()>);

impl LivenessToken {
    pub(super) fn new() -> Self {
        Self(Arc::new(()))
    }

    fn downgrade(&self) -> Weak<()> {
        Arc::downgrade(&self.0)
    }
}

impl Clone for LivenessToken {
    fn clone(&self) -> Self {
        Self::new()
    }
}

fn remove_dead<T>(values: &mut Vec<(Weak<()>, T)>) {
    values.retain(|(token, _)| token.strong_count() > 0);
}

struct AnnotatedRoute {
    route: &'static HandlerRoute,
    pattern: PathPattern,
}

/// Registers a route of the application that is being created. The registration lasts as long as the returned token
/// exists.
pub(super) fn register(route: &'static HandlerRoute) -> LivenessToken {
    let token = LivenessToken::new();
    let annotated = Rc::new(AnnotatedRoute { route, pattern: PathPattern::new(route.path) });
    ROUTES.with_borrow_mut(|routes| {
        remove_dead(routes);
        routes.push((token.downgrade(), annotated));
    });
    token
}

/// All annotated routes of an application. A middleware cannot find out which of these routes it wraps.
pub(super) struct AppRoutes(Vec<Rc<AnnotatedRoute>>);

impl AppRoutes {
    /// Returns the routes of the application that is being created.
    pub(super) fn current() -> Self {
        ROUTES.with_borrow_mut(|routes| {
            remove_dead(routes);
            Self(routes.iter().map(|(_, route)| Rc::clone(route)).collect())
        })
    }

    /// Finds an annotated route that serves the method, and whose path may match the end of the request's path.
    pub(super) fn find(
        &self,
        request: &ServiceRequest,
        method: &[u8],
    ) -> Option<&'static HandlerRoute> {
        if self.0.is_empty() {
            return None;
        }
        let path = RequestPath::new(request.match_info().as_str());
        let mut routes = self.0.iter().filter(|route| route.route.serves(method));
        routes.find(|route| route.pattern.may_match(&path)).map(|route| route.route)
    }
}

/// The routes and layers that a layer of one application instance may contain.
pub(super) struct LayerContents {
    routes: AppRoutes,
    /// The number of layers of the application, including this one.
    layers: Rc<Cell<usize>>,
}

impl LayerContents {
    /// Registers a layer of the application that is being created. `token` belongs to the factory of the layer.
    pub(super) fn new(token: &LivenessToken) -> Self {
        let layers = LAYERS.with_borrow_mut(|registered| {
            remove_dead(registered);
            let layers =
                registered.first().map(|(_, layers)| Rc::clone(layers)).unwrap_or_default();
            registered.push((token.downgrade(), Rc::clone(&layers)));
            layers
        });
        layers.set(layers.get() + 1);
        Self { routes: AppRoutes::current(), layers }
    }

    /// Returns whether this layer may contain another policy.
    #[inline]
    pub(super) fn may_contain_policies(&self) -> bool {
        !self.routes.0.is_empty() || self.has_other_layers()
    }

    /// Returns whether a request with this method, or a preflight for this method, may reach an inner policy of
    /// this layer.
    pub(super) fn may_contain_policy_for(&self, request: &ServiceRequest, method: &[u8]) -> bool {
        self.has_other_layers() || self.routes.find(request, method).is_some()
    }

    #[inline]
    fn has_other_layers(&self) -> bool {
        self.layers.get() > 1
    }
}
