//! The integration with actix-web: routes, layers, and other middleware.

mod app_routes;
mod bare_policy;
mod endpoint;
mod except_preflights;
mod guard;
mod hosts_hint;
mod middleware;
mod nested_policy;
mod path_pattern;
mod pending_response;
mod route;
mod service;

pub use except_preflights::ExceptPreflights;
pub use middleware::Cors;
pub use route::HandlerCors;
