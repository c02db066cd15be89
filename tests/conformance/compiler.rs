//! The conformance cases that the compiler decides: each is a module of a generated crate, which cargo
//! checks.

mod bare;
mod bare_cases;
mod case;
mod compile;
mod diagnostic;
mod generated;
mod mistakes;
