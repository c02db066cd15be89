//! Policies as filters of a Kubernetes gateway.

mod error;
mod filter;

use std::collections::BTreeMap;

pub use error::GatewayError;
pub use filter::HttpCorsFilter;

use crate::registry::{Handler, HandlerRoute, Policies};

/// What a gateway has to be told of one path: see [`Policies::http_cors_filters`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct GatewayRule {
    /// The path pattern, as the route attributes have it.
    pub path: &'static str,
    /// The annotated handlers on it.
    pub handlers: Vec<&'static Handler>,
    /// The filter, or everything of the policies that no filter says.
    pub filter: Result<HttpCorsFilter, Vec<GatewayError>>,
}

impl Policies {
    /// The policies as CORS filters of the Kubernetes Gateway API's `HTTPRoute`, one for each path,
    /// in the order of the paths.
    ///
    /// A gateway with such a filter answers the preflights of the path itself, for every method, so
    /// handlers on one path are one filter where their policies differ by their methods only, and
    /// an error where they differ in more. A filter never allows what its handlers do not. What
    /// this cannot know is an unannotated handler on the path, and a path that matches what another
    /// one does: see the guide's page on [gateways](crate::guide::gateways).
    ///
    /// `debug_origins` are never among a filter's; `enforce` and `hosts` judge the actual request,
    /// and stay with the server.
    ///
    /// ```standalone_crate
    /// use actix_web::get;
    /// use cors_runtime::{cors, policies};
    /// use serde_json::json;
    ///
    /// #[cors(origins = "https://*.example.com", allow_credentials, max_age = "2h")]
    /// #[get("/me")]
    /// async fn me() -> &'static str { "{}" }
    ///
    /// for rule in policies().http_cors_filters() {
    ///     let filter = rule.filter.map_err(|errors| errors[0]).expect("the policy is static");
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
    pub fn http_cors_filters(&self) -> Vec<GatewayRule> {
        let mut paths: BTreeMap<&'static str, Vec<Route>> = BTreeMap::new();
        for handler in self.as_slice() {
            for route in handler.routes {
                paths.entry(route.path).or_default().push((handler, route));
            }
        }
        paths.into_iter().map(|(path, routes)| rule(path, &routes)).collect()
    }
}

type Route = (&'static Handler, &'static HandlerRoute);

fn rule(path: &'static str, routes: &[Route]) -> GatewayRule {
    let mut handlers: Vec<_> = routes.iter().map(|(handler, _)| *handler).collect();
    handlers.dedup_by_key(|handler| std::ptr::from_ref(*handler));
    GatewayRule { path, handlers, filter: filter(path, routes) }
}

/// The filter that says what the policy of each route says, or everything that stands against it.
fn filter(path: &'static str, routes: &[Route]) -> Result<HttpCorsFilter, Vec<GatewayError>> {
    let mut joined: Option<HttpCorsFilter> = None;
    let mut errors = Vec::new();
    for (handler, route) in routes {
        match (HttpCorsFilter::new(&handler.policy, route.methods), &mut joined) {
            (Ok(filter), None) => joined = Some(filter),
            (Ok(filter), Some(joined)) => {
                if !joined.join(&filter) {
                    errors.push(GatewayError::SharedPath(path));
                }
            }
            (Err(found), _) => errors.extend(found),
        }
    }
    match joined {
        Some(filter) if errors.is_empty() => filter.within_limits(),
        _ => Err(unique(errors)),
    }
}

/// Handlers that share a policy have the same to tell.
fn unique(errors: Vec<GatewayError>) -> Vec<GatewayError> {
    let mut unique = Vec::new();
    for error in errors {
        if !unique.contains(&error) {
            unique.push(error);
        }
    }
    unique
}
