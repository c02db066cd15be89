//! Checked policies to tokens. The expansion is small and calls the runtime, so that many handlers build
//! fast.

pub(crate) mod const_checks;
pub(crate) mod editor;
pub(crate) mod handler;
pub(crate) mod module;
pub(crate) mod policy;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use cors_rules::key::Key;

use crate::settings::Settings;

/// The path of the runtime crate.
#[derive(Clone)]
pub(crate) struct Runtime(TokenStream);

impl Runtime {
    pub(crate) fn of(settings: &Settings) -> Self {
        Self::named(settings.path(Key::Crate))
    }

    /// The runtime crate at that path, or at its default path.
    pub(crate) fn named(path: Option<impl ToTokens>) -> Self {
        match path {
            Some(path) => Self(path.into_token_stream()),
            None => Self(quote!(::cors_runtime)),
        }
    }

    pub(crate) fn at(path: TokenStream) -> Self {
        Self(path)
    }

    /// The module of the runtime for expansions, which is named after the version.
    pub(crate) fn private(&self) -> TokenStream {
        let Self(path) = self;
        let version = env!("CARGO_PKG_VERSION").replace(['.', '-'], "_");
        let private = format_ident!("__private_{version}");
        quote!(#path::#private)
    }
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}

/// The first and the last span of the user's tokens, both with the hygiene of the expansion: rustc joins
/// two spans only if they have the same.
fn ends(at: &impl ToTokens) -> (Span, Span) {
    let mut tokens = at.to_token_stream().into_iter();
    let start = tokens.next().map_or_else(Span::call_site, |token| token.span());
    let end = tokens.last().map_or(start, |token| token.span());
    (start, Span::call_site().located_at(end))
}

/// Generates a function call with the spans of the user's tokens, so that the compiler reports an argument of
/// the wrong type at those tokens.
fn call_at(at: &impl ToTokens, function: &TokenStream, arguments: &impl ToTokens) -> TokenStream {
    let (start, end) = ends(at);
    let function = respanned(function.clone(), start);
    let arguments = quote_spanned!(end=> (#arguments));
    quote!(#function #arguments)
}

/// The tokens at that place, with the hygiene that they had. rustc underlines a call from its first token to
/// its last.
fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    let respan = |mut token: TokenTree| {
        token.set_span(token.span().located_at(span));
        token
    };
    tokens.into_iter().map(respan).collect()
}
