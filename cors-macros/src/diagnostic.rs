use cors_rules::Violation;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Error;

/// The errors in one attribute, each at its tokens in the user's source.
#[derive(Default)]
pub(crate) struct Diagnostics(Vec<Error>);

impl Diagnostics {
    pub(crate) fn add(&mut self, violation: Violation, at: impl ToTokens) {
        self.0.push(Error::new_spanned(at, violation));
    }

    /// Adds an error at the attribute itself.
    pub(crate) fn add_at_attribute(&mut self, violation: Violation) {
        self.add(violation, TokenStream::new());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

impl ToTokens for Diagnostics {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.iter().map(Error::to_compile_error));
    }
}
