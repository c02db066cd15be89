use std::{cell::Cell, rc::Rc};

#[cfg(feature = "experimental-introspection")]
use actix_web::guard::GuardDetail;
use actix_web::{
    guard::{Guard, GuardContext},
    http::{Method, header::HeaderValue},
};

use crate::{methods::AllowedMethods, request::CorsRequest};

/// Lets into a route its own requests, and the preflights of those: a preflight goes where the
/// request that it asks for would go.
pub(super) struct RouteGuard {
    served: Vec<Served>,
    /// Those written in the route attribute: a preflight carries little that they could judge.
    guards: Vec<Box<dyn Guard>>,
    routed: Rc<Cell<Routed>>,
    #[cfg(feature = "experimental-introspection")]
    place: crate::place::Place,
}

struct Served {
    name: &'static str,
    method: Method,
    is_allowed: bool,
}

/// What a route's guard has read of the request that it lets in: the router hands that very request
/// to the route's service, before it asks any other guard.
#[derive(Default)]
pub(super) enum Routed {
    #[default]
    Actual,
    Preflight(Preflight),
}

/// A preflight, as far as it was read to route it.
pub(super) struct Preflight {
    pub(super) origin: HeaderValue,
    /// Whether the policy allows the method that it asks for.
    pub(super) allows_method: bool,
}

impl RouteGuard {
    pub(super) fn new(
        served: &[&'static str],
        allowed: &AllowedMethods,
        guards: Vec<Box<dyn Guard>>,
        #[cfg(feature = "experimental-introspection")] place: crate::place::Place,
    ) -> Self {
        let served = served.iter().filter_map(|&name| {
            let is_allowed = allowed.allow(name.as_bytes());
            Some(Served { name, method: name.parse().ok()?, is_allowed })
        });
        Self {
            served: served.collect(),
            guards,
            routed: Rc::default(),
            #[cfg(feature = "experimental-introspection")]
            place,
        }
    }

    /// Where it leaves what it has read.
    pub(super) fn routed(&self) -> Rc<Cell<Routed>> {
        Rc::clone(&self.routed)
    }

    fn serves(&self, method: &Method) -> bool {
        self.served.iter().any(|served| served.method == *method)
    }

    fn served(&self, requested: &HeaderValue) -> Option<&Served> {
        self.served.iter().find(|served| served.name.as_bytes() == requested.as_bytes())
    }
}

impl Guard for RouteGuard {
    fn check(&self, context: &GuardContext<'_>) -> bool {
        let request = CorsRequest::of(context.head());
        if let Some(requested) = request.requested_method() {
            let served = self.served(requested);
            // Most routes on a path serve another method: they need not look any further.
            if served.is_none() && !self.serves(&Method::OPTIONS) {
                return false;
            }
            if let Some(origin) = request.origin().one() {
                let Some(served) = served else { return false };
                let (origin, allows_method) = (origin.clone(), served.is_allowed);
                self.routed.set(Routed::Preflight(Preflight { origin, allows_method }));
                return true;
            }
        }
        let is_served =
            self.serves(request.method()) && self.guards.iter().all(|guard| guard.check(context));
        if is_served {
            self.routed.set(Routed::Actual);
        }
        is_served
    }

    /// The handler, so that the introspection keeps the methods of several handlers on one path apart.
    #[cfg(feature = "experimental-introspection")]
    fn name(&self) -> String {
        format!("cors({})", self.place)
    }

    #[cfg(feature = "experimental-introspection")]
    fn details(&self) -> Option<Vec<GuardDetail>> {
        let methods = self.served.iter().map(|served| served.name.to_owned());
        Some(vec![GuardDetail::HttpMethods(methods.collect())])
    }
}
