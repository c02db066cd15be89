//! The CORS implementations whose costs the benchmarks compare (the contenders), and the requests that they receive.
//!
//! The benchmarks of requests measure only the call of the service, not the creation of servers and requests.
//! [`server::Prepared`] sends requests to a server before the measurement, because actix-web recycles the memory of
//! earlier requests and responses.

pub mod contenders;
pub mod measured;
pub mod package;
pub mod requests;
pub mod server;
pub mod tower;
