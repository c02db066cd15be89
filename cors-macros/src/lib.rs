//! The macros of `cors-runtime`, which re-exports and documents them.

// A macro must never panic: the compiler would report the panic instead of the errors that the macro reports.
#![warn(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]
#![allow(
    clippy::large_enum_variant,
    clippy::result_large_err,
    reason = "each attribute makes only one of each"
)]

mod check;
mod context;
mod diagnostic;
mod expand;
mod pipeline;
mod punycode;
mod reexpand;
mod settings;
mod syntax;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

// `cors-runtime` documents the re-export. rustdoc appends the text below to that documentation, and editors show the
// text.
/// # In short
///
/// Gives an actix-web handler its own CORS policy, and answers the preflights of the handler. The policy determines
/// the origins whose pages may read the handler's responses. For requests that need a preflight, the policy also
/// determines which of them these pages may send.
///
/// ```text
/// #[cors(origins = "https://app.example.com", allow_headers = "content-type", max_age = "2h")]
/// #[put("/books/{id}")]
/// async fn replace(…) -> …
/// ```
///
/// The keys are `origins`, `debug_origins`, `methods`, `allow_headers`, `expose_headers`, `allow_credentials`,
/// `max_age`, `enforce`, `hosts`, `policy`, `crate`, and three that begin with `danger_allow_`. The word `none`
/// allows no origin, and must be the only argument.
#[doc(alias = "preflight")]
#[doc(alias = "CrossOrigin")]
#[doc(alias = "Access-Control-Allow-Origin")]
#[proc_macro_attribute]
pub fn cors(arguments: TokenStream, item: TokenStream) -> TokenStream {
    pipeline::attribute(arguments.into(), item.into()).into()
}

/// The implementation of `cors_runtime::policy!`, which passes the path of its crate, a semicolon and the arguments.
#[proc_macro]
pub fn policy(input: TokenStream) -> TokenStream {
    pipeline::policy_macro(input.into()).into()
}
