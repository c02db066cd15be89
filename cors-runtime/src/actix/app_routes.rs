//! The annotated routes and the layers of the application that is being created on this thread.
//!
//! actix-web does not tell a middleware which services it wraps. But for each application, one thread first registers
//! every service, and then creates the middleware. The factory of each service owns a token, and exists while the
//! application is being created. So a route that was registered on this thread, and whose token still exists, belongs
//! to that application.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
    sync::{self, Arc},
};

use actix_web::dev::ServiceRequest;

use super::path_pattern::{PathPattern, RequestPath};
use crate::handlers::HandlerRoute;

thread_local! {
    /// The annotated routes of the application that is being created. Routes of complete applications can remain here
    /// until a later registration.
    static ROUTES: RefCell<Vec<Rc<AnnotatedRoute>>> = const { RefCell::new(Vec::new()) };

    /// The layers of the application that is being created. Layers of complete applications can remain here until a
    /// later layer is created.
    static LAYERS: RefCell<Vec<Weak<LayerContents>>> = const { RefCell::new(Vec::new()) };
}

/// A token that exists as long as the service factory that owns it. Each clone is a distinct token, since a clone of a
/// factory creates the service of another application.
#[derive(Debug)]
pub(super) struct LivenessToken(Arc<()>);

impl LivenessToken {
    pub(super) fn new() -> Self {
        Self(Arc::new(()))
    }

    fn downgrade(&self) -> sync::Weak<()> {
        Arc::downgrade(&self.0)
    }
}

impl Clone for LivenessToken {
    fn clone(&self) -> Self {
        Self::new()
    }
}

/// An annotated route of an application instance.
struct AnnotatedRoute {
    route: &'static HandlerRoute,
    pattern: PathPattern,
    token: sync::Weak<()>,
}

impl AnnotatedRoute {
    fn is_alive(&self) -> bool {
        self.token.strong_count() > 0
    }
}

/// Registers a route of the application that is being created. The registration lasts as long as the returned token
/// exists.
pub(super) fn register(route: &'static HandlerRoute) -> LivenessToken {
    let token = LivenessToken::new();
    let pattern = PathPattern::new(route.path);
    let route = Rc::new(AnnotatedRoute { route, pattern, token: token.downgrade() });
    ROUTES.with_borrow_mut(|routes| {
        routes.retain(|route| route.is_alive());
        routes.push(route);
    });
    token
}

/// All annotated routes of an application. A middleware cannot find out which of these routes it wraps.
pub(super) struct AppRoutes {
    routes: Vec<Rc<AnnotatedRoute>>,
}

impl AppRoutes {
    /// Returns the routes of the application that is being created.
    pub(super) fn current() -> Self {
        let routes = ROUTES.with_borrow(|routes| {
            routes.iter().filter(|route| route.is_alive()).cloned().collect()
        });
        Self { routes }
    }

    /// Finds an annotated route that serves the method, and whose path may match the end of the request's path.
    pub(super) fn find(
        &self,
        request: &ServiceRequest,
        method: &[u8],
    ) -> Option<&'static HandlerRoute> {
        if self.routes.is_empty() {
            return None;
        }
        let path = RequestPath::new(request.match_info().as_str());
        let mut routes = self.routes.iter().filter(|route| route.route.serves(method));
        routes.find(|route| route.pattern.may_match(&path)).map(|route| route.route)
    }
}

/// The routes and layers that a layer of one application instance may contain.
pub(super) struct LayerContents {
    routes: AppRoutes,
    token: sync::Weak<()>,
    /// `true` if this is the only layer of the application.
    is_only_layer: Cell<bool>,
}

impl LayerContents {
    /// Registers a layer of the application that is being created. `token` belongs to the factory of the layer.
    pub(super) fn new(token: &LivenessToken) -> Rc<Self> {
        let layer = Rc::new(Self {
            routes: AppRoutes::current(),
            token: token.downgrade(),
            is_only_layer: Cell::new(true),
        });
        LAYERS.with_borrow_mut(|layers| {
            layers.retain(|other| other.upgrade().is_some_and(|it| it.token.strong_count() > 0));
            for other in layers.iter().filter_map(Weak::upgrade) {
                other.is_only_layer.set(false);
                layer.is_only_layer.set(false);
            }
            layers.push(Rc::downgrade(&layer));
        });
        layer
    }

    /// Returns whether this layer may contain another policy.
    #[inline]
    pub(super) fn may_contain_policies(&self) -> bool {
        !self.routes.routes.is_empty() || !self.is_only_layer.get()
    }

    /// Returns whether a request with this method, or a preflight for this method, may reach an inner policy of
    /// this layer.
    pub(super) fn may_contain_route_for(&self, request: &ServiceRequest, method: &[u8]) -> bool {
        !self.is_only_layer.get() || self.routes.find(request, method).is_some()
    }
}
