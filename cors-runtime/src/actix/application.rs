//! What stands inside a layer: the annotated handlers and the other layers of its application.
//!
//! actix-web tells middleware neither. But it registers all services of an application at once,
//! and makes its middleware before the application is done.

use std::{
    any::Any,
    cell::{Cell, OnceCell, RefCell},
    ptr,
    rc::{Rc, Weak},
};

use actix_web::{
    dev::{AppService, ResourceDef, ServiceRequest},
    http::header::HeaderValue,
};

use crate::registry::HandlerRoute;

thread_local! {
    /// The annotated applications that are being made on this thread.
    static APPLICATIONS: RefCell<Vec<Rc<Application>>> = const { RefCell::new(Vec::new()) };

    /// The layers on this thread, and possibly some that are gone.
    static LAYERS: RefCell<Vec<Weak<Layer>>> = const { RefCell::new(Vec::new()) };
}

/// The annotated routes of an application instance.
pub(super) struct Application {
    /// What all services of the instance are registered with, for as long as it is being made.
    default_service: Weak<dyn Any>,
    routes: RefCell<Vec<AnnotatedRoute>>,
}

struct AnnotatedRoute {
    route: &'static HandlerRoute,
    below_any: OnceCell<BelowAny>,
}

impl Application {
    /// Notes a route of the instance that is being registered.
    pub(super) fn add(config: &AppService, route: &'static HandlerRoute) {
        let default_service: Rc<dyn Any> = config.default_service();
        let default_service = Rc::downgrade(&default_service);
        APPLICATIONS.with_borrow_mut(|applications| {
            applications.retain(|application| application.is_being_made());
            let is_this = |application: &&Rc<Self>| {
                ptr::addr_eq(application.default_service.as_ptr(), default_service.as_ptr())
            };
            let application = match applications.iter().find(is_this) {
                Some(application) => application,
                None => {
                    let routes = RefCell::default();
                    applications.push(Rc::new(Self { default_service, routes }));
                    let Some(application) = applications.last() else { return };
                    application
                }
            };
            let below_any = OnceCell::new();
            application.routes.borrow_mut().push(AnnotatedRoute { route, below_any });
        });
    }

    /// The instance whose middleware is being made: more than one only where several are made side
    /// by side.
    fn being_made() -> Vec<Rc<Self>> {
        APPLICATIONS.with_borrow_mut(|applications| {
            applications.retain(|application| application.is_being_made());
            applications.clone()
        })
    }

    fn is_being_made(&self) -> bool {
        self.default_service.strong_count() > 0
    }
}

/// What may stand inside of middleware: more than does, for middleware knows neither its own path
/// nor what it wraps.
pub(super) struct Inside {
    applications: Vec<Rc<Application>>,
}

impl Inside {
    /// While the middleware is being made.
    pub(super) fn new() -> Self {
        Self { applications: Application::being_made() }
    }

    fn has_annotated_routes(&self) -> bool {
        !self.applications.is_empty()
    }

    /// Whether an annotated route that serves the method may match the request's path, wherever
    /// scopes put the route.
    pub(super) fn may_serve(&self, request: &ServiceRequest, method: &[u8]) -> bool {
        if self.applications.is_empty() {
            return false;
        }
        let path = request.match_info().as_str();
        let may_match = |path: &str| {
            self.applications.iter().any(|application| {
                let routes = application.routes.borrow();
                routes.iter().any(|route| route.serves(method) && route.may_match(path))
            })
        };
        may_match(path) || normalized(path).iter().any(|form| may_match(form))
    }
}

impl AnnotatedRoute {
    fn serves(&self, method: &[u8]) -> bool {
        self.route.methods.iter().any(|served| served.as_bytes() == method)
    }

    fn may_match(&self, path: &str) -> bool {
        match self.below_any.get_or_init(|| BelowAny::new(self.route.path)) {
            BelowAny::Static(end) => path.ends_with(end),
            BelowAny::Dynamic(pattern) => pattern.is_match(path),
            BelowAny::Unknown => true,
        }
    }
}

/// actix-web's limit is sixteen; a brace may also be one of a regular expression.
const MOST_SEGMENTS: usize = 15;

/// A route's path behind any other.
enum BelowAny {
    Static(String),
    Dynamic(ResourceDef),
    /// A pattern that has no room for another segment.
    Unknown,
}

impl BelowAny {
    fn new(path: &str) -> Self {
        let slash = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
        let path = format!("{slash}{path}");
        match path.matches('{').count() {
            0 if !path.ends_with('*') => Self::Static(path),
            count if count > MOST_SEGMENTS => Self::Unknown,
            _ => Self::Dynamic(ResourceDef::new(format!("{{__cors_before:.*}}{path}"))),
        }
    }
}

/// The path as `NormalizePath` further in may leave it.
fn normalized(path: &str) -> [String; 2] {
    let mut merged = String::with_capacity(path.len() + 1);
    for part in path.split('/').filter(|part| !part.is_empty()) {
        merged.push('/');
        merged.push_str(part);
    }
    let with_slash = format!("{merged}/");
    [merged, with_slash]
}

/// A layer in an application instance.
pub(super) struct Layer {
    inside: Inside,
    /// The address of its application's resource map, once a request has shown it.
    application: Cell<Option<usize>>,
}

impl Layer {
    /// While the layer is being made.
    pub(super) fn new() -> Rc<Self> {
        let layer = Rc::new(Self { inside: Inside::new(), application: Cell::new(None) });
        LAYERS.with_borrow_mut(|layers| {
            layers.retain(|layer| layer.strong_count() > 0);
            layers.push(Rc::downgrade(&layer));
        });
        layer
    }

    /// Whether a policy inside may be the one that governs a request.
    #[inline]
    pub(super) fn may_hold_a_policy(&self, request: &ServiceRequest) -> bool {
        self.inside.has_annotated_routes() || !self.is_alone(request)
    }

    /// Whether a preflight that asks for the method may be another policy's to answer.
    pub(super) fn must_route(&self, request: &ServiceRequest, method: &HeaderValue) -> bool {
        !self.is_alone(request) || self.inside.may_serve(request, method.as_bytes())
    }

    /// Whether a request of the method may have been preflighted by a policy inside.
    pub(super) fn may_have_routed(&self, request: &ServiceRequest) -> bool {
        !self.is_alone(request)
            || self.inside.may_serve(request, request.method().as_str().as_bytes())
    }

    /// Whether no other layer is in this application; one that has not seen a request yet may be.
    fn is_alone(&self, request: &ServiceRequest) -> bool {
        let application = ptr::from_ref(request.resource_map()).addr();
        self.application.set(Some(application));
        LAYERS.with_borrow(|layers| {
            layers.iter().all(|layer| {
                ptr::addr_eq(layer.as_ptr(), ptr::from_ref(self))
                    || layer.upgrade().is_none_or(|layer| {
                        layer.application.get().is_some_and(|other| other != application)
                    })
            })
        })
    }
}
