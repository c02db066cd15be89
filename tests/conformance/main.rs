//! Tests of the conformance cases that need a compiler: the uses of `#[cors(...)]` and `policy!` that compile, and the
//! errors for the other uses.

mod bare;
mod case;
mod compile;
mod diagnostic;
mod generated;
mod mistakes;
#[path = "../ui/rustflags.rs"]
mod rustflags;
