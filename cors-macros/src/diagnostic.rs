use cors_rules::{Rule, Violation, origin::WRITE_NONE};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Error;

use crate::syntax::source::source;

#[derive(Clone, Copy, Default)]
pub(crate) enum MacroKind {
    /// `#[cors(…)]`
    #[default]
    Attribute,
    /// `policy!(…)`
    PolicyMacro,
}

/// The errors in one attribute or `policy!`, each at its tokens in the user's source or at the attribute itself.
#[derive(Default)]
pub(crate) struct Diagnostics {
    errors: Vec<Error>,
    pub(crate) macro_kind: MacroKind,
}

impl Diagnostics {
    pub(crate) fn new(macro_kind: MacroKind) -> Self {
        Self { macro_kind, ..Self::default() }
    }

    /// Adds an error. If the help proposes `#[cors(none)]`, an error in `policy!` proposes `policy!(none)` instead.
    pub(crate) fn add(&mut self, violation: Violation, at: impl ToTokens) {
        let violation = match (self.macro_kind, violation.help_text()) {
            (MacroKind::PolicyMacro, Some(help)) if help.contains(WRITE_NONE) => {
                violation.help(&help.replace(WRITE_NONE, "write `policy!(none)`"))
            }
            _ => violation,
        };
        self.errors.push(Error::new_spanned(at, violation));
    }

    /// Adds an error about a value or an argument of the wrong type or form.
    pub(crate) fn add_invalid(&mut self, at: &impl ToTokens, defect: &str, help: &str) {
        self.add(Violation::new(Rule::InvalidValue, &source(at), defect).help(help), at);
    }

    pub(crate) fn add_at_attribute(&mut self, violation: Violation) {
        self.add(violation, TokenStream::new());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.errors.len()
    }
}

impl ToTokens for Diagnostics {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.errors.iter().map(Error::to_compile_error));
    }
}
