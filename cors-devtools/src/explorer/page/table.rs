//! The rows of the Explorer's table of routes and policies, with an example request for each row.

use actix_web::HttpRequest;
use cors_rules::key::Key;
use cors_runtime::{Handler, HandlerRoute, policies};
use serde::Serialize;

use crate::{
    example::{example_origin, example_path},
    facts::{Value, facts, line},
};

/// The page of an example request for a route without a known policy, or with a policy for whose patterns
/// [`example_origin`] returns no origin.
const EXAMPLE_PAGE: &str = "https://app.example.com";

/// A row of the table: a route, and its policy if the policy is known.
#[derive(Serialize)]
pub(super) struct Row {
    methods: String,
    path: String,
    handler: String,
    at: String,
    origins: String,
    /// One setting or remark on each line.
    settings: String,
    example_request: ExampleRequest,
}

/// An example request of a page. The script of the Explorer can copy it into the form.
#[derive(Serialize)]
struct ExampleRequest {
    page: String,
    method: String,
    url: String,
    credentials: bool,
}

/// Returns the rows, sorted by path: one for each route of a handler with `#[cors]`. With the feature `routes`, the
/// paths of registered routes include the prefixes of their scopes, and there is also a row for each route without a
/// known policy.
#[cfg_attr(not(feature = "routes"), allow(unused_variables, reason = "no other route is known"))]
pub(super) fn rows(request: &HttpRequest) -> Vec<Row> {
    #[cfg(feature = "routes")]
    let registered = crate::routes(request);
    let mut rows = Vec::new();
    for handler in policies() {
        for route in handler.routes {
            let path = route.path;
            #[cfg(feature = "routes")]
            let path = registered_path(&registered, handler, route).unwrap_or(path);
            rows.push(Row::new(handler, route, path));
        }
    }
    #[cfg(feature = "routes")]
    rows.extend(registered.without_policy().into_iter().map(Row::unannotated));
    rows.sort_by(|a, b| a.path.cmp(&b.path));
    rows
}

/// Returns the first registered path of a route, with the prefixes of its scopes. Returns `None` if the application
/// does not register the route.
#[cfg(feature = "routes")]
fn registered_path<'a>(
    routes: &'a crate::Routes,
    handler: &Handler,
    route: &HandlerRoute,
) -> Option<&'a str> {
    // A handler can have the paths `/b` and `/x/b`. The registered path `/x/b` ends with both of them, so it belongs to
    // the longer one.
    let path_in_attribute = |registered: &str| {
        let paths = handler.routes.iter().map(|route| route.path.trim_end_matches('/'));
        paths.filter(|path| registered.ends_with(path)).max_by_key(|path| path.len())
    };
    let is_of_route = |registered: &&crate::RegisteredRoute| {
        matches!(registered.source, crate::PolicySource::Handler(it) if std::ptr::eq(it, handler))
            && path_in_attribute(&registered.path) == Some(route.path.trim_end_matches('/'))
    };
    routes.iter().find(is_of_route).map(|registered| registered.path.as_str())
}

impl Row {
    fn new(handler: &Handler, route: &HandlerRoute, path: &str) -> Self {
        let policy = handler.policy;
        let mut facts = facts(policy);
        let origins = facts.remove(&Key::Origins).map(in_lines);
        let debug_origins = facts
            .remove(&Key::DebugOrigins)
            .map(|value| format!("in debug builds:\n{}", in_lines(value)));
        let mut settings: Vec<_> = facts.iter().map(|(key, value)| line(*key, value)).collect();
        if route.preflights_each_call(policy) {
            settings.push("no max_age: two requests a call".to_owned());
        }
        let mut patterns = policy.origins().iter().chain(policy.debug_origins().iter());
        Self {
            methods: route.methods.join(" "),
            path: path.to_owned(),
            handler: format!("{}::{}", handler.module, handler.name),
            at: format!("{}:{}", handler.file, handler.line),
            origins: origins.into_iter().chain(debug_origins).collect::<Vec<_>>().join("\n"),
            settings: settings.join("\n"),
            example_request: ExampleRequest {
                page: patterns.find_map(example_origin).unwrap_or_else(|| EXAMPLE_PAGE.to_owned()),
                method: route.methods.first().copied().unwrap_or("GET").to_owned(),
                url: example_path(path),
                credentials: policy.allow_credentials(),
            },
        }
    }
}

fn in_lines(value: Value) -> String {
    match value {
        Value::List(values) if values.len() > 1 => values.join("\n"),
        value => value.to_string(),
    }
}

#[cfg(feature = "routes")]
impl Row {
    fn unannotated(route: &crate::RegisteredRoute) -> Self {
        let method = route.methods.first().map_or("GET", String::as_str);
        Self {
            methods: route.methods.join(" "),
            path: route.path.clone(),
            handler: String::new(),
            at: String::new(),
            origins: "no #[cors]".to_owned(),
            settings: "A Cors layer may apply. Send a request to see which policy answers."
                .to_owned(),
            example_request: ExampleRequest {
                page: EXAMPLE_PAGE.to_owned(),
                method: method.to_owned(),
                url: example_path(&route.path),
                credentials: false,
            },
        }
    }
}
