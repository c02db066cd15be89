//! Contenders that measure the cost of a policy and of its peers, and the requests that they receive.
//!
//! Nothing but the service call is measured. Servers and requests are made before, and the servers
//! are warm: actix-web recycles the memory of requests and responses.

pub mod contenders;
pub mod measured;
pub mod package;
pub mod requests;
pub mod server;
pub mod tower;
