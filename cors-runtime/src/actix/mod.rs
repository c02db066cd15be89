//! Where the protocol meets actix-web: standing in its router, calling what is inside.

mod endpoint;
mod guard;
mod middleware;
mod nesting;
mod route;

pub use middleware::Cors;
pub use route::RouteCors;
