#[cfg(feature = "experimental-introspection")]
use actix_web::guard::GuardDetail;
use actix_web::{
    dev::RequestHead,
    guard::{Guard, GuardContext},
    http::Method,
};

use crate::{
    handlers::HandlerRoute,
    policy_owner::PolicyOwner,
    refusal::{Reason, Refusal, escaped},
    request::{CorsRequest, has_one_origin, requested_method},
};

/// The guard of a route. It accepts the actual requests that the route serves, and their preflights.
pub(super) struct RouteGuard {
    pub(super) owner: PolicyOwner,
    pub(super) route: &'static HandlerRoute,
    /// The parsed methods of the route. Comparing `Method`s is faster than comparing strings.
    pub(super) methods: Vec<Method>,
    /// The guards of the route attribute. They are called only for actual requests, since a preflight lacks most of the
    /// data that guards check.
    pub(super) guards: Vec<Box<dyn Guard>>,
}

impl RouteGuard {
    /// Logs a preflight that this route does not serve because the requested method has the wrong letter case, such as
    /// `patch`.
    fn log_wrong_case(&self, head: &RequestHead, method: &[u8]) {
        let is_method = |served: &&str| served.as_bytes().eq_ignore_ascii_case(method);
        if self.route.methods.iter().any(is_method) && has_one_origin(head) {
            let reason = Reason::MethodNotAllowed { method: escaped(method) };
            let request = CorsRequest::read(head);
            Refusal::new(&self.owner, reason, &request).log();
        }
    }
}

impl Guard for RouteGuard {
    fn check(&self, context: &GuardContext<'_>) -> bool {
        let head = context.head();
        let accepts_actual = || {
            self.methods.contains(&head.method)
                && self.guards.iter().all(|guard| guard.check(context))
        };
        let Some(requested) = requested_method(head) else { return accepts_actual() };
        // The router calls the guards of the routes on a path one after another, until one guard accepts the request.
        // To save time, each guard reads `Origin` last.
        let requested = requested.as_bytes();
        if self.route.serves(requested) && has_one_origin(head) {
            return true;
        }
        let is_actual_options = self.methods.contains(&Method::OPTIONS) && !has_one_origin(head);
        if is_actual_options {
            return accepts_actual();
        }
        self.log_wrong_case(head, requested);
        false
    }

    /// The name contains the handler, so that the introspection lists several handlers on one path separately.
    #[cfg(feature = "experimental-introspection")]
    fn name(&self) -> String {
        let (module, name) = self.owner.module_and_name();
        format!("cors({module}::{name})")
    }

    #[cfg(feature = "experimental-introspection")]
    fn details(&self) -> Option<Vec<GuardDetail>> {
        let methods = self.route.methods.iter().map(ToString::to_string);
        Some(vec![GuardDetail::HttpMethods(methods.collect())])
    }
}
