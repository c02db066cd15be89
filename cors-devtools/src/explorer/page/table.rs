//! The table of policies, with an example request for each row.

use actix_web::HttpRequest;
use cors_rules::key::Key;
use cors_runtime::{Handler, HandlerRoute, policies};
use serde::Serialize;

use crate::{
    example::{example_origin, example_path},
    facts::{Value, facts, line},
};

/// The page of an example request, if the policy has no pattern with an example.
const EXAMPLE_PAGE: &str = "https://app.example.com";

/// A route in the table.
#[derive(Serialize)]
pub(super) struct Row {
    methods: String,
    path: String,
    handler: String,
    at: String,
    origins: String,
    /// One setting on each line.
    settings: String,
    ask: ExampleRequest,
}

/// An example request of a page, with which the form can be filled.
#[derive(Serialize)]
struct ExampleRequest {
    page: String,
    method: String,
    url: String,
    credentials: bool,
}

/// Returns the rows, sorted by path: one for each route of an annotated handler. With the feature `routes`, the paths
/// include the prefixes of their scopes, and there is also a row for each route without a known policy.
#[cfg_attr(not(feature = "routes"), allow(unused_variables, reason = "no other route is known"))]
pub(super) fn rows(request: &HttpRequest) -> Vec<Row> {
    let policies = policies();
    let annotated = policies
        .iter()
        .flat_map(|handler| handler.routes.iter().map(|route| Row::new(handler, route)));
    let mut rows: Vec<Row> = annotated.collect();
    #[cfg(feature = "routes")]
    add_registered(&mut rows, &crate::routes(request));
    rows.sort_by(|a, b| a.path.cmp(&b.path));
    rows
}

#[cfg(feature = "routes")]
fn add_registered(rows: &mut Vec<Row>, routes: &crate::Routes) {
    for row in &mut *rows {
        let is_of_row = |registered: &&crate::RegisteredRoute| {
            let is_handler = matches!(
                &registered.source,
                crate::PolicySource::Handler(it) if name(it) == row.handler && location(it) == row.at
            );
            is_handler && registered.path.ends_with(row.path.trim_end_matches('/'))
        };
        if let Some(registered) = routes.iter().find(is_of_row) {
            row.path.clone_from(&registered.path);
            row.ask.url = example_path(&row.path);
        }
    }
    rows.extend(routes.without_policy().into_iter().map(Row::unannotated));
}

fn name(handler: &Handler) -> String {
    format!("{}::{}", handler.module, handler.name)
}

fn location(handler: &Handler) -> String {
    format!("{}:{}", handler.file, handler.line)
}

impl Row {
    fn new(handler: &Handler, route: &HandlerRoute) -> Self {
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
            path: route.path.to_owned(),
            handler: name(handler),
            at: location(handler),
            origins: origins.into_iter().chain(debug_origins).collect::<Vec<_>>().join("\n"),
            settings: settings.join("\n"),
            ask: ExampleRequest {
                page: patterns.find_map(example_origin).unwrap_or_else(|| EXAMPLE_PAGE.to_owned()),
                method: route.methods.first().copied().unwrap_or("GET").to_owned(),
                url: example_path(route.path),
                credentials: policy.allow_credentials(),
            },
        }
    }
}

/// Returns the values, one on each line.
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
            settings: "A Cors layer may apply. Ask, to see which policy answers.".to_owned(),
            ask: ExampleRequest {
                page: EXAMPLE_PAGE.to_owned(),
                method: method.to_owned(),
                url: example_path(&route.path),
                credentials: false,
            },
        }
    }
}
