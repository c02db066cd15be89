//! What only const evaluation can judge, an anonymous const for each: the compiler reports them all.

use cors_rules::{combination::TOLD, header_name::Direction, list::Rules};
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::{Runtime, ends, policy, respanned};
use crate::{
    check::{self, CheckedPolicy},
    settings::{MaxAge, Origins, Settings},
    syntax::{
        extractor::Extractor,
        source::source,
        value::{Element, Listing},
    },
};

/// Checks of single values and lists: they hold whatever else was refused.
pub(crate) fn of_values(
    settings: &Settings,
    served: Option<&[String]>,
    runtime: &Runtime,
) -> TokenStream {
    let private = runtime.private();
    let mut tokens = TokenStream::new();
    if settings.listings().any(|(_, listing)| listing.inherited().next().is_some())
        && let Some(inherited) = policy::inherited(settings, &private)
    {
        tokens.extend(quote!(const __CORS_INHERITED: #runtime::Policy = #inherited;));
    }
    let of_list =
        |listing: &Listing, rules: Rules<'_>, names: (&str, &str), context: &TokenStream| {
            // Told already.
            let is_lost = listing.inherited().next().is_some() && !settings.extends();
            (!listing.is_known() && !is_lost)
                .then(|| of_list(listing, rules, names, context, &private))
        };
    let origins = Rules::Origins { null: true, credentials: None, enforces: false };
    for (key, listing) in settings.listings() {
        let plain = (key, key);
        tokens.extend(match (key, served) {
            ("origins" | "debug_origins", _) => of_list(listing, origins, plain, &quote!()),
            ("methods", Some(served)) => {
                let rules = Rules::Methods { served: None };
                of_list(listing, rules, (key, "routed_methods"), &quote!(, &[#(#served),*]))
            }
            ("methods", None) => {
                of_list(listing, Rules::Methods { served: None }, plain, &quote!())
            }
            ("allow_headers", _) => {
                of_list(listing, Rules::Headers(Direction::Allow), plain, &quote!())
            }
            ("expose_headers", _) => {
                of_list(listing, Rules::Headers(Direction::Expose), plain, &quote!())
            }
            _ => of_list(listing, Rules::Hosts, plain, &quote!()),
        });
    }
    if let Some(MaxAge::Const(expr)) = &settings.max_age {
        let name = policy::const_name("max_age");
        let seconds = policy::given(expr, &quote!(#private::seconds), &private);
        tokens.extend(quote!(const #name: u32 = #seconds;));
        tokens.extend(call(&quote!(#private::assert::max_age), expr, &quote!(#name)));
    }
    tokens
}

/// Up to that many elements are looked through for each of them.
const FEW: usize = 16;

/// The list as a const, which the policy names too, and what is to be asked of it: `reader` is the
/// function that reads it under the rules of its key.
fn of_list(
    listing: &Listing,
    rules: Rules<'_>,
    (key, reader): (&str, &str),
    context: &TokenStream,
    private: &TokenStream,
) -> TokenStream {
    let name = policy::const_name(key);
    let reader = format_ident!("{reader}");
    let mut read = quote!(#private::lists::#reader(#name #context));
    let (at, elements) = match listing {
        Listing::Whole(expr) => {
            let list = policy::listed(key, expr, private);
            let mut tokens = quote!(const #name: #private::List = #list;);
            let arguments = quote!(#key, #name, #read);
            tokens.extend(call(&quote!(#private::assert::whole), expr, &arguments));
            return tokens;
        }
        Listing::Elements { at, elements } => (at, elements),
    };
    let parts_name = format_ident!("{name}_PARTS");
    let key_name = format_ident!("{key}");
    let parts = elements.iter().map(|element| match element {
        Element::Literal { value, .. } => quote!(&[#value]),
        Element::Const(expr) => policy::listed(key, expr, private),
        Element::Inherited { .. } => quote!(__CORS_INHERITED.#key_name()),
    });
    let inherited = listing.inherited().next();
    let inherited_at = inherited.map(|(index, _)| quote!(.with_inherited_at(#index)));
    // A const of its own, so that the parts live as long.
    let count = elements.len();
    let mut tokens = quote! {
        #[allow(long_running_const_eval)]
        const #parts_name: #private::Parts<#count> = {
            const PARTS: &[#private::List; #count] = &[#(#parts),*];
            #private::Parts::new(PARTS) #inherited_at
        };
        #[allow(long_running_const_eval)]
        const #name: #private::List = &#parts_name.joined::<{ #parts_name.count() }>();
    };
    if elements.len() > FEW {
        let repeated_name = format_ident!("{name}_REPEATED");
        tokens.extend(quote! {
            #[allow(long_running_const_eval)]
            const #repeated_name: &[bool] = &#read.repeated::<{ #name.len() }>();
        });
        read.extend(quote!(.with_repeated(#repeated_name)));
    }
    if listing.literals().next().is_none() {
        tokens.extend(call(&quote!(#private::assert::not_empty), at, &quote!(#key, #name)));
    }
    if let Some((_, at)) = inherited {
        let arguments = quote!(&__CORS_INHERITED, #key);
        tokens.extend(call(&quote!(#private::assert::inherited), at, &arguments));
    }
    for (index, at) in check::undecided(listing, rules) {
        // What is inherited need not be served by this route.
        let read = match elements.get(index) {
            Some(Element::Inherited { .. }) => quote!(#private::lists::#key_name(#name)),
            _ => read.clone(),
        };
        let arguments = quote!(#read, &#parts_name, #index);
        tokens.extend(call(&quote!(#private::assert::part), &at, &arguments));
    }
    tokens
}

/// The merged policy as a const, and the check of what only the merge shows: `at` is what stands in
/// the user's source where no value does.
pub(crate) fn of_policy(
    policy: &TokenStream,
    checked: &CheckedPolicy,
    at: &impl ToTokens,
    runtime: &Runtime,
) -> TokenStream {
    let private = runtime.private();
    let mut tokens = quote!(const __CORS_POLICY: #runtime::Policy = #policy;);
    if let Some(served) = checked.served() {
        for Extractor { needed, parameter, at } in checked.extractors() {
            let needed = format_ident!("{needed:?}");
            let arguments = quote!(
                &__CORS_POLICY, &[#(#served),*], #parameter, #private::Needed::#needed
            );
            tokens.extend(call(&quote!(#private::assert::extractor), at, &arguments));
        }
    }
    let Some(at) = doubtful(checked.settings(), at) else { return tokens };
    let violations = match checked.served() {
        Some(served) => {
            let served = quote!(&[#(#served),*]);
            let policy = checked.settings().policy.as_ref();
            let called = policy.map_or_else(|| "#[cors]".to_owned(), source);
            quote!(__CORS_POLICY.violations_on_route(#called, #served))
        }
        None => quote!(__CORS_POLICY.violations()),
    };
    tokens.extend(quote! {
        #[allow(long_running_const_eval)]
        const __CORS_VIOLATIONS: #private::Violations = #violations;
    });
    let merge = quote!(#private::assert::merge);
    for index in 0..TOLD {
        tokens.extend(call(&merge, &at, &quote!(&__CORS_VIOLATIONS, #index)));
    }
    tokens
}

/// What makes a policy more than its literals say, if anything does: the place of its complaints.
fn doubtful(settings: &Settings, at: &impl ToTokens) -> Option<TokenStream> {
    if let Some(policy) = &settings.policy {
        return Some(policy.to_token_stream());
    }
    let origins = match &settings.origins {
        Some(Origins::Listed(listing)) => Some(listing),
        _ => None,
    };
    let lists = [origins, settings.debug_origins.as_ref(), settings.expose_headers.as_ref()];
    match lists.into_iter().flatten().find(|listing| !listing.is_known()) {
        Some(Listing::Whole(expr)) => Some(expr.to_token_stream()),
        Some(Listing::Elements { at, .. }) => Some(at.clone()),
        None => settings.inherited.as_ref().map(|_| at.to_token_stream()),
    }
}

/// `const _: () = function(arguments);`, all of it at the user's tokens.
fn call(function: &TokenStream, at: &impl ToTokens, arguments: &TokenStream) -> TokenStream {
    let called = called(function, at, arguments);
    // A list may be long, and is judged in time linear in its length.
    quote!(#[allow(long_running_const_eval)] const _: () = #called;)
}

fn called(function: &TokenStream, at: &impl ToTokens, arguments: &TokenStream) -> TokenStream {
    let (start, end) = ends(at);
    let function = respanned(function.clone(), start);
    let arguments = quote_spanned!(end=> (#arguments));
    quote!(#function #arguments)
}
