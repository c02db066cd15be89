//! Checked policies to tokens: few, calling the runtime, since a hundred handlers must still build
//! fast.

pub(crate) mod assertions;
pub(crate) mod handler;
pub(crate) mod module;
pub(crate) mod policy;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use crate::settings::Settings;

/// The path of the runtime crate.
#[derive(Clone)]
pub(crate) struct Runtime(TokenStream);

impl Runtime {
    pub(crate) fn of(settings: &Settings) -> Self {
        Self::named(settings.runtime.as_ref())
    }

    /// At that path, or where a user has it who did not rename it.
    pub(crate) fn named(path: Option<impl ToTokens>) -> Self {
        match path {
            Some(path) => Self(path.into_token_stream()),
            None => Self(quote!(::cors_runtime)),
        }
    }

    pub(crate) fn at(path: TokenStream) -> Self {
        Self(path)
    }

    /// What only expansions name: the module of the runtime that has this very version.
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
