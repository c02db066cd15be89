//! What a policy costs, beside its peers: the contenders, and the requests that they are sent.
//!
//! Nothing but the service call is measured. Servers and requests are made before, and the servers
//! are warm: actix-web recycles the memory of requests and responses.

pub mod contenders;
pub mod measured;
pub mod package;
pub mod requests;
pub mod server;
pub mod tower;
