//! The stages of the macros in order: arguments, settings, checked policy, tokens.

use cors_rules::{Rule, Violation};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Attribute, ItemMod};

use crate::{
    check::{self, Target},
    diagnostic::{Diagnostics, MacroKind},
    expand::{self, Runtime, const_checks, editor},
    reexpand::{CorsArguments, moved_after_macros},
    settings::Settings,
    syntax::{
        arguments::path_of,
        extractor,
        hint::is_punct,
        item::{Function, Item, is_inert},
        route::{self, Routes},
    },
};

/// Expands `#[cors(arguments)] item`.
pub(crate) fn attribute(arguments: TokenStream, item: TokenStream) -> TokenStream {
    match Item::read(item) {
        Item::Function(function) => {
            annotated(&arguments, function, |function| &mut function.attributes, expand_handler)
        }
        Item::Module(module) => {
            annotated(&arguments, module, |module| &mut module.attrs, expand_module)
        }
        Item::Other(item) => {
            let diagnostics = not_a_handler();
            let runtime = Runtime::named(path_of("crate", &arguments));
            let in_editor = editor::expand(&arguments, &runtime);
            quote!(#in_editor #diagnostics #item)
        }
        Item::Expression(expression) => {
            let diagnostics = not_a_handler();
            quote!({ #diagnostics #expression })
        }
        Item::Unreadable(item) => {
            let fact = "cannot read the item below it";
            let violation = Violation::new(Rule::NotAHandler, "#[cors]", fact)
                .help("write `#[cors]` above the route attribute of an `async fn`");
            unreadable(&item, &violation)
        }
    }
}

/// Expands `#[cors]` with `expand_item`. If macros above the route attribute must expand first, emits the item
/// unexpanded instead, with `#[cors]` after these macros.
fn annotated<I: ToTokens>(
    arguments: &TokenStream,
    mut item: I,
    attributes: fn(&mut I) -> &mut Vec<Attribute>,
    expand_item: fn(&CorsArguments, I) -> TokenStream,
) -> TokenStream {
    if let Some(moved) = moved_after_macros(arguments, attributes(&mut item)) {
        *attributes(&mut item) = moved;
        return item.to_token_stream();
    }
    let arguments = CorsArguments::collect(arguments, attributes(&mut item));
    let in_editor = editor::expand(&arguments.own, &arguments.runtime);
    let expanded = expand_item(&arguments, item);
    quote!(#in_editor #expanded)
}

fn not_a_handler() -> Diagnostics {
    let violation = Violation::new(Rule::NotAHandler, "#[cors]", "is not above a handler").help(
        "write it above the route attribute of an `async fn`, or on an inline module; for \
             anything else, wrap its scope in `Cors::new(…)`",
    );
    let mut diagnostics = Diagnostics::default();
    diagnostics.add_at_attribute(violation);
    diagnostics
}

/// Emits an item if `#[cors]` cannot read the item or its route attribute. Usually, the compiler or the macro of the
/// route attribute reports the wrong syntax. If neither reports an error, a lint with the message of `violation` fails
/// the build, because the item has no policy. The compiler checks lints last, so it reports the lint only if there is
/// no other error.
fn unreadable(item: &TokenStream, violation: &Violation) -> TokenStream {
    let message = violation.message();
    let message = message.as_str();
    // The span is in the user's code, because the compiler suppresses lints in the output of macros.
    let span = item.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
    let lint = quote_spanned! {span=>
        const _: () = {
            #[must_use = #message]
            struct CorsPolicy;
            const fn policy() -> CorsPolicy {
                CorsPolicy
            }
            #[deny(unused_must_use)]
            const fn item() {
                policy();
            }
            item();
        };
    };
    quote!(#item #lint)
}

/// Expands `policy!(arguments)`. The input begins with the path of the runtime crate and a semicolon.
pub(crate) fn policy_macro(input: TokenStream) -> TokenStream {
    let mut input = input.into_iter();
    let path = input.by_ref().take_while(|token| !is_punct(token, ';')).collect();
    let runtime = Runtime::at(path);
    let mut diagnostics = Diagnostics::new(MacroKind::PolicyMacro);
    let input: TokenStream = input.collect();
    let in_editor = editor::expand(&input, &runtime);
    let settings = Settings::read(input, &mut diagnostics);
    let checked = check::check(settings, Target::Shared, &mut diagnostics);
    let constants = expand::policy::constants(&checked, &TokenStream::new(), &runtime);
    let path = &runtime.path;
    let policy = quote!(const POLICY: #path::Policy = { #constants __CORS_POLICY.const_clone() };);
    let policy = editor::not_in_editor(&policy, &runtime);
    // rust-analyzer needs only the type of the constant. If rust-analyzer could evaluate the constant, it would show
    // the private fields.
    let unknown = quote!(const POLICY: #path::Policy = ::core::panic!(););
    let unknown = editor::in_editor(&unknown, &runtime);
    quote!({ #in_editor #diagnostics #policy #unknown POLICY })
}

impl CorsArguments {
    /// Returns the settings of the item. `#[cors(none)]` does not inherit the policy of the module.
    fn read(&self, diagnostics: &mut Diagnostics) -> Settings {
        if let Some(repeated) = &self.repeated {
            let violation = Violation::new(Rule::DuplicateCors, "#[cors]", "is written twice")
                .help("leave one out; `policy = …` extends a shared policy");
            diagnostics.add(violation, repeated.path());
        }
        let mut settings = Settings::read(self.own.clone(), diagnostics);
        settings.module = self.module.clone().filter(|_| !settings.is_none());
        settings
    }
}

/// Returns the expansion of a function that cannot be a handler. Such a function has a `self` parameter, or it has an
/// attribute that is or may be a route attribute, but is not `async` and returns no future. Returns `None` for any
/// other function.
fn rejected_function(arguments: &CorsArguments, function: &mut Function) -> Option<TokenStream> {
    let mut diagnostics = Diagnostics::default();
    let name = function.signature.ident.to_string();
    if let Some(receiver) = function.signature.receiver() {
        let violation = Violation::new(Rule::NotAHandler, &name, "is a method of a type")
            .help("write the handler as a function outside of the `impl`");
        diagnostics.add(violation, receiver);
        function.attributes.retain(|attribute| !route::is_route(&attribute.meta));
        return Some(quote!(#diagnostics #function));
    }
    if function.may_return_a_future() || !has_route(function) {
        return None;
    }
    let fact = "is not `async`, and returns no future";
    let violation = Violation::new(Rule::NotAHandler, &name, fact)
        .help("write it as `async fn`, or return `impl Future<Output = …>`");
    diagnostics.add(violation, &function.signature.ident);
    let Some(routes) = route::read(&function.attributes) else {
        return Some(quote!(#diagnostics #function));
    };
    routes.remove_from(&mut function.attributes);
    let handler = expand::handler::rejected(function, &routes, &arguments.runtime);
    Some(quote!(#diagnostics #handler))
}

/// Returns whether a function has a route attribute, or an attribute that may be a misspelled route attribute.
fn has_route(function: &Function) -> bool {
    function.attributes.iter().any(|attribute| {
        route::is_route(&attribute.meta)
            || (!is_inert(attribute) && route::starts_with_string(&attribute.meta))
    })
}

fn expand_handler(arguments: &CorsArguments, mut function: Function) -> TokenStream {
    if let Some(rejected) = rejected_function(arguments, &mut function) {
        return rejected;
    }
    let mut diagnostics = Diagnostics::default();
    let runtime = &arguments.runtime;
    let settings = arguments.read(&mut diagnostics);
    if !has_route(&function) {
        let violation = Violation::new(
            Rule::MissingRoute,
            "#[cors]",
            "has no route attribute of actix-web below it",
        )
        .help(
            "write `#[cors(…)]` above the route attribute, as in `#[cors(…)] #[get(\"/\")]`; \
                 for a handler without one, wrap its scope in `Cors::new(…)`",
        );
        diagnostics.add_at_attribute(violation);
    }
    let routes = route::read(&function.attributes);
    let served = routes.as_ref().map(Routes::served).unwrap_or_default();
    let extractors = extractor::read(&function.signature);
    let target = match &routes {
        Some(_) => Target::Handler { served: &served, extractors: &extractors },
        None => Target::NoRoute,
    };
    let checked = check::check(settings, target, &mut diagnostics);
    match routes {
        // After an error, the function keeps its route attribute, so that actix-web's macro generates the type that
        // registers the handler. Without this type, the compiler would also report each `.service(handler)`.
        _ if !checked.is_valid => {
            let values = const_checks::of_values(&checked, runtime);
            let values = editor::not_in_editor(&values, runtime);
            quote!(#diagnostics #values #function)
        }
        Some(routes) => {
            routes.remove_from(&mut function.attributes);
            expand::handler::expand(&checked, &function, &routes, runtime)
        }
        None => {
            let fact = "cannot read the route attribute below it";
            let violation = Violation::new(Rule::MissingRoute, "#[cors]", fact).help(
                "write the path first, as in `#[post(\"/\")]`; for a route macro of another crate, \
                 wrap its scope in `Cors::new(…)`",
            );
            unreadable(&function.to_token_stream(), &violation)
        }
    }
}

fn expand_module(arguments: &CorsArguments, module: ItemMod) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let runtime = &arguments.runtime;
    let settings = arguments.read(&mut diagnostics);
    let checked = check::check(settings, Target::Shared, &mut diagnostics);
    if !expand::module::may_contain_handler(&module) {
        let name = module.ident.to_string();
        let violation = Violation::new(Rule::MissingRoute, &name, "is a module without a handler")
            .help(
                "leave `#[cors]` out, or move handlers with their route attributes into it; \
                 for handlers without one, wrap their scope in `Cors::new(…)`",
            );
        diagnostics.add(violation, &module.ident);
    }
    let module = expand::module::expand(&checked, module, runtime);
    quote!(#diagnostics #module)
}
