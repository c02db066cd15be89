use std::rc::Rc;

use actix_web::{
    guard::{Guard, GuardContext},
    http::Method,
};

use super::{head, methods::AllowedMethods};

/// Lets into a route its own requests, and the preflights of the methods that its policy allows.
pub(super) struct RouteGuard {
    pub(super) served: Vec<Method>,
    pub(super) allowed: Rc<AllowedMethods>,
    /// Those written in the route attribute: a preflight carries nothing that they could judge.
    pub(super) guards: Vec<Box<dyn Guard>>,
}

impl Guard for RouteGuard {
    fn check(&self, context: &GuardContext<'_>) -> bool {
        let head = context.head();
        match head::preflight(head) {
            Some(preflight) => self.allowed.allow(preflight.method.as_bytes()),
            None => {
                self.served.contains(&head.method)
                    && self.guards.iter().all(|guard| guard.check(context))
            }
        }
    }
}
