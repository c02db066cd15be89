//! Attacks on the library: random requests compared with an independent model of the specification, verdicts compared
//! with other frameworks, and the cost of hostile input.

mod agreement;
// The notation of cases and the test clients of `tests/behaviour`.
#[allow(dead_code, reason = "the other suite uses the rest")]
#[cfg(feature = "all")]
#[path = "../behaviour/case.rs"]
mod case;
mod differential;
#[cfg(feature = "all")]
mod growth;
#[allow(dead_code, reason = "the other suite uses the rest")]
#[cfg(feature = "all")]
#[path = "../behaviour/http1.rs"]
mod http1;
#[cfg(feature = "all")]
#[path = "../behaviour/http2.rs"]
mod http2;
mod parsers;
mod routing_cost;
#[cfg(feature = "all")]
mod soak;
mod verdicts;
