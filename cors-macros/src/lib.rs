//! The macros of `cors-runtime`, which re-exports and documents them.

// A panic is never a message.
#![warn(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]
#![allow(
    clippy::large_enum_variant,
    clippy::result_large_err,
    reason = "one of each is made for an attribute"
)]

mod attribute;
mod check;
mod diagnostic;
mod expand;
mod pipeline;
mod settings;
mod suggest;
mod syntax;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

#[proc_macro_attribute]
#[allow(missing_docs, reason = "its page is on the re-export")]
pub fn cors(arguments: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::attribute(arguments.into(), item.into()).into()
}

/// Behind `cors_runtime::policy!`, which passes the path of its crate in front.
#[proc_macro]
pub fn policy(input: TokenStream) -> TokenStream {
    pipeline::policy(input.into()).into()
}
