//! The order in which the attributes of an item expand. The other macros above the route attribute expand before
//! `#[cors]`, because `#[cors]` removes the route attribute, which a macro such as `#[utoipa::path]` reads.
//!
//! The compiler expands each `cfg` and `cfg_attr` of an item before the macros of the item, so `#[cors]` never sees
//! them on its own item. The items inside a module still have theirs.

use proc_macro2::{TokenStream, TokenTree};
use quote::format_ident;
use syn::{Attribute, Path};

use crate::{
    expand::Runtime,
    syntax::{
        arguments::path_of,
        item::{arguments_of, is_cors, is_inert},
        route::is_route,
    },
};

/// The arguments of all `#[cors]` attributes of an item: its own, and the one that the expansion of a module adds.
pub(crate) struct CorsArguments {
    pub(crate) own: TokenStream,
    /// The path of the type `__CorsModule` in the outer module. A const of this type is the policy of the module.
    pub(crate) module: Option<Path>,
    pub(crate) runtime: Runtime,
    /// Another `#[cors]` of the item, which is an error.
    pub(crate) repeated: Option<Attribute>,
}

/// The key with which the expansion of a module passes the policy of the module to its handlers and inner modules.
pub(crate) const INHERITED: &str = "__inherited";

/// Returns the attributes with `#[cors]` moved after the macros above the route attribute. Returns `None` if nothing
/// has to move, or if `#[cors]` was already moved.
pub(crate) fn moved_after_macros(
    arguments: &TokenStream,
    attributes: &[Attribute],
) -> Option<Vec<Attribute>> {
    let expands_first = |attribute: &Attribute| !is_inert(attribute) && !is_cors(&attribute.meta);
    // Without a route attribute, `#[cors]` moves after all other macros, because any of them may add a route attribute.
    let route = attributes.iter().position(|it| is_route(&it.meta)).unwrap_or(attributes.len());
    let (above, below) = attributes.split_at(route);
    if begins_with(arguments, MOVED) || !above.iter().any(expands_first) {
        return None;
    }
    let mark = format_ident!("{MOVED}");
    let path = Runtime::named(path_of("crate", arguments)).path;
    let own = syn::parse_quote!(#[#path::cors(#mark, #arguments)]);
    let (first, rest): (Vec<_>, Vec<_>) = above.iter().cloned().partition(expands_first);
    Some([first, vec![own], rest, below.to_vec()].concat())
}

/// The first argument of a `#[cors]` that was already moved. When the moved `#[cors]` expands, the macros above it have
/// expanded. Any other attribute that remains above the route attribute is built-in or unknown to the compiler, so
/// `#[cors]` is not moved again.
const MOVED: &str = "__moved";

pub(crate) fn without_moved_mark(arguments: &TokenStream) -> TokenStream {
    let mark = if begins_with(arguments, MOVED) { 2 } else { 0 };
    arguments.clone().into_iter().skip(mark).collect()
}

impl CorsArguments {
    /// Reads the arguments of the `#[cors]` that expands, and of each other `#[cors]` of the item. Removes the other
    /// `#[cors]` from the attributes of the item.
    pub(crate) fn collect(arguments: &TokenStream, attributes: &mut Vec<Attribute>) -> Self {
        let arguments = without_moved_mark(arguments);
        let mut own = (!begins_with(&arguments, INHERITED)).then(|| arguments.clone());
        let mut inherited = if own.is_some() { TokenStream::new() } else { arguments };
        let mut repeated = None;
        for other in attributes.extract_if(.., |attribute| is_cors(&attribute.meta)) {
            let arguments = without_moved_mark(&arguments_of(&other));
            if begins_with(&arguments, INHERITED) {
                inherited = arguments;
            } else if own.is_none() {
                own = Some(arguments);
            } else {
                repeated = Some(other);
            }
        }
        let own = own.unwrap_or_default();
        let path = path_of("crate", &own).or_else(|| path_of("crate", &inherited));
        let module = path_of(INHERITED, &inherited);
        Self { own, module, runtime: Runtime::named(path), repeated }
    }
}

fn begins_with(arguments: &TokenStream, word: &str) -> bool {
    matches!(arguments.clone().into_iter().next(), Some(TokenTree::Ident(first)) if first == word)
}
