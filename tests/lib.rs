//! An empty library: this package contains examples and tests.

/// The README, so that `cargo test` runs its examples as doc tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
