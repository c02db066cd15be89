//! The rules for CORS policies: which values are rejected, and why.
//!
//! Every rule is a `const fn`, so that the macro applies it to literals, const evaluation to const
//! expressions, and `Origins::parse` to values that are known only at run time. The crate
//! implements the [Fetch standard](https://fetch.spec.whatwg.org/#http-cors-protocol) and depends
//! on neither `syn`, `http` nor actix-web. `cors-runtime` re-exports what applications need.

// Invalid input never causes a panic.
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
mod rule;
mod split_list;
mod suggestion;
mod text;
mod violation;

pub use rule::Rule;
pub use text::Text;
pub use violation::{Violation, Violations};
