//! What only const evaluation can judge, an anonymous const for each: the compiler reports them all.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::{Runtime, policy};
use crate::{
    model::settings::{MaxAge, Origins, Settings},
    parse::{route::ServedMethod, value::Listing},
};

/// Checks of single values and lists: they hold whatever else was refused.
pub(crate) fn of_values(
    settings: &Settings,
    served: Option<&[ServedMethod]>,
    runtime: &Runtime,
) -> TokenStream {
    let private = runtime.private();
    let mut tokens = TokenStream::new();
    if let Some(Origins::Listed(listing)) = &settings.origins {
        tokens.extend(of_list(listing, &private, quote!(origin), quote!(origins), &quote!()));
    }
    if let Some(listing) = &settings.debug_origins {
        tokens.extend(of_list(listing, &private, quote!(origin), quote!(debug_origins), &quote!()));
    }
    if let Some(listing) = &settings.methods {
        match served {
            Some(served) => {
                let names = served.iter().map(|served| &served.name);
                let served = quote!(, &[#(#names),*]);
                tokens.extend(of_list(
                    listing,
                    &private,
                    quote!(routed_method),
                    quote!(routed_methods),
                    &served,
                ));
            }
            None => tokens.extend(of_list(
                listing,
                &private,
                quote!(method),
                quote!(methods),
                &quote!(),
            )),
        }
    }
    for (listing, list) in
        [(&settings.allow_headers, quote!(Allow)), (&settings.expose_headers, quote!(Expose))]
    {
        if let Some(listing) = listing {
            let list = quote!(, #private::HeaderList::#list);
            tokens.extend(of_list(listing, &private, quote!(header), quote!(headers), &list));
        }
    }
    if let Some(MaxAge::Const(expr)) = &settings.max_age {
        tokens.extend(call(&quote!(#private::assert::max_age), expr, expr, &quote!()));
    }
    tokens
}

fn of_list(
    listing: &Listing,
    private: &TokenStream,
    each: TokenStream,
    all: TokenStream,
    context: &TokenStream,
) -> TokenStream {
    if listing.is_known() {
        return TokenStream::new();
    }
    let mut tokens = TokenStream::new();
    for expr in listing.consts() {
        tokens.extend(call(&quote!(#private::assert::#each), expr, expr, context));
    }
    let list = policy::list(listing, private);
    let all = match listing {
        Listing::Elements { .. } => quote!(#private::assert::#all),
        Listing::Whole(_) => quote!(#private::assert::each::#all),
    };
    let at = match listing {
        Listing::Elements { at, .. } => at.clone(),
        Listing::Whole(expr) => expr.to_token_stream(),
    };
    tokens.extend(call(&all, &at, &list, context));
    tokens
}

/// The merged policy as a const, and the check of what only the merge shows: `at` is what stands in
/// the user's source where no value does.
pub(crate) fn of_policy(
    policy: &TokenStream,
    settings: &Settings,
    served: Option<&[ServedMethod]>,
    at: &impl ToTokens,
    runtime: &Runtime,
) -> TokenStream {
    let private = runtime.private();
    let mut tokens = quote!(const __CORS_POLICY: #runtime::Policy = #policy;);
    let Some(at) = doubtful(settings, at) else { return tokens };
    tokens.extend(match served {
        Some(served) => {
            let names = served.iter().map(|served| &served.name);
            let served = quote!(, &[#(#names),*]);
            call(&quote!(#private::assert::on_route), &at, &quote!(&__CORS_POLICY), &served)
        }
        None => {
            call(&quote!(#private::assert::combination), &at, &quote!(&__CORS_POLICY), &quote!())
        }
    });
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

/// `const _: () = function(argument context);`, all of it at the user's tokens.
fn call(
    function: &TokenStream,
    at: &impl ToTokens,
    argument: &impl ToTokens,
    context: &TokenStream,
) -> TokenStream {
    let mut tokens = at.to_token_stream().into_iter();
    let start = tokens.next().map_or_else(Span::call_site, |token| token.span());
    let end = tokens.last().map_or(start, |token| token.span());
    let function = respanned(function.clone(), start);
    // The same hygiene at both ends: rustc joins no others.
    let end = Span::call_site().located_at(end);
    let arguments = quote_spanned!(end=> (#argument #context));
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
