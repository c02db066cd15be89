//! An empty library: this package contains examples and tests.

/// The README. If doc tests of this library are enabled, rustdoc compiles its code examples.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
