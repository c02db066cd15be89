use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Attribute, Item, ItemMod, parse_quote};

use super::{Runtime, editor, policy};
use crate::{
    check::CheckedPolicy,
    reexpand::INHERITED,
    syntax::{
        item::{is_cors, is_or_contains},
        route::is_route,
    },
};

/// Gives the handlers of a module the policy of the module. The policy is an associated const in an `impl` outside of
/// the module, so that paths in the attribute resolve in the scope around the module.
pub(crate) fn expand(
    checked: &CheckedPolicy,
    mut module: ItemMod,
    runtime: &Runtime,
) -> TokenStream {
    let constants = policy::constants(checked, &module.ident, runtime);
    let name = &module.ident;
    let beside = quote! {
        impl #runtime::ModulePolicy for #name::__CorsModule {
            const POLICY: &'static #runtime::Policy = {
                #constants
                __CORS_POLICY
            };
        }
    };
    let beside = editor::not_in_editor(&beside, runtime);
    if let Some((_, items)) = &mut module.content {
        inherit(items, 0, runtime);
        items.push(parse_quote! {
            #[doc(hidden)]
            #[allow(dead_code)]
            pub(super) struct __CorsModule;
        });
    }
    quote!(#module #beside)
}

/// Passes the policy to each function with a route attribute or `#[cors]` in the module and in the inline modules
/// inside it. A handler that a macro call in the module expands to does not get the policy. An inner module with its
/// own `#[cors]` merges this policy into its own, and passes the merged policy to its handlers. An inner
/// `#[cors(none)]` inherits nothing.
fn inherit(items: &mut [Item], depth: usize, runtime: &Runtime) {
    for item in items {
        match item {
            Item::Fn(function) if has_cors_or_route(&function.attrs) => {
                add(inheriting(depth, runtime), &mut function.attrs);
            }
            Item::Mod(module) if module.attrs.iter().any(is_own_cors) => {
                add(inheriting(depth, runtime), &mut module.attrs);
            }
            Item::Mod(ItemMod { content: Some((_, items)), .. }) => {
                inherit(items, depth + 1, runtime);
            }
            _ => {}
        }
    }
}

/// Returns whether the module may contain a handler. A call of a macro counts, because the macro may expand to a
/// handler. The handlers in the file of a nested `mod name;` do not get the policy, so they do not count.
pub(crate) fn may_contain_handler(module: &ItemMod) -> bool {
    let mut items = module.content.iter().flat_map(|(_, items)| items);
    items.any(|item| match item {
        Item::Fn(function) => has_cors_or_route(&function.attrs),
        Item::Mod(module) => may_contain_handler(module),
        Item::Macro(_) | Item::Verbatim(_) => true,
        _ => false,
    })
}

fn inheriting(depth: usize, runtime: &Runtime) -> Attribute {
    let inherited = format_ident!("{INHERITED}");
    let way = if depth == 0 { vec![quote!(self)] } else { vec![quote!(super); depth] };
    let path = &runtime.path;
    parse_quote!(#[#path::cors(#inherited = #(#way::)* __CorsModule, crate = #path)])
}

/// Adds the attribute after the item's own `#[cors]`. Only the first `#[cors]` expands, and it reads and removes the
/// other. If the item's own attribute did not expand, the compiler would report the user's import of `cors` as unused.
///
/// If the item has no `#[cors]`, or has a route attribute above its `#[cors]`, the new attribute is put first, because
/// it must expand before the route attribute.
fn add(inheriting: Attribute, attributes: &mut Vec<Attribute>) {
    let own = attributes.iter().position(is_own_cors);
    let is_route = |attribute: &Attribute| is_or_contains(attribute, is_route);
    let after = own.filter(|own| !attributes.iter().take(own + 1).any(is_route));
    attributes.insert(after.map_or(0, |own| own + 1), inheriting);
}

fn has_cors_or_route(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| is_or_contains(attribute, |it| is_cors(it) || is_route(it)))
}

fn is_own_cors(attribute: &Attribute) -> bool {
    is_or_contains(attribute, is_cors)
}
