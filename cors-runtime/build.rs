//! A build script that has no effect. Cargo requires a build script for the key `links` in the manifest. With `links`,
//! Cargo rejects two versions of this crate in one binary. Each version would have its own state, so a `Cors` layer of
//! one version would not find the handlers of the other.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
