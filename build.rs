//! Generates the annotated handlers of the conformance tests. A JSON file contains the policies of the test cases, and
//! `#[cors]` needs each policy as source code.

#[path = "tests/conformance/generate.rs"]
mod conformance;

fn main() {
    conformance::handlers();
    // Cargo sets `TARGET` only for build scripts. This line sets the variable for the tests, too.
    println!("cargo::rustc-env=TARGET={}", std::env::var("TARGET").expect("cargo sets `TARGET`"));
}
