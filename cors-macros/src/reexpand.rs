//! The order of expansion: a `cfg_attr` that may hold a `#[cors]`, and other macros, expand before `#[cors]`.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, ItemMod, Meta};

use crate::{
    expand::Runtime,
    settings::INHERITED,
    syntax::{
        arguments,
        item::{Conditional, Function, arguments_of, is_cors, is_inert},
        route,
    },
};

/// The arguments of the item's own `#[cors]`, and those that a module passes to it.
pub(crate) struct OwnAttribute {
    pub(crate) arguments: TokenStream,
    pub(crate) inherited: TokenStream,
    /// A second `#[cors]` of the item.
    pub(crate) duplicate: Option<Attribute>,
}

pub(crate) enum Prepared {
    Ready(OwnAttribute),
    /// The item, once for each condition, with its attributes in the order in which to expand them.
    Again(TokenStream),
}

/// An item below `#[cors]`.
pub(crate) trait Annotated: ToTokens {
    fn attributes(&mut self) -> &mut Vec<Attribute>;

    fn is_route(attribute: &Attribute) -> bool;
}

impl Annotated for Function {
    fn attributes(&mut self) -> &mut Vec<Attribute> {
        &mut self.attributes
    }

    fn is_route(attribute: &Attribute) -> bool {
        route::is_route(attribute)
    }
}

impl Annotated for ItemMod {
    fn attributes(&mut self) -> &mut Vec<Attribute> {
        &mut self.attrs
    }

    fn is_route(_: &Attribute) -> bool {
        false
    }
}

/// Makes the compiler expand first what is between `#[cors]` and the route attribute: a `cfg_attr` that
/// may hold one of the two, or another macro, which has to see the route attribute unchanged.
pub(crate) fn prepare<I: Annotated>(arguments: &TokenStream, item: &mut I) -> Prepared {
    let attributes = item.attributes();
    let variants = split_on_condition(arguments, attributes)
        .or_else(|| Some(vec![behind_macros(arguments, attributes, I::is_route)?]));
    let Some(variants) = variants else {
        let others = attributes.extract_if(.., |attribute| is_cors(&attribute.meta)).collect();
        return Prepared::Ready(OwnAttribute::among(&without_mark(arguments), others));
    };
    let mut again = TokenStream::new();
    for variant in variants {
        *item.attributes() = variant;
        item.to_tokens(&mut again);
    }
    Prepared::Again(again)
}

/// The attributes with this one after the macros that are above the route attribute, unless it was moved there.
fn behind_macros(
    arguments: &TokenStream,
    attributes: &[Attribute],
    is_route: fn(&Attribute) -> bool,
) -> Option<Vec<Attribute>> {
    let is_waited_for = |attribute: &Attribute| !is_inert(attribute) && !is_cors(&attribute.meta);
    // Without a route attribute, another macro may add one.
    let route = attributes.iter().position(is_route).unwrap_or(attributes.len());
    let (above, below) = attributes.split_at(route);
    if begins_with(arguments, WAITED) || !above.iter().any(is_waited_for) {
        return None;
    }
    let mark = format_ident!("{WAITED}");
    let own = own_attribute(&quote!(#mark, #arguments));
    let (first, rest): (Vec<_>, Vec<_>) = above.iter().cloned().partition(is_waited_for);
    Some([first, vec![own], rest, below.to_vec()].concat())
}

/// Marks an attribute that was moved after the others already. Those that are still there are no macros,
/// or are unknown to the compiler.
const WAITED: &str = "__waited";

pub(crate) fn without_mark(arguments: &TokenStream) -> TokenStream {
    let mark = if begins_with(arguments, WAITED) { 2 } else { 0 };
    arguments.clone().into_iter().skip(mark).collect()
}

impl OwnAttribute {
    fn among(arguments: &TokenStream, others: Vec<Attribute>) -> Self {
        let mut own = (!begins_with(arguments, INHERITED)).then(|| arguments.clone());
        let mut inherited = if own.is_some() { TokenStream::new() } else { arguments.clone() };
        let mut duplicate = None;
        for other in others {
            let arguments = without_mark(&arguments_of(&other));
            if begins_with(&arguments, INHERITED) {
                inherited = arguments;
            } else if own.is_none() {
                own = Some(arguments);
            } else {
                duplicate = Some(other);
            }
        }
        Self { arguments: own.unwrap_or_default(), inherited, duplicate }
    }
}

fn begins_with(arguments: &TokenStream, word: &str) -> bool {
    matches!(arguments.clone().into_iter().next(), Some(TokenTree::Ident(first)) if first == word)
}

/// Both variants of `#[cfg_attr(predicate, metas…)]`: with the metas if the predicate holds, and without.
fn split_on_condition(
    arguments: &TokenStream,
    attributes: &[Attribute],
) -> Option<Vec<Vec<Attribute>>> {
    let (index, conditional) = attributes.iter().enumerate().find_map(|(index, attribute)| {
        let conditional = Conditional::read(attribute)?;
        conditional.concerns_us().then_some((index, conditional))
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

/// This attribute, to expand it again later.
fn own_attribute(arguments: &TokenStream) -> Attribute {
    let path = Runtime::named(arguments::path_of_crate(arguments)).path;
    syn::parse_quote!(#[#path::cors(#arguments)])
}
