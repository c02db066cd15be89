//! Generates what the tests cannot write by hand.

#[path = "tests/conformance/generate.rs"]
mod conformance;

fn main() {
    conformance::handlers();
}
