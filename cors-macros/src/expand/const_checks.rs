//! Expands the checks that const evaluation does. Each check is a separate const, because the compiler reports one
//! error for each const.

use cors_rules::{Violations, key::Key, list};
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::{Runtime, call_at, policy};
use crate::{
    check::CheckedPolicy,
    context,
    settings::Value,
    syntax::{
        extractor::Extractor,
        source::source,
        value::{ElementKind, WrittenList},
    },
};

/// Returns constants for `max_age` and for the lists that only const evaluation can check, and the checks of these
/// constants.
pub(crate) fn of_values(checked: &CheckedPolicy, runtime: &Runtime) -> TokenStream {
    let mut tokens = TokenStream::new();
    if checked.pending_lists().any(|(_, listing)| listing.inherited().next().is_some())
        && let Some(inherited) = policy::inherited(&checked.settings, runtime)
    {
        tokens.extend(quote!(const __CORS_INHERITED: &#runtime::Policy = #inherited;));
    }
    if checked.pending_lists().next().is_some() {
        let context = context::expression(checked.context, &served_methods(checked), runtime);
        tokens.extend(quote!(const __CORS_CONTEXT: #runtime::Context<'static> = #context;));
    }
    for (key, listing) in checked.pending_lists() {
        tokens.extend(of_list(key, listing, checked, runtime));
    }
    if let Some(Value::ConstSeconds(expr)) = checked.settings.value(Key::MaxAge) {
        let name = policy::const_name(Key::MaxAge);
        let seconds = policy::scalar_value(expr, &quote!(#runtime::seconds), runtime);
        tokens.extend(quote!(const #name: ::core::primitive::u32 = #seconds;));
        tokens.extend(call(&quote!(#runtime::assert::max_age), expr, &quote!(#name)));
    }
    tokens
}

/// In a list with at most this number of elements, the check of an element compares its values with the earlier values.
/// The expansion of a longer list contains a const that marks the repeated values, and the checks read this const.
const MAX_PAIRWISE: usize = 16;

/// Returns the list as a const, which the policy also uses, and the checks of the list.
fn of_list(
    key: Key,
    listing: &WrittenList,
    checked: &CheckedPolicy,
    runtime: &Runtime,
) -> TokenStream {
    let WrittenList { at, elements } = listing;
    let name = policy::const_name(key);
    let key_variant = format_ident!("{key:?}");
    let typed_key = quote!(#runtime::Key::#key_variant);
    let parts_name = format_ident!("{name}_PARTS");
    let key_name = format_ident!("{}", key.name());
    let parts = elements.iter().map(|element| match &element.kind {
        ElementKind::Literal(value) => quote!(#runtime::ListValue::Strings(&[#value])),
        ElementKind::Const(expr) => policy::list_value(key, expr, runtime),
        ElementKind::Inherited => {
            quote!(#runtime::ListValue::Strings(__CORS_INHERITED.#key_name().as_static()))
        }
    });
    let inherited = listing.inherited().next();
    let inherited_at = inherited.map(|(index, _)| quote!(.with_inherited_at(#index, #typed_key)));
    // `PARTS` is a const of its own, because an element can be a function call. As an argument of `new`, a reference to
    // an array with such an element would not be `'static`.
    let count = elements.len();
    let mut tokens = quote! {
        #[allow(long_running_const_eval)]
        const #parts_name: #runtime::Concat<#count> = {
            const PARTS: &[#runtime::ListValue; #count] = &[#(#parts),*];
            #runtime::Concat::new(PARTS) #inherited_at
        };
        #[allow(long_running_const_eval)]
        const #name: #runtime::ListValue =
            #runtime::ListValue::Strings(&#parts_name.joined::<{ #parts_name.count() }>());
    };
    let mut fields = has_other_values(key, checked);
    let new = quote!(#runtime::ListCheck::new(#typed_key, #name.list(), __CORS_CONTEXT));
    if elements.len() > MAX_PAIRWISE {
        let repeated_name = format_ident!("{name}_REPEATED");
        tokens.extend(quote! {
            #[allow(long_running_const_eval)]
            const #repeated_name: &[::core::primitive::bool] = &#new.repeated::<{ #name.list().len() }>();
        });
        fields.extend(quote!(repeated: ::core::option::Option::Some(#repeated_name),));
    }
    let checked_list = match fields.is_empty() {
        true => new,
        false => quote!(#runtime::ListCheck { #fields ..#new }),
    };
    if listing.literals().next().is_none() && list::empty(key).is_some() {
        let arguments = quote!(#typed_key, #name.list());
        tokens.extend(call(&quote!(#runtime::assert::not_empty), at, &arguments));
    }
    if let Some((_, at)) = inherited {
        let arguments = quote!(__CORS_INHERITED, #typed_key);
        tokens.extend(call(&quote!(#runtime::assert::inherited_list), at, &arguments));
    }
    for (index, element) in elements.iter().enumerate() {
        // A literal is checked too, because it may repeat the value of an expression. In a policy with errors, literals
        // are skipped, because the macro may have reported them already.
        if element.is_literal() && !checked.is_valid {
            continue;
        }
        // An inherited method may be for another route, so the route of this handler need not serve the method.
        let on_any_route = match (key, &element.kind) {
            (Key::Methods, ElementKind::Inherited) => Some(quote!(.on_any_route())),
            _ => None,
        };
        let arguments = quote!(#checked_list #on_any_route, &#parts_name, #index);
        tokens.extend(call(&quote!(#runtime::assert::list_element), &element.at, &arguments));
    }
    tokens
}

/// Returns the field `has_other_values` of a `ListCheck`, or no tokens for the default. The field says whether the
/// policy has origins outside the list, as far as this is known before inherited settings are merged.
fn has_other_values(key: Key, checked: &CheckedPolicy) -> TokenStream {
    let debug_origins = checked.settings.list(Key::DebugOrigins);
    let is_listed = !checked.settings.inherits() && debug_origins.is_some_and(|it| !it.is_empty());
    let is_pending = || checked.pending_lists().any(|(key, _)| key == Key::DebugOrigins);
    match key {
        Key::DebugOrigins => quote!(has_other_values: true,),
        // The macro cannot read this `debug_origins` list, so const evaluation checks whether the list is empty.
        Key::Origins if is_listed && is_pending() => {
            quote!(has_other_values: !__CORS_DEBUG_ORIGINS.list().is_empty(),)
        }
        Key::Origins if is_listed => quote!(has_other_values: true,),
        _ => TokenStream::new(),
    }
}

/// Returns an `Option` expression for the methods that the route serves. The option is `None` if there is no route.
fn served_methods(checked: &CheckedPolicy) -> TokenStream {
    match &checked.served {
        Some(served) => quote!(::core::option::Option::Some(&[#(#served),*])),
        None => quote!(::core::option::Option::None),
    }
}

/// Returns the merged policy as a const, and the checks of that policy. `at` is the place of an error that belongs to
/// no value.
pub(crate) fn of_policy(
    merged: &TokenStream,
    checked: &CheckedPolicy,
    at: &impl ToTokens,
    runtime: &Runtime,
) -> TokenStream {
    let mut tokens = quote!(const __CORS_POLICY: &#runtime::Policy = &#merged;);
    if let Some(served) = &checked.served {
        for Extractor { needed, parameter, at } in &checked.extractors {
            let needed = format_ident!("{needed:?}");
            let arguments = quote!(
                __CORS_POLICY, &[#(#served),*], #parameter, #runtime::Needed::#needed
            );
            tokens.extend(call(&quote!(#runtime::assert::extractor), at, &arguments));
        }
    }
    let is_mixed = checked.is_mixed();
    let has_route = checked.served.is_some();
    if !checked.settings.inherits() || !(is_mixed || has_route) {
        return tokens;
    }
    let at = checked.merge_at().unwrap_or_else(|| at.to_token_stream());
    let called = checked.settings.path(Key::Policy);
    let called = called.map_or_else(|| "#[cors]".to_owned(), source);
    let served = served_methods(checked);
    let violations = quote!(__CORS_POLICY.merge_violations(#is_mixed, #called, #served));
    let limit = if is_mixed { Violations::MAX } else { LIMIT_OF_ROUTE };
    tokens.extend(quote! {
        #[allow(long_running_const_eval)]
        const __CORS_VIOLATIONS: #runtime::Violations = #violations;
    });
    let merge = quote!(#runtime::assert::merged_policy);
    for index in 0..limit {
        tokens.extend(call(&merge, &at, &quote!(&__CORS_VIOLATIONS, #index)));
    }
    tokens
}

/// The maximum number of violations that depend on the route: one if the policy has no origins, and one if the route
/// serves none of the policy's methods.
const LIMIT_OF_ROUTE: usize = 2;

/// Returns `const _: () = function(arguments);` with the spans of `at`.
fn call(function: &TokenStream, at: &impl ToTokens, arguments: &TokenStream) -> TokenStream {
    let call = call_at(at, function, arguments);
    // The check of a list with thousands of values ends, but can exceed the limit of the lint
    // `long_running_const_eval`.
    quote!(#[allow(long_running_const_eval)] const _: () = #call;)
}
