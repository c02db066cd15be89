//! The rejection of attributes in the arguments, such as `#[cfg]` on an origin. A macro cannot evaluate a `#[cfg]`. If
//! the macro ignored the `#[cfg]`, the policy could allow more than the user meant.

use cors_rules::{Rule, Violation};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::{hint::is_punct, source::source};
use crate::diagnostic::{Diagnostics, MacroKind};

/// Reports each attribute in the arguments, and returns the arguments without the attributes. The content of braces
/// stays unchanged, because the compiler evaluates attributes on the statements of a block.
pub(crate) fn reject(tokens: TokenStream, diagnostics: &mut Diagnostics) -> TokenStream {
    let mut rest = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(hash) if hash.as_char() == '#' => {
                let mut attribute = TokenStream::from(TokenTree::from(hash));
                attribute.extend(tokens.next_if(|token| is_punct(token, '!')));
                match tokens.next_if(is_bracketed) {
                    Some(brackets) => {
                        attribute.extend([brackets]);
                        report(&attribute, diagnostics);
                    }
                    None => rest.extend(attribute),
                }
            }
            TokenTree::Group(group) if group.delimiter() != Delimiter::Brace => {
                rest.extend([TokenTree::from(without_attributes(group, diagnostics))]);
            }
            token => rest.extend([token]),
        }
    }
    rest
}

fn without_attributes(group: Group, diagnostics: &mut Diagnostics) -> Group {
    let before = diagnostics.len();
    let inner = reject(group.stream(), diagnostics);
    if diagnostics.len() == before {
        return group;
    }
    let mut stripped = Group::new(group.delimiter(), inner);
    stripped.set_span(group.span());
    stripped
}

fn report(attribute: &TokenStream, diagnostics: &mut Diagnostics) {
    // Each token of a doc comment has the span of the whole comment, so the source of the first token is the comment.
    let comment = source(&attribute.clone().into_iter().next());
    if comment.starts_with("//") {
        let fact = "is a doc comment, which is an attribute";
        let violation = Violation::new(Rule::InvalidValue, &comment, fact);
        diagnostics.add(violation.help("write a comment with `//`"), attribute);
    } else {
        let fact = "is an attribute on a value, and a macro cannot evaluate it";
        let help = match diagnostics.macro_kind {
            MacroKind::Attribute => {
                "list origins of debug builds in `debug_origins`; put another condition around the \
                 whole attribute, as in `#[cfg_attr(…, cors(…))]`"
            }
            MacroKind::PolicyMacro => {
                "list origins of debug builds in `debug_origins`; put another condition on the \
                 const that holds the policy"
            }
        };
        diagnostics.add_invalid(attribute, fact, help);
    }
}

fn is_bracketed(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket)
}
