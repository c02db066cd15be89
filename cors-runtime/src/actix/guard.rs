use std::rc::Rc;

#[cfg(feature = "experimental-introspection")]
use actix_web::guard::GuardDetail;
use actix_web::{
    guard::{Guard, GuardContext},
    http::{Method, header::HeaderValue},
};

use super::applied_policy::AppliedPolicy;
use crate::{
    refusal::{Reason, Refusal, Step, escaped},
    request::{announced_method, has_one_origin},
};

/// Admits the requests of a route, and their preflights: a preflight follows the route of the request
/// that it announces.
pub(super) struct RouteGuard {
    served: Vec<Method>,
    /// The guards of the route attribute. They do not apply to a preflight, which carries little of
    /// the data that guards check.
    guards: Vec<Box<dyn Guard>>,
    applied: Rc<AppliedPolicy>,
}

impl RouteGuard {
    pub(super) fn new(
        served: &[&str],
        guards: Vec<Box<dyn Guard>>,
        applied: Rc<AppliedPolicy>,
    ) -> Self {
        let served = served.iter().filter_map(|name| name.parse().ok()).collect();
        Self { served, guards, applied }
    }

    fn serves(&self, method: &Method) -> bool {
        self.served.iter().any(|served| served == method)
    }

    fn serves_announced(&self, method: &HeaderValue) -> bool {
        self.served.iter().any(|served| served.as_str().as_bytes() == method.as_bytes())
    }

    /// Logs a preflight that reaches no route since its method is in the wrong case: `patch`.
    fn log_wrong_case(&self, context: &GuardContext<'_>, method: &HeaderValue) {
        let announced = method.as_bytes();
        let is_served =
            self.served.iter().any(|it| it.as_str().as_bytes().eq_ignore_ascii_case(announced));
        if is_served && has_one_origin(context.head()) {
            let reason = Reason::MethodNotAllowed { method: escaped(announced) };
            let source = &self.applied.policy.source;
            Refusal::new(source, Step::Preflight, reason, context.head()).log();
        }
    }
}

impl Guard for RouteGuard {
    fn check(&self, context: &GuardContext<'_>) -> bool {
        if let Some(method) = announced_method(context.head()) {
            if self.serves_announced(method) && has_one_origin(context.head()) {
                return true;
            }
            // Only a route for `OPTIONS` may still match.
            if !self.serves(&Method::OPTIONS) {
                self.log_wrong_case(context, method);
                return false;
            }
            if has_one_origin(context.head()) {
                return false;
            }
        }
        self.serves(&context.head().method) && self.guards.iter().all(|guard| guard.check(context))
    }

    /// The name contains the handler, so that the introspection lists several handlers on one path separately.
    #[cfg(feature = "experimental-introspection")]
    fn name(&self) -> String {
        format!("cors({})", self.applied.policy.source)
    }

    #[cfg(feature = "experimental-introspection")]
    fn details(&self) -> Option<Vec<GuardDetail>> {
        let methods = self.served.iter().map(ToString::to_string);
        Some(vec![GuardDetail::HttpMethods(methods.collect())])
    }
}
