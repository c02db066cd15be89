//! The conversion of policies to CORS filters of the Kubernetes Gateway API.

mod error;
mod filter;

use std::collections::BTreeMap;

use cors_runtime::{Handler, HandlerRoute, Policies};

pub use self::{error::GatewayError, filter::HttpCorsFilter};

/// The filter for one path: an element of the result of [`http_cors_filters`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct GatewayRule {
    /// The path pattern in the route attributes of the handlers, such as `/books/{id}`.
    pub path: &'static str,
    /// The handlers with `#[cors]` on the path.
    pub handlers: Vec<&'static Handler>,
    /// The filter, or the parts of the policies that a filter cannot express.
    pub filter: Result<HttpCorsFilter, Vec<GatewayError>>,
}

/// Converts policies to CORS filters of the Kubernetes Gateway API's `HTTPRoute`, one for each path, sorted by path.
///
/// With such a filter, the gateway answers every preflight of the path, for every method. Handlers on one path
/// therefore share a filter. If the filters of their policies would differ in more than methods, the result is an
/// error.
///
/// A filter allows only requests that its handlers allow too. This function considers neither handlers without
/// `#[cors]` on the path, nor other paths that match the same requests: see the page on
/// [gateways](https://docs.rs/cors-runtime/latest/cors_runtime/guide/gateways/index.html) in the guide. A filter never
/// contains `debug_origins`, `enforce` or `hosts`. The server checks `enforce` and `hosts`.
///
/// ```standalone_crate
/// use actix_web::get;
/// use cors_devtools::http_cors_filters;
/// use cors_runtime::{cors, policies};
/// use serde_json::json;
///
/// #[cors(origins = "https://*.example.com", allow_credentials, max_age = "2h")]
/// #[get("/me")]
/// async fn me() -> &'static str { "{}" }
///
/// for rule in http_cors_filters(&policies()) {
///     let filter = rule.filter.expect("the policy is static");
///     assert_eq!(
///         json!({ "type": "CORS", "cors": filter }),
///         json!({
///             "type": "CORS",
///             "cors": {
///                 "allowOrigins": ["https://*.example.com"],
///                 "allowCredentials": true,
///                 "allowMethods": ["GET"],
///                 "maxAge": 7200
///             }
///         })
///     );
/// }
/// ```
///
/// Standard: [GEP-1767](https://gateway-api.sigs.k8s.io/geps/gep-1767/).
#[must_use]
pub fn http_cors_filters(policies: &Policies) -> Vec<GatewayRule> {
    let mut paths: BTreeMap<&'static str, Vec<Route>> = BTreeMap::new();
    for handler in policies.as_slice() {
        for route in handler.routes {
            paths.entry(route.path).or_default().push((handler, route));
        }
    }
    paths.into_iter().map(|(path, routes)| rule(path, &routes)).collect()
}

type Route = (&'static Handler, &'static HandlerRoute);

fn rule(path: &'static str, routes: &[Route]) -> GatewayRule {
    let mut handlers: Vec<_> = routes.iter().map(|(handler, _)| *handler).collect();
    handlers.dedup_by(|a, b| std::ptr::eq(*a, *b));
    GatewayRule { path, handlers, filter: filter(path, routes) }
}

/// Joins the filters of the routes, or returns the errors of all routes.
fn filter(path: &str, routes: &[Route]) -> Result<HttpCorsFilter, Vec<GatewayError>> {
    let mut joined: Option<HttpCorsFilter> = None;
    let mut errors = Vec::new();
    for (handler, route) in routes {
        match (HttpCorsFilter::new(handler.policy, route), &mut joined) {
            (Ok(filter), None) => joined = Some(filter),
            (Ok(filter), Some(joined)) => {
                if !joined.join(&filter) {
                    errors.push(GatewayError::SharedPath(path.to_owned()));
                }
            }
            (Err(found), _) => errors.extend(found),
        }
    }
    match joined {
        Some(filter) if errors.is_empty() => Ok(filter),
        _ => Err(without_repetitions(errors)),
    }
}

/// Removes repeated errors: handlers that share a policy have the same errors.
fn without_repetitions(errors: Vec<GatewayError>) -> Vec<GatewayError> {
    let mut unique = Vec::new();
    for error in errors {
        if !unique.contains(&error) {
            unique.push(error);
        }
    }
    unique
}
