use cors_rules::Violation;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

/// A violation and its place in the user's source.
pub(crate) struct Diagnostic {
    violation: Violation,
    start: Span,
    end: Span,
}

impl Diagnostic {
    /// An error at those tokens, or at the attribute itself if there are none.
    pub(crate) fn new(violation: Violation, at: impl ToTokens) -> Self {
        let mut tokens = at.into_token_stream().into_iter();
        let start = tokens.next().map_or_else(Span::call_site, |token| token.span());
        let end = tokens.last().map_or(start, |token| token.span());
        Self { violation, start, end }
    }

    #[cfg(test)]
    pub(crate) fn rule(&self) -> cors_rules::Rule {
        self.violation.rule()
    }

    #[cfg(test)]
    pub(crate) fn text(&self) -> String {
        self.violation.to_string()
    }

    /// The source under the error.
    #[cfg(test)]
    pub(crate) fn source(&self) -> String {
        self.start.join(self.end).and_then(|span| span.source_text()).unwrap_or_default()
    }
}

impl ToTokens for Diagnostic {
    /// Two spans, since only a nightly compiler joins them: rustc underlines from one to the other.
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let error = syn::Error::new_spanned(
            spanned_pair(self.start, self.end),
            self.violation.text().as_str(),
        );
        tokens.append_all(error.to_compile_error());
    }
}

fn spanned_pair(start: Span, end: Span) -> TokenStream {
    let underscore = |span| proc_macro2::Ident::new("_", span).into_token_stream();
    [underscore(start), underscore(end)].into_iter().collect()
}

/// The errors in one attribute.
#[derive(Default)]
pub(crate) struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    pub(crate) fn add(&mut self, violation: Violation, at: impl ToTokens) {
        self.0.push(Diagnostic::new(violation, at));
    }

    pub(crate) fn add_at_attribute(&mut self, violation: Violation) {
        self.add(violation, TokenStream::new());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    #[cfg(test)]
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }
}

impl ToTokens for Diagnostics {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.0);
    }
}
