//! The expansion for rust-analyzer: the user's own keys and values as code in which it completes them, shows
//! their documentation and finds their definitions.
//!
//! It completes a word at the first token that the word became, and finds the definitions of all of them.
//! Here, each word therefore occurs once in each role, and all other code with the same tokens is for the
//! compiler alone. The attribute may be half-written, so that nothing is rejected here.

#![deny(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

use cors_rules::key::{Key, Kind};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::{Expr, Lit};

use super::Runtime;
use crate::{
    reexpand::without_mark,
    settings::INHERITED,
    syntax::{arguments::NONE, expr_kind::peeled, hint::is_punct, value::array_of},
};

/// Items or statements for the compiler alone.
pub(crate) fn not_in_editor(tokens: &TokenStream, private: &TokenStream) -> TokenStream {
    quote!(#private::not_in_editor! { #tokens })
}

/// Items or statements for rust-analyzer alone.
pub(crate) fn in_editor(tokens: &TokenStream, private: &TokenStream) -> TokenStream {
    quote!(#private::in_editor! { #tokens })
}

/// The keys and values of an attribute or of `policy!`.
///
/// The values come first: rust-analyzer completes a word only if the expansion without the word is long enough
/// to reach its place.
pub(crate) fn expand(arguments: &TokenStream, runtime: &Runtime) -> TokenStream {
    let private = runtime.private();
    let entries = entries(&without_mark(arguments));
    let words = entries
        .iter()
        .map(|entry| &entry.name)
        .filter(|name| *name != INHERITED && !is_crate(name));
    let words: Vec<&Ident> = words.collect();
    let known = words.iter().filter(|name| key(name).is_some() || **name == NONE);
    let methods: Vec<Ident> = entries
        .iter()
        .filter(|entry| key(&entry.name) == Some(Key::Methods))
        .flat_map(|entry| identifiers(&entry.value))
        .collect();
    let strings = entries.iter().flat_map(strings);
    let values = entries.iter().filter_map(value);
    // An unknown word is completed from the imports. A known one is imported itself.
    let items = quote! {
        const _: () = {
            use #private::editor::values::*;
            #(#values)*
        };
        const _: () = {
            mod keys {
                use #private::editor::keys::*;
                use self::{#(#words as _,)*};
            }
            mod methods {
                use #private::editor::methods::*;
                use self::{#(#methods as _,)*};
            }
            use #private::editor::keys::{#(#known as _,)*};
            use #private::editor::methods::{#(#methods as _,)*};
            use #private::editor::strings::{#(#strings as _,)*};
        };
    };
    in_editor(&items, &private)
}

fn key(name: &Ident) -> Option<Key> {
    Key::named(&name.to_string())
}

fn is_crate(name: &Ident) -> bool {
    key(name) == Some(Key::Crate)
}

/// A key and the tokens behind its `=`, as far as they are written.
struct Entry {
    name: Ident,
    value: TokenStream,
}

fn entries(arguments: &TokenStream) -> Vec<Entry> {
    let tokens: Vec<TokenTree> = arguments.clone().into_iter().collect();
    let entries = tokens.split(|token| is_punct(token, ','));
    entries
        .filter_map(|entry| match entry.split_first()? {
            (TokenTree::Ident(name), rest) => {
                let value = rest.iter().skip_while(|token| is_punct(token, '=')).cloned().collect();
                Some(Entry { name: name.clone(), value })
            }
            _ => None,
        })
        .collect()
}

fn identifiers(tokens: &TokenStream) -> Vec<Ident> {
    let identifiers = |token| match token {
        TokenTree::Ident(ident) => vec![ident],
        TokenTree::Group(group) => identifiers(&group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => Vec::new(),
    };
    tokens.clone().into_iter().flat_map(identifiers).collect()
}

/// The names of the strings with a special meaning, at the places of the strings.
fn strings(entry: &Entry) -> Vec<Ident> {
    let (Some(key), Ok(expr)) = (key(&entry.name), syn::parse2::<Expr>(entry.value.clone())) else {
        return Vec::new();
    };
    let name = |element: Expr| {
        let Expr::Lit(literal) = element else { return None };
        let Lit::Str(text) = literal.lit else { return None };
        let name = match (text.value().as_str(), key.kind()) {
            ("*", Kind::Origins) => "every_origin",
            ("*", Kind::Methods) => "every_method",
            ("*", Kind::Headers) => "every_header",
            ("null", Kind::Origins) => "null",
            ("isolate", Kind::Enforce) => "isolate",
            ("report", Kind::Enforce) => "report",
            _ => return None,
        };
        Some(Ident::new(name, text.span()))
    };
    elements(&expr).into_iter().filter_map(name).collect()
}

/// A value that is an expression, so that the names in it are completed and found.
fn value(entry: &Entry) -> Option<TokenStream> {
    let expr: Expr = syn::parse2(entry.value.clone()).ok()?;
    let of_type = match key(&entry.name).map(Key::kind) {
        Some(Kind::Methods | Kind::Crate) => return None,
        Some(Kind::Policy) => Some(quote!(: Policy)),
        Some(Kind::Duration) => Some(quote!(: u32)),
        Some(Kind::Flag | Kind::Danger) => Some(quote!(: bool)),
        _ => None,
    };
    let expressions = elements(&expr)
        .into_iter()
        .filter(|element| !matches!(element, Expr::Lit(_) | Expr::Range(_) | Expr::Infer(_)));
    let statements = expressions.map(|expr| quote!(let _ #of_type = #expr;));
    Some(statements.collect())
}

/// The elements of a list, or the one value in its place.
fn elements(expr: &Expr) -> Vec<Expr> {
    match array_of(expr) {
        Some(array) => array.elems.iter().map(peeled).cloned().collect(),
        None => vec![peeled(expr).clone()],
    }
}
