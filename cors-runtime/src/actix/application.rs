//! What stands inside of middleware: annotated handlers, and other layers.
//!
//! actix-web tells middleware neither. But what makes a service is there for as long as anything around
//! it is being made: whatever is gone by then belongs to an application that is done.

use std::{
    cell::{Cell, OnceCell, RefCell},
    rc::{Rc, Weak},
    sync::{self, Arc},
};

use actix_web::{
    dev::{ResourceDef, ServiceRequest},
    http::header::HeaderValue,
};

use crate::registry::HandlerRoute;

thread_local! {
    /// The annotated routes that are being made on this thread, and possibly some that are done.
    static ROUTES: RefCell<Vec<Rc<AnnotatedRoute>>> = const { RefCell::new(Vec::new()) };

    /// The layers that are being made on this thread, and possibly some that are done.
    static LAYERS: RefCell<Vec<Weak<Layer>>> = const { RefCell::new(Vec::new()) };
}

/// Stands in what makes a service, and is gone with it. A clone, as in what is made, is another.
#[derive(Debug)]
pub(super) struct Maker(Arc<()>);

/// Whether what makes a service is there.
struct BeingMade(sync::Weak<()>);

impl Maker {
    pub(super) fn new() -> Self {
        Self(Arc::new(()))
    }

    fn being_made(&self) -> BeingMade {
        BeingMade(Arc::downgrade(&self.0))
    }
}

impl Clone for Maker {
    fn clone(&self) -> Self {
        Self::new()
    }
}

impl BeingMade {
    fn is_true(&self) -> bool {
        self.0.strong_count() > 0
    }
}

/// An annotated route of an application instance.
struct AnnotatedRoute {
    route: &'static HandlerRoute,
    being_made: BeingMade,
    pattern: OnceCell<Pattern>,
}

/// Notes a route that is being registered, for as long as what is answered is in what makes it.
pub(super) fn register(route: &'static HandlerRoute) -> Maker {
    let maker = Maker::new();
    let (being_made, pattern) = (maker.being_made(), OnceCell::new());
    ROUTES.with_borrow_mut(|routes| {
        routes.retain(|route| route.being_made.is_true());
        routes.push(Rc::new(AnnotatedRoute { route, being_made, pattern }));
    });
    maker
}

/// The annotated routes that may stand inside of middleware: more than do, for middleware knows
/// neither its own path nor what it wraps.
pub(super) struct Inside {
    routes: Vec<Rc<AnnotatedRoute>>,
}

impl Inside {
    /// While the middleware is being made.
    pub(super) fn new() -> Self {
        let being_made = |route: &&Rc<AnnotatedRoute>| route.being_made.is_true();
        let routes =
            ROUTES.with_borrow(|routes| routes.iter().filter(being_made).cloned().collect());
        Self { routes }
    }

    fn has_annotated_routes(&self) -> bool {
        !self.routes.is_empty()
    }

    /// Whether an annotated route that serves the method may match the request's path, wherever
    /// scopes put the route.
    pub(super) fn may_serve(&self, request: &ServiceRequest, method: &[u8]) -> bool {
        if self.routes.is_empty() {
            return false;
        }
        let path = request.match_info().as_str();
        let may_match = |path: &str| {
            self.routes.iter().any(|route| route.serves(method) && route.may_match(path))
        };
        may_match(path) || path.contains("//") && may_match(&merged(path))
    }
}

impl AnnotatedRoute {
    fn serves(&self, method: &[u8]) -> bool {
        self.route.methods.iter().any(|served| served.as_bytes() == method)
    }

    fn may_match(&self, path: &str) -> bool {
        self.pattern.get_or_init(|| Pattern::new(self.route.path)).may_match(path)
    }
}

/// A route's path wherever scopes put it, for paths as they were sent and as `NormalizePath` further
/// in may leave them.
struct Pattern {
    written: BelowAny,
    /// Without the slash that it ends in.
    trimmed: Option<BelowAny>,
}

impl Pattern {
    fn new(path: &str) -> Self {
        Self { written: BelowAny::new(path), trimmed: path.strip_suffix('/').map(BelowAny::new) }
    }

    fn may_match(&self, path: &str) -> bool {
        let trimmed = path.strip_suffix('/').unwrap_or(path);
        self.written.may_match(path)
            || match &self.trimmed {
                Some(pattern) => pattern.may_match(trimmed),
                None => trimmed != path && self.written.may_match(trimmed),
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

    fn may_match(&self, path: &str) -> bool {
        match self {
            Self::Static(end) => path.ends_with(end),
            Self::Dynamic(pattern) => pattern.is_match(path),
            Self::Unknown => true,
        }
    }
}

/// The path with single slashes.
fn merged(path: &str) -> String {
    let mut merged = String::with_capacity(path.len());
    for character in path.chars() {
        if !(character == '/' && merged.ends_with('/')) {
            merged.push(character);
        }
    }
    merged
}

/// A layer in an application instance.
pub(super) struct Layer {
    inside: Inside,
    being_made: BeingMade,
    /// Whether no other layer is in the application, inside or elsewhere.
    is_alone: Cell<bool>,
}

impl Layer {
    /// While the layer is being made, by that maker.
    pub(super) fn new(maker: &Maker) -> Rc<Self> {
        let layer = Rc::new(Self {
            inside: Inside::new(),
            being_made: maker.being_made(),
            is_alone: Cell::new(true),
        });
        LAYERS.with_borrow_mut(|layers| {
            layers.retain(|other| other.upgrade().is_some_and(|it| it.being_made.is_true()));
            for other in layers.iter().filter_map(Weak::upgrade) {
                other.is_alone.set(false);
                layer.is_alone.set(false);
            }
            layers.push(Rc::downgrade(&layer));
        });
        layer
    }

    /// Whether a policy inside may be the one that governs a request.
    #[inline]
    pub(super) fn may_hold_a_policy(&self) -> bool {
        self.inside.has_annotated_routes() || !self.is_alone.get()
    }

    /// Whether a preflight that asks for the method may be another policy's to answer.
    pub(super) fn must_route(&self, request: &ServiceRequest, method: &HeaderValue) -> bool {
        !self.is_alone.get() || self.inside.may_serve(request, method.as_bytes())
    }

    /// Whether a request of the method may have been preflighted by a policy inside.
    pub(super) fn may_have_routed(&self, request: &ServiceRequest) -> bool {
        !self.is_alone.get() || self.inside.may_serve(request, request.method().as_str().as_bytes())
    }
}
