//! The library with the middleware that applications have: a file for each recipe. In actix-web,
//! what is wrapped last stands outermost.

#[allow(dead_code, reason = "the notation of another suite, which uses the rest")]
#[path = "../behaviour/case.rs"]
mod case;
mod files;
mod grants;
mod identity;
mod login;
mod multipart;
mod openapi;
mod own;
mod rate_limit;
mod session;
mod tracing;
