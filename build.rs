//! Generates what the tests cannot write by hand.

#[path = "tests/conformance/generate.rs"]
mod conformance;
#[path = "tests/conformance/pending.rs"]
mod pending;

fn main() {
    conformance::handlers();
}
