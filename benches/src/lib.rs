//! CORS implementations whose costs are compared (contenders), and the requests that they receive.
//!
//! Only the call of the service is measured. Servers and requests are created before, and the servers are warm:
//! actix-web recycles the memory of requests and responses.

pub mod contenders;
pub mod measured;
pub mod package;
pub mod requests;
pub mod server;
pub mod tower;
