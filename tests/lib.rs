//! This package exists for its examples and tests.

/// The README's code is compiled where a user compiles it.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
