//! Where the protocol meets actix-web: reading its requests, standing in its router.

mod guard;
mod head;
mod layer;
mod methods;
mod middleware;
mod post;
mod route;
mod service;

pub use middleware::Cors;
pub use route::RouteCors;
