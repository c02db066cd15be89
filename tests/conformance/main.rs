//! The conformance cases that a compiler decides: which uses of `#[cors(...)]` and `policy!` compile, and
//! what is reported for the others.

mod bare;
mod case;
mod compile;
mod diagnostic;
mod generated;
mod mistakes;
