//! The table of policies, and a question for each of its rows.

use actix_web::dev::ResourceDef;
use cors_rules::{fetch::SAFELISTED_METHODS, origin::Pattern};
use cors_runtime::{Handler, HandlerRoute, policies};
use serde::Serialize;

use crate::facts::{Facts, Key, Value, facts, line};

/// A route of an annotated handler.
#[derive(Serialize)]
pub(super) struct Row {
    methods: String,
    path: String,
    handler: String,
    at: String,
    origins: String,
    /// One setting in each line.
    settings: String,
    ask: Question,
}

/// Values for the form that a page could fetch with.
#[derive(Serialize)]
struct Question {
    page: String,
    method: &'static str,
    url: String,
    credentials: bool,
}

pub(super) fn rows() -> Vec<Row> {
    let rows = policies()
        .into_iter()
        .flat_map(|handler| handler.routes.iter().map(move |route| Row::new(handler, route)));
    rows.collect()
}

impl Row {
    fn new(handler: &Handler, route: &HandlerRoute) -> Self {
        let facts = facts(&handler.policy);
        let shown = |key: &Key| matches!(key, Key::Origins | Key::DebugOrigins);
        let origins = facts.get(&Key::Origins).map(ToString::to_string);
        let debug = facts.get(&Key::DebugOrigins).map(|value| format!("in debug builds: {value}"));
        let mut settings: Vec<_> = facts
            .iter()
            .filter(|(key, _)| !shown(key))
            .map(|(key, value)| line(*key, value))
            .collect();
        if preflights_each_time(&facts, route) {
            settings.push("no max_age: two requests a call".to_owned());
        }
        Self {
            methods: route.methods.join(" "),
            path: route.path.to_owned(),
            handler: format!("{}::{}", handler.module, handler.name),
            at: format!("{}:{}", handler.file, handler.line),
            origins: origins.into_iter().chain(debug).collect::<Vec<_>>().join("\n"),
            settings: settings.join("\n"),
            ask: Question {
                page: example_page(&facts),
                method: route.methods.first().copied().unwrap_or("GET"),
                url: example_path(route.path),
                credentials: facts.contains_key(&Key::AllowCredentials),
            },
        }
    }
}

/// Whether nearly every call needs a preflight, whose result browsers keep for 5 s without `max_age`.
fn preflights_each_time(facts: &Facts, route: &HandlerRoute) -> bool {
    let needs_preflight = |method: &&str| {
        let is_allowed = match facts.get(&Key::Methods) {
            Some(Value::List(listed)) => listed.iter().any(|name| name == "*" || name == method),
            _ => true,
        };
        is_allowed && !SAFELISTED_METHODS.contains(method)
    };
    !facts.contains_key(&Key::MaxAge)
        && facts.get(&Key::Origins) != Some(&Value::Text("none".to_owned()))
        && route.methods.iter().any(needs_preflight)
}

/// Returns an origin that the policy allows, if one can be derived from its lists.
fn example_page(facts: &Facts) -> String {
    let lists = [Key::Origins, Key::DebugOrigins].into_iter().filter_map(|key| facts.get(&key));
    let patterns = lists.flat_map(|value| match value {
        Value::List(patterns) => patterns.as_slice(),
        _ => &[],
    });
    let mut examples = patterns.filter_map(|pattern| {
        Pattern::parse(pattern).ok()?;
        let (scheme, authority) = pattern.split_once("://")?;
        let authority = match authority.strip_prefix('*') {
            Some(rest) => format!("app{rest}"),
            None => authority.to_owned(),
        };
        Some(format!("{scheme}://{}", authority.replace(":*", ":3000")))
    });
    examples.next().unwrap_or_else(|| "https://app.example.com".to_owned())
}

/// Returns a path that the pattern matches, if one of a few common values fits its parameters.
fn example_path(pattern: &str) -> String {
    const VALUES: [&str; 6] =
        ["1", "a", "example", "2025-01-31", "00000000-0000-4000-8000-000000000000", ""];
    let resource = ResourceDef::new(pattern);
    let with_value = |value: &str| {
        let mut path = String::new();
        resource.resource_path_from_iter(&mut path, std::iter::repeat(value)).then_some(path)
    };
    let mut paths = VALUES.into_iter().filter_map(with_value);
    paths.find(|path| resource.is_match(path)).unwrap_or_else(|| pattern.to_owned())
}
