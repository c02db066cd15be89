//! The order in which the attributes of an item expand. The other macros above the route attribute expand before
//! `#[cors]`, because `#[cors]` removes the route attribute, which a macro such as `#[utoipa::path]` reads. A
//! `cfg_attr` that contains a `#[cors]` or a route attribute expands before `#[cors]` too.

use proc_macro2::{TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::{Attribute, Meta, Path};

use crate::{
    expand::Runtime,
    syntax::{
        arguments::path_of,
        item::{Conditional, arguments_of, is_cors, is_inert},
        route::is_route,
    },
};

/// The arguments of all `#[cors]` attributes of an item: its own, and the one that the expansion of a module adds.
pub(crate) struct CorsArguments {
    pub(crate) own: TokenStream,
    /// The path of the type `__CorsModule` in the outer module. A const of this type is the policy of the module.
    pub(crate) module: Option<Path>,
    pub(crate) runtime: Runtime,
    /// A second `#[cors]` of the item.
    pub(crate) duplicate: Option<Attribute>,
}

/// The key with which the expansion of a module passes the policy of the module to its handlers and inner modules.
pub(crate) const INHERITED: &str = "__inherited";

/// The next step for an item below `#[cors]`.
pub(crate) enum Step {
    Expand(CorsArguments),
    /// Emit the item once for each of these lists of attributes. If there are two lists, they have opposite `#[cfg(…)]`
    /// attributes, so the compiler keeps one of the two items. The compiler expands the attributes in the order of the
    /// list.
    Reexpand(Vec<Vec<Attribute>>),
}

/// Returns the next step for an item. For `Step::Expand`, every other `#[cors]` is removed from the attributes of the
/// item.
pub(crate) fn order_attributes(arguments: &TokenStream, attributes: &mut Vec<Attribute>) -> Step {
    let variants = split_on_condition(arguments, attributes)
        .or_else(|| Some(vec![moved_after_macros(arguments, attributes)?]));
    match variants {
        Some(variants) => Step::Reexpand(variants),
        None => {
            let others = attributes.extract_if(.., |attribute| is_cors(&attribute.meta)).collect();
            Step::Expand(CorsArguments::collect(&without_moved_mark(arguments), others))
        }
    }
}

/// Returns the attributes with `#[cors]` moved after the macros above the route attribute. Returns `None` if nothing
/// has to move, or if `#[cors]` was already moved.
fn moved_after_macros(arguments: &TokenStream, attributes: &[Attribute]) -> Option<Vec<Attribute>> {
    let expands_first = |attribute: &Attribute| !is_inert(attribute) && !is_cors(&attribute.meta);
    // Without a route attribute, `#[cors]` moves after all other macros, because any of them may add a route attribute.
    let route = attributes.iter().position(|it| is_route(&it.meta)).unwrap_or(attributes.len());
    let (above, below) = attributes.split_at(route);
    if begins_with(arguments, MOVED) || !above.iter().any(expands_first) {
        return None;
    }
    let mark = format_ident!("{MOVED}");
    let own = own_attribute(&quote!(#mark, #arguments));
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
    fn collect(arguments: &TokenStream, others: Vec<Attribute>) -> Self {
        let mut own = (!begins_with(arguments, INHERITED)).then(|| arguments.clone());
        let mut inherited = if own.is_some() { TokenStream::new() } else { arguments.clone() };
        let mut duplicate = None;
        for other in others {
            let arguments = without_moved_mark(&arguments_of(&other));
            if begins_with(&arguments, INHERITED) {
                inherited = arguments;
            } else if own.is_none() {
                own = Some(arguments);
            } else {
                duplicate = Some(other);
            }
        }
        let own = own.unwrap_or_default();
        let path = path_of("crate", &own).or_else(|| path_of("crate", &inherited));
        let module = path_of(INHERITED, &inherited);
        Self { own, module, runtime: Runtime::named(path), duplicate }
    }
}

fn begins_with(arguments: &TokenStream, word: &str) -> bool {
    matches!(arguments.clone().into_iter().next(), Some(TokenTree::Ident(first)) if first == word)
}

/// Returns two lists of attributes for the first `#[cfg_attr(predicate, metas…)]` that contains a `#[cors]` or a route
/// attribute. The first list has `#[cfg(predicate)]` and the metas. The second list has `#[cfg(not(predicate))]`. Both
/// lists also have a `#[cors]` with these arguments, and the other attributes of the item.
fn split_on_condition(
    arguments: &TokenStream,
    attributes: &[Attribute],
) -> Option<Vec<Vec<Attribute>>> {
    let (index, conditional) = attributes.iter().enumerate().find_map(|(index, attribute)| {
        let conditional = Conditional::read(attribute)?;
        let has_cors_or_route = conditional.metas.iter().any(|it| is_cors(it) || is_route(it));
        has_cors_or_route.then_some((index, conditional))
    })?;
    let own = own_attribute(arguments);
    let Conditional { predicate, metas } = conditional;
    let (before, rest) = attributes.split_at(index);
    let after = rest.get(1..).unwrap_or_default();
    let variant = |condition: Attribute, metas: Vec<Meta>| {
        let metas = metas.into_iter().map(|meta| syn::parse_quote!(#[#meta])).collect();
        [vec![condition, own.clone()], before.to_vec(), metas, after.to_vec()].concat()
    };
    Some(vec![
        variant(syn::parse_quote!(#[cfg(#predicate)]), metas),
        variant(syn::parse_quote!(#[cfg(not(#predicate))]), Vec::new()),
    ])
}

/// Returns a `#[cors]` with these arguments, which the compiler expands later.
fn own_attribute(arguments: &TokenStream) -> Attribute {
    let path = Runtime::named(path_of("crate", arguments)).path;
    syn::parse_quote!(#[#path::cors(#arguments)])
}
