//! Tests that attack the library. Some tests compare responses to random requests with an independent model of the
//! specification. Other tests check that a preflight and the next request agree, compare `enforce` with the CSRF
//! protection of other frameworks, measure the cost of hostile input, or search for leaks.

mod agreement;
// The files `case.rs`, `http1.rs` and `http2.rs` belong to the suite `tests/behaviour`. This suite uses them too.
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
