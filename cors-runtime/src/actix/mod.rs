//! The integration with actix-web: the routes of annotated handlers, [`Cors`] layers, and [`ExceptPreflights`].

mod actix_cors;
mod app_routes;
mod applied_policy;
mod bare_policy;
mod except_preflights;
mod guard;
mod hosts_hint;
mod middleware;
mod outcome;
mod path_pattern;
mod response_task;
mod route;
mod service;
mod traversal;

pub use except_preflights::ExceptPreflights;
pub use middleware::Cors;
pub use route::HandlerRegistration;
