//! The stages in order, and who takes over on a complaint: arguments, settings, a checked policy,
//! tokens.

use cors_rules::{Rule, Violation};
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, ItemMod};

use crate::{
    attribute::{OwnAttribute, Prepared, again, prepare},
    check::{self, CheckedPolicy, Place},
    diagnostic::Diagnostics,
    expand::{self, Runtime, assertions, editor},
    settings::{NONE, Settings},
    syntax::{
        arguments::{self, Form},
        extractor,
        item::{Function, Item, is_inert},
        route::{self, Routes},
    },
};

/// `#[cors(arguments)] item`
pub(crate) fn attribute(arguments: TokenStream, item: TokenStream) -> TokenStream {
    match Item::read(item) {
        Item::Function(mut function) => {
            match prepare(&arguments, &mut function.attributes, route::is_route) {
                Prepared::Again(variants) => {
                    again(variants, &mut function, |function, attributes| {
                        function.attributes = attributes;
                    })
                }
                Prepared::Ready(own) => {
                    let in_editor = own.in_editor();
                    let handler = handler(own, function);
                    quote!(#in_editor #handler)
                }
            }
        }
        Item::Module(mut module) => {
            // On a module every attribute stands before what it applies to.
            match prepare(&arguments, &mut module.attrs, |_| false) {
                Prepared::Again(variants) => again(variants, &mut module, |module, attributes| {
                    module.attrs = attributes;
                }),
                Prepared::Ready(own) => {
                    let in_editor = own.in_editor();
                    let module = self::module(own, module);
                    quote!(#in_editor #module)
                }
            }
        }
        Item::Other(item) => {
            let violation = Violation::new(
                Rule::NotAHandler,
                "#[cors]",
                "does not stand on a handler",
            )
            .help(
                "write it above the route attribute of an `async fn`, or on an inline module; for \
                     a module in a file, wrap its scope in `Cors::new(…)`",
            );
            let mut diagnostics = Diagnostics::default();
            diagnostics.add_at_attribute(violation);
            let runtime = Runtime::named(arguments::path_of_crate(&arguments));
            let in_editor = editor::expand(&arguments, &runtime);
            quote!(#in_editor #diagnostics #item)
        }
    }
}

/// `policy!(arguments)`, behind the path of the runtime crate and a semicolon.
pub(crate) fn policy(input: TokenStream) -> TokenStream {
    let mut input = input.into_iter();
    let is_semicolon =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
    let runtime = Runtime::at(input.by_ref().take_while(|token| !is_semicolon(token)).collect());
    let mut diagnostics = Diagnostics::default();
    let input: TokenStream = input.collect();
    let in_editor = editor::expand(&input, &runtime);
    let mut arguments = arguments::parse(input, Form::PolicyMacro, &mut diagnostics);
    for argument in arguments.list.extract_if(.., |argument| argument.name == "crate") {
        let violation = Violation::new(Rule::UnknownKey, "crate", "is not a key of `policy!`")
            .help("leave it out: `policy!` knows its crate by the path that it is called by");
        diagnostics.add(violation, &argument.at);
    }
    let settings = Settings::read(arguments, &mut diagnostics);
    let refused = expand::policy::refused(&runtime);
    let policy = match check::check(settings, Place::Shared, &mut diagnostics) {
        Ok(checked) => {
            let values = assertions::of_values(checked.settings(), None, &runtime);
            let policy = expand::policy::expand(&checked, &runtime);
            let policy = assertions::of_policy(&policy, &checked, &TokenStream::new(), &runtime);
            quote!({ #values #policy __CORS_POLICY.const_clone() })
        }
        Err(settings) => {
            let values = assertions::of_values(&settings, None, &runtime);
            quote!({ #values #refused })
        }
    };
    let private = runtime.private();
    let policy = quote!(const POLICY: #runtime::Policy = #policy;);
    let policy = editor::not_in_editor(&policy, &private);
    // A value of the type, for what is made of it.
    let refused = quote!(const POLICY: #runtime::Policy = #refused;);
    let refused = editor::in_editor(&refused, &private);
    quote!({ #in_editor #diagnostics #policy #refused POLICY })
}

impl OwnAttribute {
    fn in_editor(&self) -> TokenStream {
        let runtime = arguments::path_of_crate(&self.arguments)
            .or_else(|| arguments::path_of_crate(&self.inherited));
        editor::expand(&self.arguments, &Runtime::named(runtime))
    }

    /// `#[cors(none)]`
    fn is_none(&self) -> bool {
        self.arguments.to_string() == NONE
    }

    fn tell_duplicate(&self, diagnostics: &mut Diagnostics) {
        if let Some(duplicate) = &self.duplicate {
            let violation = Violation::new(Rule::DuplicateCors, "#[cors]", "stands here twice")
                .help("leave one out; `policy = …` extends a shared policy");
            diagnostics.add(violation, duplicate.path());
        }
    }

    fn read(self, diagnostics: &mut Diagnostics) -> Settings {
        self.tell_duplicate(diagnostics);
        let is_none = self.is_none();
        let mut settings = if is_none {
            Settings::of_none()
        } else {
            Settings::read(
                arguments::parse(self.arguments, Form::Attribute, diagnostics),
                diagnostics,
            )
        };
        let passed_on = arguments::parse(self.inherited, Form::Attribute, diagnostics);
        let passed_on = Settings::read(passed_on, diagnostics);
        settings.inherited = passed_on.inherited.filter(|_| !is_none);
        settings.runtime = settings.runtime.or(passed_on.runtime);
        settings
    }
}

fn handler(own: OwnAttribute, mut function: Function) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    if !function.may_return_a_future() {
        let name = function.signature.ident.to_string();
        let violation =
            Violation::new(Rule::NotAHandler, &name, "is neither `async` nor returns a future")
                .help("write it as `async fn`, or have it return `impl Future<Output = …>`");
        diagnostics.add(violation, &function.signature.ident);
        let Some(routes) = route::read(&function.attributes) else {
            return quote!(#diagnostics #function);
        };
        routes.remove_from(&mut function.attributes);
        let runtime = Runtime::named(arguments::path_of_crate(&own.arguments));
        let handler = expand::handler::refused(&function, &routes, &runtime);
        return quote!(#diagnostics #handler);
    }
    let settings = own.read(&mut diagnostics);
    let runtime = Runtime::of(&settings);
    let may_be_a_route = |attribute: &Attribute| {
        route::is_route(attribute) || (!is_inert(attribute) && route::is_like_a_route(attribute))
    };
    if !function.attributes.iter().any(may_be_a_route) {
        let violation = Violation::new(
            Rule::MissingRoute,
            "#[cors]",
            "has no route attribute of actix-web's below it",
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
    let place = match &routes {
        Some(_) => Place::Handler { served: &served, extractors: &extractors },
        None => Place::NoRoute,
    };
    let checked = check::check(settings, place, &mut diagnostics);
    match (checked, routes) {
        (Ok(checked), Some(routes)) => {
            routes.remove_from(&mut function.attributes);
            expand::handler::expand(&checked, &function, &routes, &runtime)
        }
        // What actix-web will refuse is its own to tell.
        (Ok(_), None) => function.into_token_stream(),
        // The route attribute still makes the handler, so that nothing else follows.
        (Err(settings), _) => {
            let values = assertions::of_values(&settings, None, &runtime);
            let values = editor::not_in_editor(&values, &runtime.private());
            quote!(#diagnostics #values #function)
        }
    }
}

fn module(own: OwnAttribute, module: ItemMod) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let settings = own.read(&mut diagnostics);
    let runtime = Runtime::of(&settings);
    let checked: Result<CheckedPolicy, Settings> =
        check::check(settings, Place::Shared, &mut diagnostics);
    if !expand::module::may_hold_a_handler(&module) {
        let name = module.ident.to_string();
        let violation = Violation::new(Rule::MissingRoute, &name, "is a module without a handler")
            .help(
                "leave `#[cors]` out, or move the handlers with their route attributes into it; \
                 for handlers without one, wrap their scope in `Cors::new(…)`",
            );
        diagnostics.add(violation, &module.ident);
    }
    let module = expand::module::expand(&checked, module, &runtime);
    quote!(#diagnostics #module)
}
