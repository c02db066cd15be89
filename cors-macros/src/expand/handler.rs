use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Attribute, Visibility, ext::IdentExt};

use super::{Runtime, call_at, editor, ends, policy, respanned};
use crate::{
    check::CheckedPolicy,
    syntax::{
        item::Function,
        route::{Route, Routes},
    },
};

/// Returns the type that registers the handler with its policy in actix-web. Without `#[cors]`, the route macro of
/// actix-web generates a type with the same name.
pub(crate) fn expand(
    checked: &CheckedPolicy,
    function: &Function,
    routes: &Routes,
    runtime: &Runtime,
) -> TokenStream {
    let name = &function.signature.ident;
    let Routes { routes: all, attribute, .. } = routes;
    let constants = policy::constants(checked, name, runtime);
    let handler = handler_static(function, all, runtime);
    // With the span of the route attribute, the compiler reports a wrong signature at the same place as for actix-web's
    // macro.
    let handler_function = call_at(attribute, &quote!(#runtime::to), name);
    let registrations = all.iter().enumerate().map(|(index, Route { guards, wraps, .. })| {
        let registered =
            quote!(__cors_routes.route(#index) #(.guard(#runtime::fn_guard(#guards)))*);
        match wraps.as_slice() {
            [] => quote!(#registered.register(__cors_app_service, #handler_function);),
            wraps => quote! {
                #registered.register_wrapped(__cors_app_service, #handler_function, |__cors_resource| {
                    __cors_resource #(.wrap(#wraps))*
                });
            },
        }
    });
    let served = quote! {
        #constants
        #handler
        let __cors_routes = #runtime::HandlerRegistration::new(&__CORS_HANDLER);
        #(#registrations)*
    };
    let served = editor::not_in_editor(&served, runtime);
    // The block hides the constants from the body of the handler.
    let register = quote!(#function { #served });
    service(function, routes, &register, runtime)
}

/// Returns the type of the handler for a rejected function, so that the name of the handler resolves. The type
/// registers nothing.
pub(crate) fn rejected(function: &Function, routes: &Routes, runtime: &Runtime) -> TokenStream {
    let register = quote! {
        let _ = __cors_app_service;
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
    let name = &function.signature.ident;
    let docs = function.attributes.iter().filter(|attribute| attribute.path().is_ident("doc"));
    let import = import(&routes.attribute);
    // By default, actix-web's macros generate a public type even for a private function, and applications may rely on
    // that.
    // The lint `missing_docs` must not require documentation of a private function.
    let private_docs = match function.visibility {
        Visibility::Public(_) => None,
        _ => Some(quote!(#[allow(missing_docs)])),
    };
    // With the spans of the route attribute, lints report the type at the same place as for actix-web's macro.
    let (start, end) = ends(&routes.attribute);
    let public_type = respanned(quote!(pub struct), start);
    let end = quote_spanned!(end=> ;);
    quote! {
        #(#docs)*
        #private_docs
        #[allow(non_camel_case_types)]
        #public_type #name #end

        impl #runtime::HttpServiceFactory for #name {
            fn register(self, __cors_app_service: &mut #runtime::AppService) {
                { #import }
                { #register }
            }
        }
    }
}

/// Returns a `use` of the route attribute's path, because the expansion removes the attribute. The user's import then
/// still counts as used, and the compiler reports a missing import.
///
/// The caller puts the `use` into a block of its own, without the handler function. Otherwise, a function such as
/// `#[get("/")] async fn get()` would make the name `get` ambiguous.
fn import(attribute: &Attribute) -> TokenStream {
    let path = attribute.path();
    let (start, _) = ends(path);
    let at = Span::call_site().located_at(start);
    quote_spanned! {at=>
        #[allow(unused_imports)]
        use #path as _;
    }
}

fn handler_static(function: &Function, routes: &[Route], runtime: &Runtime) -> TokenStream {
    let name = function.signature.ident.unraw().to_string();
    let routes = routes.iter().map(|Route { path, name, methods, .. }| {
        let name = match name {
            Some(name) => name.value(),
            None => function.signature.ident.to_string(),
        };
        let methods = methods.iter().map(|method| &method.name);
        quote!(#runtime::HandlerRoute::new(#path, #name, &[#(#methods),*]))
    });
    quote! {
        #[#runtime::linkme::distributed_slice(#runtime::HANDLERS)]
        #[linkme(crate = #runtime::linkme)]
        static __CORS_HANDLER: #runtime::Handler = #runtime::Handler::new(
            ::core::module_path!(), #name, ::core::file!(), ::core::line!(), &[#(#routes),*],
            __CORS_POLICY,
        );
    }
}
