use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Attribute, Path, Visibility, ext::IdentExt};

use super::{Runtime, assertions, editor, ends, policy, respanned};
use crate::{
    check::CheckedPolicy,
    syntax::{
        item::Function,
        route::{Route, Routes},
    },
};

/// The type that registers the handler, as actix-web's own macros make it, with the policy around
/// its routes.
pub(crate) fn expand(
    checked: &CheckedPolicy,
    function: &Function,
    routes: &Routes,
    runtime: &Runtime,
) -> TokenStream {
    let private = runtime.private();
    let name = &function.signature.ident;
    let Routes { routes: all, attribute, .. } = routes;
    let values = assertions::of_values(checked.pending(), runtime);
    let policy = policy::expand(checked, runtime);
    let policy = assertions::of_policy(&policy, checked, name, runtime);
    let handler = handler_static(function, all, &private);
    // What is wrong with the signature is told where actix-web's macro would tell it.
    let (start, end) = ends(attribute);
    let at_attribute = |function, arguments: TokenStream| {
        let function = respanned(function, start);
        quote_spanned!(end=> #function(#arguments))
    };
    let registrations = all
        .iter()
        .enumerate()
        .map(|(index, route)| registration(index, route, function, &at_attribute, &private));
    let served = quote! {
        #values
        #policy
        #handler
        let __cors = #private::HandlerCors::new(&__CORS_HANDLER);
        #(#registrations)*
    };
    let served = editor::not_in_editor(&served, &private);
    // In a block of its own: the handler's body sees none of its constants.
    let register = quote!(#function { #served });
    service(function, routes, &register, runtime)
}

/// The same type for a function that is no handler, so that its name survives; it registers nothing.
pub(crate) fn refused(function: &Function, routes: &Routes, runtime: &Runtime) -> TokenStream {
    let register = quote! {
        let _ = __config;
        #[allow(dead_code)]
        #function
    };
    service(function, routes, &register, runtime)
}

fn service(
    function: &Function,
    routes: &Routes,
    register: &TokenStream,
    runtime: &Runtime,
) -> TokenStream {
    let private = runtime.private();
    let name = &function.signature.ident;
    let docs = function.attributes.iter().filter(|attribute| attribute.path().is_ident("doc"));
    let import = import(&routes.attribute);
    // actix-web's macros make the type public whatever the function is, and code relies on it; what
    // the function's own visibility asks for is asked of its documentation.
    let private_docs = match function.visibility {
        Visibility::Public(_) => None,
        _ => Some(quote!(#[allow(missing_docs)])),
    };
    // What a lint says of it stands where actix-web's type would.
    let (start, end) = ends(&routes.attribute);
    let public_type = respanned(quote!(pub struct), start);
    let end = quote_spanned!(end=> ;);
    quote! {
        #import
        #(#docs)*
        #private_docs
        #[allow(non_camel_case_types)]
        #public_type #name #end

        impl #private::HttpServiceFactory for #name {
            fn register(self, __config: &mut #private::AppService) {
                #register
            }
        }
    }
}

/// A use of the route attribute, which no longer expands: so that its import is needed, and what is
/// not imported is told. In a scope of its own the name is neither the handler's type nor, where
/// another attribute makes the function, ambiguous.
fn import(attribute: &Attribute) -> TokenStream {
    let path = attribute.path();
    let (start, _) = ends(path);
    let at = Span::call_site().located_at(start);
    quote_spanned! {at=>
        const _: () = {
            #[allow(unused_imports)]
            use #path as _;
        };
    }
}

fn handler_static(function: &Function, routes: &[Route], private: &TokenStream) -> TokenStream {
    let name = function.signature.ident.unraw().to_string();
    let routes = routes.iter().map(|route| {
        let Route { path, .. } = route;
        let name = route_name(route, function);
        let methods = route.methods.iter().map(|method| &method.name);
        quote!(#private::HandlerRoute::new(#path, #name, &[#(#methods),*]))
    });
    quote! {
        #[#private::linkme::distributed_slice(#private::HANDLERS)]
        #[linkme(crate = #private::linkme)]
        static __CORS_HANDLER: #private::Handler = #private::Handler::new(
            ::core::module_path!(), #name, ::core::file!(), ::core::line!(), &[#(#routes),*],
            __CORS_POLICY,
        );
    }
}

fn route_name(route: &Route, function: &Function) -> String {
    match &route.name {
        Some(name) => name.value(),
        None => function.signature.ident.to_string(),
    }
}

fn registration(
    index: usize,
    route: &Route,
    function: &Function,
    at_attribute: &dyn Fn(TokenStream, TokenStream) -> TokenStream,
    private: &TokenStream,
) -> TokenStream {
    let guards = route.guards.iter().map(|guard: &Path| quote!(.guard(#private::fn_guard(#guard))));
    let name = &function.signature.ident;
    let registered = quote!(__cors.route(#index) #(#guards)*);
    let handler = at_attribute(quote!(#private::to), quote!(#name));
    if route.wraps.is_empty() {
        return quote!(#registered.register(__config, #handler););
    }
    let wraps = &route.wraps;
    quote! {
        #registered.register_wrapped(__config, #handler, |__resource| {
            __resource #(.wrap(#wraps))*
        });
    }
}
