//! `links` in the manifest requires a build script. It makes Cargo refuse two versions of this crate in
//! one binary: each version would keep its own state, and a layer of one would not know the handlers of
//! the other.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
