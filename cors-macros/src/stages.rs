//! This file is the root of the crate in `tests/adversary/stages`. The crate exports the macros as functions for tests
//! and fuzzers, because a proc-macro crate can export only macros.

#![allow(
    clippy::large_enum_variant,
    clippy::result_large_err,
    reason = "each attribute makes only one of each"
)]
#![cfg_attr(test, allow(dead_code, reason = "used only by the tests of `cors-macros`"))]

mod check;
mod context;
mod diagnostic;
mod expand;
mod pipeline;
mod punycode;
mod reexpand;
mod settings;
mod syntax;

use proc_macro2::TokenStream;

/// Expands `#[cors(…)]` above an item.
#[must_use]
pub fn cors(arguments: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::attribute(arguments, item)
}

/// Expands `policy!(…)`. The input begins with the path of the runtime crate and a semicolon.
#[must_use]
pub fn policy(input: TokenStream) -> TokenStream {
    pipeline::policy_macro(input)
}
