//! An empty library: this package contains examples and tests.

/// Compiles the code of the README as the code of a user.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
