//! The stages in order, and who takes over on a complaint: arguments, settings, a checked policy,
//! tokens.

use cors_rules::{Rule, Violation};
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Attribute, ItemMod, Meta};

use crate::{
    check::{self, CheckedPolicy, Place},
    diagnostic::Diagnostics,
    expand::{self, Runtime, assertions},
    model::{
        item::{Conditional, Function, Item, arguments_of, is_cors, is_inert},
        settings::{INHERITED, NONE, Settings},
    },
    parse::{
        arguments,
        route::{self, Routes, ServedMethod},
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
                Prepared::Ready(written) => handler(written, function),
            }
        }
        Item::Module(mut module) => {
            // On a module every attribute stands before what it applies to.
            match prepare(&arguments, &mut module.attrs, |_| false) {
                Prepared::Again(variants) => again(variants, &mut module, |module, attributes| {
                    module.attrs = attributes;
                }),
                Prepared::Ready(written) => self::module(written, module),
            }
        }
        Item::Other(item) => {
            let violation = Violation::new(Rule::NotAHandler, "#[cors]", "stands on no handler")
                .help(
                    "write it above the route attribute of an `async fn`, or on an inline module",
                );
            let mut diagnostics = Diagnostics::default();
            diagnostics.add_at_attribute(violation);
            quote!(#diagnostics #item)
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
    let arguments = arguments::parse(input.collect(), &mut diagnostics);
    let settings = Settings::read(arguments, &mut diagnostics);
    match check::check(settings, Place::Shared, &mut diagnostics) {
        Ok(checked) => {
            let values = assertions::of_values(checked.settings(), None, &runtime);
            let policy = expand::policy::expand(&checked, &runtime);
            let policy = assertions::of_policy(
                &policy,
                checked.settings(),
                None,
                &TokenStream::new(),
                &runtime,
            );
            quote!({ #values #policy __CORS_POLICY })
        }
        Err(settings) => {
            let values = assertions::of_values(&settings, None, &runtime);
            let policy = expand::policy::refused(&runtime);
            quote!({ #diagnostics #values #policy })
        }
    }
}

/// The arguments of the one `#[cors]` that counts, its own and what a module passes on to it.
struct WrittenPolicy {
    arguments: TokenStream,
    inherited: TokenStream,
    /// A second one.
    duplicate: Option<Attribute>,
}

enum Prepared {
    Ready(WrittenPolicy),
    /// The attributes to expand first, in as many variants as there are conditions.
    Again(Vec<Vec<Attribute>>),
}

/// Sees to it that nothing stands between `#[cors]` and the route attribute that the compiler has
/// not expanded yet: a `cfg_attr` that may hold one of the two, or another macro, which shall see
/// the route attribute unchanged.
fn prepare(
    arguments: &TokenStream,
    attributes: &mut Vec<Attribute>,
    is_route: fn(&Attribute) -> bool,
) -> Prepared {
    if let Some(variants) = split_on_condition(arguments, attributes) {
        return Prepared::Again(variants);
    }
    let above = attributes.iter().position(is_route);
    let is_waited_for = |attribute: &Attribute| !is_inert(attribute) && !is_cors(&attribute.meta);
    let waits = match above {
        Some(route) => attributes.iter().take(route).any(is_waited_for),
        None => false,
    };
    if waits {
        let own = own_attribute(arguments);
        let (route, below) = attributes.split_at(above.unwrap_or_default());
        let (first, rest): (Vec<_>, Vec<_>) = route.iter().cloned().partition(is_waited_for);
        return Prepared::Again(vec![[first, vec![own], rest, below.to_vec()].concat()]);
    }
    let others = attributes.extract_if(.., |attribute| is_cors(&attribute.meta)).collect();
    Prepared::Ready(written(arguments, others))
}

fn written(arguments: &TokenStream, others: Vec<Attribute>) -> WrittenPolicy {
    let mut own = (!is_inheriting(arguments)).then(|| arguments.clone());
    let mut inherited = if own.is_some() { TokenStream::new() } else { arguments.clone() };
    let mut duplicate = None;
    for other in others {
        let arguments = arguments_of(&other);
        if is_inheriting(&arguments) {
            inherited = arguments;
        } else if own.is_none() {
            own = Some(arguments);
        } else {
            duplicate = Some(other);
        }
    }
    WrittenPolicy { arguments: own.unwrap_or_default(), inherited, duplicate }
}

fn is_inheriting(arguments: &TokenStream) -> bool {
    matches!(
        arguments.clone().into_iter().next(),
        Some(TokenTree::Ident(key)) if key == INHERITED
    )
}

/// Both of `#[cfg_attr(predicate, metas…)]`: with the metas where it holds, without where not.
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

/// This very attribute, to be expanded once more.
fn own_attribute(arguments: &TokenStream) -> Attribute {
    let settings = Settings::read(
        arguments::parse(arguments.clone(), &mut Diagnostics::default()),
        &mut Diagnostics::default(),
    );
    let runtime = Runtime::of(&settings);
    syn::parse_quote!(#[#runtime::cors(#arguments)])
}

fn again<I: ToTokens>(
    variants: Vec<Vec<Attribute>>,
    item: &mut I,
    set: fn(&mut I, Vec<Attribute>),
) -> TokenStream {
    let mut tokens = TokenStream::new();
    for attributes in variants {
        set(item, attributes);
        item.to_tokens(&mut tokens);
    }
    tokens
}

impl WrittenPolicy {
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
        let arguments = arguments::parse(self.arguments, diagnostics);
        let mut settings = Settings::read(arguments, diagnostics);
        let passed_on = arguments::parse(self.inherited, diagnostics);
        let passed_on = Settings::read(passed_on, diagnostics);
        settings.inherited = passed_on.inherited;
        settings.runtime = settings.runtime.or(passed_on.runtime);
        settings
    }
}

fn handler(written: WrittenPolicy, mut function: Function) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    if written.is_none() {
        written.tell_duplicate(&mut diagnostics);
        return quote!(#diagnostics #function);
    }
    if function.signature.asyncness.is_none() {
        let name = function.signature.ident.to_string();
        let violation = Violation::new(Rule::NotAHandler, &name, "is no `async fn`")
            .help("write it as `async fn`, as actix-web's handlers are");
        diagnostics.add(violation, &function.signature.ident);
        return quote!(#diagnostics #function);
    }
    let settings = written.read(&mut diagnostics);
    let runtime = Runtime::of(&settings);
    let has_route = function.attributes.iter().any(route::is_route);
    if !has_route {
        let violation =
            Violation::new(Rule::MissingRoute, "#[cors]", "has no route attribute below it").help(
                "write `#[cors(…)]` above the route attribute, as in `#[cors(…)] #[get(\"/\")]`",
            );
        diagnostics.add_at_attribute(violation);
    }
    let routes = route::read(&function.attributes);
    let served = served(&routes);
    let place = match &routes {
        Some(_) => Place::Handler(&served),
        None => Place::NoRoute,
    };
    let checked = check::check(settings, place, &mut diagnostics);
    match (checked, routes) {
        (Ok(checked), Some(routes)) => {
            let mut index = 0..;
            function
                .attributes
                .retain(|_| index.next().is_none_or(|index| !routes.spelled_at.contains(&index)));
            expand::handler::expand(&checked, &function, &routes, &runtime)
        }
        // What actix-web will refuse is its own to tell.
        (Ok(_), None) => function.into_token_stream(),
        // The route attribute still makes the handler, so that nothing else follows.
        (Err(settings), _) => {
            let values = assertions::of_values(&settings, None, &runtime);
            quote!(#diagnostics #values #function)
        }
    }
}

fn served(routes: &Option<Routes>) -> Vec<ServedMethod> {
    let routes = routes.iter().flat_map(|routes| &routes.routes);
    routes.flat_map(|route| route.methods.iter().cloned()).collect()
}

fn module(written: WrittenPolicy, module: ItemMod) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    if written.is_none() {
        written.tell_duplicate(&mut diagnostics);
        return quote!(#diagnostics #module);
    }
    let settings = written.read(&mut diagnostics);
    let runtime = Runtime::of(&settings);
    let checked: Result<CheckedPolicy, Settings> =
        check::check(settings, Place::Shared, &mut diagnostics);
    let module = expand::module::expand(&checked, module, &runtime);
    quote!(#diagnostics #module)
}
