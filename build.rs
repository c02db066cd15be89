//! Generates what the tests cannot write by hand.

#[path = "tests/conformance/generate.rs"]
mod conformance;

fn main() {
    conformance::handlers();
    // Cargo sets this variable for build scripts, but not for tests.
    println!("cargo::rustc-env=TARGET={}", std::env::var("TARGET").expect("cargo sets `TARGET`"));
}
