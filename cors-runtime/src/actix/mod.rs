//! The integration with actix-web: the routes of annotated handlers, [`Cors`] layers, and [`ExceptPreflights`].
//!
//! The steps of a request are in these files:
//!
//! 1. `guard`: a route accepts its actual requests and their preflights.
//! 2. `service`: the service of the route or the layer checks the host and the origin.
//! 3. `applied_policy`: the policy decides with [`decide`](crate::decision::decide). Then either the policy responds,
//!    or the service calls the inner service.
//! 4. `response_task`: the policy writes its headers on the response of the inner service. With layers, the outermost
//!    layer writes the headers of the policy that decided. `traversal` stores this `outcome` until then.

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
