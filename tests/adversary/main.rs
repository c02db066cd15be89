//! What an attacker tries: random requests against a slow model of the contract, pages against
//! other libraries' answers, and the library's promises on cost, under load and over time.

mod agreement;
// The notation and the clients of another suite.
#[allow(dead_code, reason = "the other suite uses the rest")]
#[path = "../behaviour/case.rs"]
mod case;
mod conformance;
mod corpus;
mod differential;
mod growth;
#[allow(dead_code, reason = "the other suite uses the rest")]
#[path = "../behaviour/http1.rs"]
mod http1;
#[path = "../behaviour/http2.rs"]
mod http2;
mod patterns;
mod peers;
mod routing_cost;
mod soak;
mod verdicts;
