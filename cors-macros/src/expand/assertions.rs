//! What only const evaluation can judge, an anonymous const for each: the compiler reports them all.

use cors_rules::{combination::TOLD, header_name::Direction, list::Rules};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::{Runtime, policy};
use crate::{
    check::{self, CheckedPolicy},
    settings::{MaxAge, Origins, Settings},
    syntax::value::Listing,
};

/// Checks of single values and lists: they hold whatever else was refused.
pub(crate) fn of_values(
    settings: &Settings,
    served: Option<&[String]>,
    runtime: &Runtime,
) -> TokenStream {
    let private = runtime.private();
    let mut tokens = TokenStream::new();
    let origins = Rules::Origins { null: true, credentials: None, enforces: false };
    if let Some(Origins::Listed(listing)) = &settings.origins {
        tokens.extend(of_list(listing, origins, ("origins", "origins"), &quote!(), &private));
    }
    if let Some(listing) = &settings.debug_origins {
        tokens.extend(of_list(
            listing,
            origins,
            ("debug_origins", "debug_origins"),
            &quote!(),
            &private,
        ));
    }
    if let Some(listing) = &settings.methods {
        let rules = Rules::Methods { served: None };
        tokens.extend(match served {
            Some(served) => {
                let served = quote!(&[#(#served),*]);
                of_list(listing, rules, ("methods", "routed_methods"), &quote!(, #served), &private)
            }
            None => of_list(listing, rules, ("methods", "methods"), &quote!(), &private),
        });
    }
    for (key, listing, direction) in [
        ("allow_headers", &settings.allow_headers, Direction::Allow),
        ("expose_headers", &settings.expose_headers, Direction::Expose),
    ] {
        if let Some(listing) = listing {
            tokens.extend(of_list(
                listing,
                Rules::Headers(direction),
                (key, key),
                &quote!(),
                &private,
            ));
        }
    }
    if let Some(listing) = &settings.hosts {
        tokens.extend(of_list(listing, Rules::Hosts, ("hosts", "hosts"), &quote!(), &private));
    }
    if let Some(MaxAge::Const(expr)) = &settings.max_age {
        tokens.extend(call(&quote!(#private::assert::max_age), expr, &quote!(#expr)));
    }
    tokens
}

/// The list as a const, which the policy names too, and what is to be asked of it: `reader` is the
/// function that reads it under the rules of its key.
fn of_list(
    listing: &Listing,
    rules: Rules<'_>,
    (key, reader): (&str, &str),
    context: &TokenStream,
    private: &TokenStream,
) -> TokenStream {
    if listing.is_known() {
        return TokenStream::new();
    }
    let name = policy::list_name(key);
    let list = policy::array(listing, private);
    let mut tokens = quote!(const #name: #private::List = #list;);
    let reader = format_ident!("{reader}");
    let read = quote!(#private::lists::#reader(#name #context));
    match listing {
        Listing::Whole(expr) => {
            let arguments = quote!(#key, #name, #read);
            tokens.extend(call(&quote!(#private::assert::whole), expr, &arguments));
        }
        Listing::Elements { .. } => {
            for (index, at) in check::undecided(listing, rules) {
                tokens.extend(call(&quote!(#private::assert::value), &at, &quote!(#read, #index)));
            }
        }
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
    let Some(at) = doubtful(checked.settings(), at) else { return tokens };
    let violations = match checked.served() {
        Some(served) => {
            let served = quote!(&[#(#served),*]);
            quote!(__CORS_POLICY.violations_on_route(#served))
        }
        None => quote!(__CORS_POLICY.violations()),
    };
    tokens.extend(quote!(const __CORS_VIOLATIONS: #private::Violations = #violations;));
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
    let mut tokens = at.to_token_stream().into_iter();
    let start = tokens.next().map_or_else(Span::call_site, |token| token.span());
    let end = tokens.last().map_or(start, |token| token.span());
    let function = respanned(function.clone(), start);
    // The same hygiene at both ends: rustc joins no others.
    let end = Span::call_site().located_at(end);
    let arguments = quote_spanned!(end=> (#arguments));
    quote!(const _: () = #function #arguments;)
}

/// rustc underlines a call from its first token to its last; hygiene stays that of the expansion.
fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    let respan = |mut token: proc_macro2::TokenTree| {
        token.set_span(token.span().located_at(span));
        token
    };
    tokens.into_iter().map(respan).collect()
}
