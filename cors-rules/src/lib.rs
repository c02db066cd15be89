//! The rulebook of CORS policies: what may stand in one, and why not.
//!
//! Every rule here is `const`, so that one rule serves literals (in the macro), const
//! expressions (in const evaluation) and lists known at run time alike. The crate knows the
//! [Fetch standard](https://fetch.spec.whatwg.org/#http-cors-protocol), and neither `syn`, `http`
//! nor actix-web. Users meet it through `cors-runtime`, which re-exports what is theirs.

// Bad input never panics.
#![warn(clippy::expect_used, clippy::unwrap_used)]

pub mod combination;
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

pub use rule::{ParseRuleError, Rule};
pub use text::Text;
pub use violation::Violation;
