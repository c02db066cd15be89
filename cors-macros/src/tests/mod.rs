//! The stages on strings, without a compiler run.

mod attributes;
mod checked;
mod editor;
mod faces;
mod forms;
mod item_survives;
mod pages;
mod placement;
mod snapshots;
mod source;

use cors_rules::Rule;
use proc_macro2::{Group, Span, TokenStream, TokenTree};

use crate::{
    check::{self, Place},
    diagnostic::{Diagnostic, Diagnostics},
    pipeline,
    settings::Settings,
    syntax::{
        arguments::Form,
        route::{self, ServedMethod},
    },
};

const GET: &str = "#[get(\"/books\")]";

/// The name of a rule, and the source under the error; empty for the attribute itself.
type Found = (String, String);

/// The errors that the checks find in `#[cors(arguments)]` above a route attribute.
fn check_above(arguments: &str, route: &str) -> Vec<Found> {
    let function: syn::ItemFn = syn::parse_str(&format!("{route} async fn list() {{}}"))
        .expect("the route attribute is well formed");
    let routes = route::read(&function.attrs).expect("actix-web takes the route attribute");
    check_at(arguments, Place::Handler { served: &routes.served(), extractors: &[] })
}

/// Likewise, above `#[get("/books")]`.
fn check(arguments: &str) -> Vec<Found> {
    check_above(arguments, GET)
}

fn check_at(arguments: &str, place: Place<'_>) -> Vec<Found> {
    let found = diagnostics(arguments, place);
    found.iter().map(|diagnostic| (short(diagnostic.rule()), diagnostic.source())).collect()
}

/// The whole messages, above `#[get("/books")]`.
fn messages(arguments: &str) -> Vec<String> {
    let get = [ServedMethod { name: "GET".to_owned(), at: tokens("get") }];
    diagnostics(arguments, Place::Handler { served: &get, extractors: &[] })
        .iter()
        .map(Diagnostic::text)
        .collect()
}

fn diagnostics(arguments: &str, place: Place<'_>) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let settings = Settings::read(tokens(arguments), Form::Attribute, &mut diagnostics);
    let checked = check::check(settings, place, &mut diagnostics);
    assert_eq!(checked.is_ok(), diagnostics.is_empty(), "a policy with an error is not expanded");
    diagnostics
}

/// The errors in a whole expansion.
fn reported(output: TokenStream) -> Vec<Found> {
    let tokens: Vec<TokenTree> = output.into_iter().collect();
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match (token, tokens.get(index + 2)) {
            (TokenTree::Ident(name), Some(TokenTree::Group(message)))
                if name == "compile_error" =>
            {
                found.push(read_error(name.span(), message));
            }
            (TokenTree::Group(group), _) => found.extend(reported(group.stream())),
            _ => {}
        }
    }
    found
}

fn read_error(start: Span, message: &Group) -> Found {
    let text: syn::LitStr = syn::parse2(message.stream()).expect("an error has a message");
    let text = text.value();
    let rule = text.lines().last().and_then(|line| line.strip_prefix("rule: cors::"));
    let rule = rule.expect("a message ends in its rule").to_owned();
    let under = start.join(message.span()).and_then(|span| span.source_text());
    (rule, under.unwrap_or_default())
}

fn expand(arguments: &str, item: &str) -> TokenStream {
    pipeline::attribute(tokens(arguments), tokens(item))
}

fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|error| panic!("`{text}` are no tokens: {error}"))
}

fn short(rule: Rule) -> String {
    rule.as_str().trim_start_matches("cors::").to_owned()
}

/// `expected` as the checks return it.
fn found(expected: &[(&str, &str)]) -> Vec<Found> {
    expected.iter().map(|(rule, under)| ((*rule).to_owned(), (*under).to_owned())).collect()
}
