use actix_web::{
    guard::{Guard, GuardContext},
    http::Method,
};

use crate::request::CorsRequest;

/// Lets into a route its own requests, and the preflights of those: a preflight goes where the
/// request that it asks for would go.
pub(super) struct RouteGuard {
    pub(super) served: Vec<Method>,
    /// Those written in the route attribute: a preflight carries little that they could judge.
    pub(super) guards: Vec<Box<dyn Guard>>,
}

impl Guard for RouteGuard {
    fn check(&self, context: &GuardContext<'_>) -> bool {
        let request = CorsRequest::of(context.head());
        match request.preflight() {
            Some(preflight) => {
                let requested = preflight.requested_method.as_bytes();
                self.served.iter().any(|method| method.as_str().as_bytes() == requested)
            }
            None => {
                self.served.contains(request.method())
                    && self.guards.iter().all(|guard| guard.check(context))
            }
        }
    }
}
