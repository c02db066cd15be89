//! Where the protocol meets actix-web: standing in its router, calling what is inside.

mod application;
mod bare_policy;
mod endpoint;
mod except_preflights;
mod guard;
mod handler;
mod mark;
mod middleware;
mod nesting;
mod route;
mod service;
mod take;

pub use except_preflights::ExceptPreflights;
pub use middleware::Cors;
pub use route::{RouteCors, register};
