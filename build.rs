//! Generates the annotated handlers of the conformance tests. Each test case has its own policy, and `#[cors]` needs
//! the policy as source code.

#[path = "tests/conformance/generate.rs"]
mod conformance;

fn main() {
    conformance::handlers();
    // Cargo sets this variable for build scripts, but not for tests.
    println!("cargo::rustc-env=TARGET={}", std::env::var("TARGET").expect("cargo sets `TARGET`"));
}
