//! The conversion of checked policies to tokens. The expansion is small and calls the runtime crate, so that an
//! application with many handlers builds fast.

pub(crate) mod const_checks;
pub(crate) mod editor;
pub(crate) mod handler;
pub(crate) mod module;
pub(crate) mod policy;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};

/// The runtime crate, `cors-runtime`. In `quote!`, `#runtime` is the path of the crate's private module for expansions.
/// The name of this module contains the version.
pub(crate) struct Runtime {
    /// The path of the runtime crate.
    pub(crate) path: TokenStream,
    private: TokenStream,
}

impl Runtime {
    /// Returns the runtime crate at a path, or at its default path.
    pub(crate) fn named(path: Option<impl ToTokens>) -> Self {
        Self::at(path.map_or_else(|| quote!(::cors_runtime), ToTokens::into_token_stream))
    }

    pub(crate) fn at(path: TokenStream) -> Self {
        let version = env!("CARGO_PKG_VERSION").replace(['.', '-'], "_");
        let private = format_ident!("__private_{version}");
        Self { private: quote!(#path::#private), path }
    }
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.private.to_tokens(tokens);
    }
}

/// Returns the spans of the first and the last token. The second span gets the hygiene of the expansion, because rustc
/// joins two spans only if their hygiene is the same. The tokens that `respanned` moves to the first span have this
/// hygiene too.
fn ends(at: &impl ToTokens) -> (Span, Span) {
    let mut tokens = at.to_token_stream().into_iter();
    let start = tokens.next().map_or_else(Span::call_site, |token| token.span());
    let end = tokens.last().map_or(start, |token| token.span());
    (start, Span::call_site().located_at(end))
}

/// Returns a function call with the spans of the user's tokens, so that the compiler reports an argument of the wrong
/// type at those tokens.
fn call_at(at: &impl ToTokens, function: &TokenStream, arguments: &impl ToTokens) -> TokenStream {
    let (start, end) = ends(at);
    let function = respanned(function.clone(), start);
    let arguments = quote_spanned!(end=> (#arguments));
    quote!(#function #arguments)
}

/// Returns the tokens with the location of `span`. Each token keeps its own hygiene. rustc underlines a call or an item
/// from its first token to its last token, so a generated token at either end needs a location in the user's code.
fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    let respan = |mut token: TokenTree| {
        token.set_span(token.span().located_at(span));
        token
    };
    tokens.into_iter().map(respan).collect()
}
