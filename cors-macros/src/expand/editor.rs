//! The expansion for rust-analyzer. This expansion contains the user's keys and values as code, so that rust-analyzer
//! completes the keys and values, shows their documentation and finds their definitions.
//!
//! rust-analyzer completes a word at its first occurrence in the expansion, and looks up the definitions of every
//! occurrence. Each word therefore occurs only where the completion or the lookup needs it, and the code for the
//! compiler is hidden from rust-analyzer. This expansion reports no errors, because the user may still be writing the
//! attribute.

use cors_rules::key::{Key, ValueKind};
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::quote;
use syn::Lit;

use super::Runtime;
use crate::{
    reexpand::{INHERITED, without_moved_mark},
    syntax::{arguments::NONE, hint::is_punct},
};

/// Hides items or statements from rust-analyzer.
pub(crate) fn not_in_editor(tokens: &TokenStream, runtime: &Runtime) -> TokenStream {
    quote!(#runtime::not_in_editor! { #tokens })
}

/// Hides items or statements from the compiler.
pub(crate) fn in_editor(tokens: &TokenStream, runtime: &Runtime) -> TokenStream {
    quote!(#runtime::in_editor! { #tokens })
}

/// Expands the keys and values of an attribute or of `policy!`.
///
/// The values come before the keys, so that code follows each value. rust-analyzer completes a half-written word only
/// if the expansion without this word still extends past the position of the word.
pub(crate) fn expand(arguments: &TokenStream, runtime: &Runtime) -> TokenStream {
    let entries = entries(&without_moved_mark(arguments));
    let words: Vec<&Ident> = entries.iter().map(|entry| &entry.name).collect();
    let known = entries
        .iter()
        .filter(|entry| entry.key.is_some() || entry.name == NONE)
        .map(|entry| &entry.name);
    let methods: Vec<&Ident> = entries
        .iter()
        .filter(|entry| entry.key == Some(Key::Methods))
        .flat_map(|entry| entry.elements.iter().flatten())
        .filter_map(|token| match token {
            TokenTree::Ident(ident) => Some(ident),
            _ => None,
        })
        .collect();
    let strings = entries.iter().flat_map(strings);
    let values = entries.iter().filter_map(editor_statements);
    // rust-analyzer completes an unfinished word with the names that the glob imports provide. The other imports name
    // the user's words, so that rust-analyzer finds the definitions of complete words.
    let items = quote! {
        const _: () = {
            use #runtime::editor::values::*;
            #(#values)*
        };
        const _: () = {
            mod keys {
                use #runtime::editor::keys::*;
                use self::{#(#words as _,)*};
            }
            mod methods {
                use #runtime::editor::methods::*;
                use self::{#(#methods as _,)*};
            }
            use #runtime::editor::keys::{#(#known as _,)*};
            use #runtime::editor::methods::{#(#methods as _,)*};
            use #runtime::editor::strings::{#(#strings as _,)*};
        };
    };
    in_editor(&items, runtime)
}

/// A key and the elements of its value, each of which may be incomplete. A value that is not a list is one element.
struct Entry {
    name: Ident,
    /// `None` if the name is not a key.
    key: Option<Key>,
    elements: Vec<Vec<TokenTree>>,
}

/// Returns the user's arguments that begin with a word, without `crate` and the policy of the module.
fn entries(arguments: &TokenStream) -> Vec<Entry> {
    let entry = |tokens: Vec<TokenTree>| {
        let [TokenTree::Ident(name), rest @ ..] = tokens.as_slice() else { return None };
        let elements = match rest {
            [equals, TokenTree::Group(list)]
                if is_punct(equals, '=') && list.delimiter() == Delimiter::Bracket =>
            {
                split_at_commas(&list.stream())
            }
            [equals, value @ ..] if is_punct(equals, '=') => vec![value.to_vec()],
            _ => Vec::new(),
        };
        let key = Key::named(&name.to_string());
        let is_shown = key != Some(Key::Crate) && name != INHERITED;
        is_shown.then(|| Entry { name: name.clone(), key, elements })
    };
    split_at_commas(arguments).into_iter().filter_map(entry).collect()
}

fn split_at_commas(tokens: &TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    tokens.split(|token| is_punct(token, ',')).map(<[TokenTree]>::to_vec).collect()
}

/// Returns a name for each string with a special meaning, such as `every_origin` for `"*"`. The name has the span of
/// the string.
fn strings(entry: &Entry) -> Vec<Ident> {
    let Some(kind) = entry.key.map(Key::kind) else { return Vec::new() };
    let name = |element: &Vec<TokenTree>| {
        let [TokenTree::Literal(literal)] = element.as_slice() else { return None };
        let Lit::Str(string) = Lit::new(literal.clone()) else { return None };
        let name = match (string.value().as_str(), kind) {
            ("*", ValueKind::Origins) => "every_origin",
            ("*", ValueKind::Methods) => "every_method",
            ("*", kind) if kind.is_headers() => "every_header",
            ("null", ValueKind::Origins) => "null",
            ("isolate", ValueKind::Enforce) => "isolate",
            ("report", ValueKind::Enforce) => "report",
            _ => return None,
        };
        Some(Ident::new(name, string.span()))
    };
    entry.elements.iter().filter_map(name).collect()
}

/// Returns a statement for each element, so that rust-analyzer completes the names in the element. Literals and `..`
/// contain no names, and are left out. Returns `None` for `methods`, whose elements `expand` imports. An element may be
/// incomplete, as in `shared::` or `origin.`, since the compiler does not see the statements.
fn editor_statements(entry: &Entry) -> Option<TokenStream> {
    let of_type = match entry.key.map(Key::kind) {
        Some(ValueKind::Methods) => return None,
        Some(ValueKind::Policy) => Some(quote!(: Policy)),
        Some(ValueKind::Duration) => Some(quote!(: u32)),
        Some(ValueKind::Flag | ValueKind::Danger) => Some(quote!(: bool)),
        _ => None,
    };
    let expressions = entry.elements.iter().filter(|element| match element.as_slice() {
        [TokenTree::Literal(_)] => false,
        [first, ..] => !is_punct(first, '.'),
        [] => true,
    });
    Some(expressions.map(|expression| quote!(let _ #of_type = #(#expression)*;)).collect())
}
