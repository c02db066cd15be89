//! The route attributes of actix-web. If a route attribute cannot be read here, actix-web's own macro usually reports
//! the error.

use std::panic::catch_unwind;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, Expr, Lit, LitStr, Meta, MetaNameValue, Path, Token, parse::ParseStream,
    punctuated::Punctuated,
};

use super::expr_kind::{last_name, without_groups};

pub(crate) struct Route {
    pub(crate) path: LitStr,
    pub(crate) name: Option<LitStr>,
    pub(crate) methods: Vec<ServedMethod>,
    pub(crate) guards: Vec<Path>,
    pub(crate) wraps: Vec<Expr>,
}

/// A method that a route serves, and its place in the route attribute.
#[derive(Clone)]
pub(crate) struct ServedMethod {
    pub(crate) name: String,
    pub(crate) at: TokenStream,
}

/// The route attributes that name a method.
const METHODS: [&str; 10] =
    ["connect", "delete", "get", "head", "options", "patch", "post", "put", "query", "trace"];

/// Returns whether an attribute is a route attribute of actix-web, with or without a qualified path.
pub(crate) fn is_route(meta: &Meta) -> bool {
    let mut segments = meta.path().segments.iter().rev().map(|segment| segment.ident.to_string());
    let Some(name) = segments.next() else { return false };
    // Attributes of other frameworks, such as `rocket::get`, register nothing in actix-web. In actix-web, `web::get` is
    // a function and not an attribute.
    if segments.any(|segment| ["ntex", "paperclip", "rocket", "web"].contains(&segment.as_str())) {
        return false;
    }
    match name.as_str() {
        "routes" => matches!(meta, Meta::Path(_)),
        // Attributes of other crates with these names, such as `#[trace]`, usually do not have a string as their first
        // argument.
        "route" | "connect" | "trace" => starts_with_string(meta),
        name => method_named(name).is_some(),
    }
}

/// Returns whether the arguments of an attribute begin with a string, as those of a route attribute do.
pub(crate) fn starts_with_string(meta: &Meta) -> bool {
    matches!(meta, Meta::List(list) if is_string_first(&list.tokens))
}

fn is_string_first(tokens: &TokenStream) -> bool {
    match tokens.clone().into_iter().next() {
        Some(TokenTree::Literal(literal)) => matches!(Lit::new(literal), Lit::Str(_)),
        // `macro_rules!` puts a group without visible delimiters around an argument.
        Some(TokenTree::Group(group)) => is_string_first(&group.stream()),
        _ => false,
    }
}

/// Returns the method of a route attribute by the attribute's name, such as `GET` for `get`.
pub(crate) fn method_named(name: &str) -> Option<String> {
    METHODS.contains(&name).then(|| name.to_uppercase())
}

/// The routes of a handler, and the attributes that declare them.
pub(crate) struct Routes {
    pub(crate) routes: Vec<Route>,
    /// The route attribute that generates the handler if there is no `#[cors]`.
    pub(crate) attribute: Attribute,
    /// The indices of the attributes that declare the routes.
    declared_at: Vec<usize>,
}

impl Routes {
    pub(crate) fn remove_from(&self, attributes: &mut Vec<Attribute>) {
        let mut index = 0..;
        attributes.retain(|_| index.next().is_none_or(|index| !self.declared_at.contains(&index)));
    }

    pub(crate) fn served(&self) -> Vec<ServedMethod> {
        self.routes.iter().flat_map(|route| route.methods.iter().cloned()).collect()
    }
}

/// Reads the first route attribute. If it is `#[routes]`, reads each unqualified attribute that names a method. Returns
/// `None` if there is no route attribute, or if one of these attributes cannot be read.
pub(crate) fn read(attributes: &[Attribute]) -> Option<Routes> {
    let first = attributes.iter().position(|attribute| is_route(&attribute.meta))?;
    let attribute = attributes.get(first)?.clone();
    if last_name(attribute.path()) != "routes" {
        let routes = vec![route(attributes.get(first)?)?];
        return Some(Routes { routes, attribute, declared_at: vec![first] });
    }
    let mut routes = Vec::new();
    let mut declared_at = vec![first];
    for (index, attribute) in attributes.iter().enumerate() {
        let named = attribute.path().get_ident().map(ToString::to_string);
        if index != first && named.as_deref().is_some_and(|name| method_named(name).is_some()) {
            routes.push(route(attribute)?);
            declared_at.push(index);
        }
    }
    (!routes.is_empty()).then_some(Routes { routes, attribute, declared_at })
}

fn route(attribute: &Attribute) -> Option<Route> {
    let own = method_named(&last_name(attribute.path()))
        .map(|name| ServedMethod { name, at: attribute.path().to_token_stream() });
    let (path, options) = attribute.parse_args_with(arguments).ok()?;
    // For a malformed path, `ResourceDef::new` panics. actix-web's macro panics for the same reason, and the compiler
    // reports that panic.
    let pattern = path.value();
    catch_unwind(|| actix_router::ResourceDef::new(pattern)).ok()?;
    // `#[route]` names its methods in options. The other route attributes name one method.
    let has_method_options = own.is_none();
    let mut route = Route {
        path,
        name: None,
        methods: own.into_iter().collect(),
        guards: vec![],
        wraps: vec![],
    };
    for option in options {
        let string = string_literal(option.value)?;
        match option.path.get_ident()?.to_string().as_str() {
            "name" => route.name = Some(string),
            "guard" => route.guards.push(string.parse().ok()?),
            "wrap" => route.wraps.push(string.parse().ok()?),
            "method" if has_method_options => route.add_method(&string)?,
            _ => return None,
        }
    }
    (!route.methods.is_empty()).then_some(route)
}

impl Route {
    fn add_method(&mut self, string: &LitStr) -> Option<()> {
        let name = string.value();
        let is_new = self.methods.iter().all(|method| method.name != name);
        let is_capital = !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase());
        self.methods.push(ServedMethod { name, at: string.to_token_stream() });
        (is_new && is_capital).then_some(())
    }
}

fn arguments(input: ParseStream<'_>) -> syn::Result<(LitStr, Vec<MetaNameValue>)> {
    let path = input.parse()?;
    if !input.is_empty() {
        input.parse::<Token![,]>()?;
    }
    let options = Punctuated::<MetaNameValue, Token![,]>::parse_terminated(input)?;
    Ok((path, options.into_iter().collect()))
}

fn string_literal(expr: Expr) -> Option<LitStr> {
    match without_groups(&expr) {
        Expr::Lit(syn::ExprLit { lit: Lit::Str(string), .. }) => Some(string.clone()),
        _ => None,
    }
}
