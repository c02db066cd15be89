//! The rules for CORS policies: which values are rejected, and why.
//!
//! The checks of values are `const fn`s, so the same rules apply at compile time and at run time. The macro checks
//! literals, const evaluation checks const expressions, and `cors-runtime` checks values that are known only at run
//! time. The rules follow the [Fetch standard](https://fetch.spec.whatwg.org/#http-cors-protocol). The crate has no
//! dependencies. `cors-runtime` re-exports the items that applications need.

// Invalid input must never cause a panic. Only the functions `Violation::fail` and `Violations::fail` panic on purpose,
// to fail const evaluation.
#![warn(clippy::expect_used, clippy::unwrap_used)]
#![allow(clippy::result_large_err, reason = "a violation is built once, for a person to read")]

pub mod cross_checks;
pub mod enforce;
pub mod extractor;
pub mod fetch;
pub mod header_name;
pub mod key;
pub mod list;
pub mod max_age;
pub mod method;
pub mod origin;
pub mod public_suffix;

mod ascii;
mod const_string;
mod rule;
mod split_list;
mod violation;

pub use const_string::ConstString;
pub use rule::Rule;
pub use violation::{Violation, Violations};
