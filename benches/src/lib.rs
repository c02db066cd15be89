//! The CORS implementations whose costs the benchmarks compare (the contenders), and the requests that they receive.
//!
//! The benchmarks measure only the call of the service. The servers and the requests are created before. The servers
//! are also warmed up before, because actix-web recycles the memory of requests and responses.

pub mod contenders;
pub mod measured;
pub mod package;
pub mod requests;
pub mod server;
pub mod tower;
