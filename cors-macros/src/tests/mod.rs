//! Tests that call the functions of the macros with parsed strings, so that no test needs to run the compiler.

mod attributes;
mod checked;
mod editor;
mod forms;
mod pages;
mod placement;
mod rejected_values;
mod snapshots;
mod source;

use cors_rules::Rule;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use crate::{
    check::{self, Target},
    diagnostic::Diagnostics,
    pipeline,
    settings::Settings,
    syntax::route::{self, ServedMethod},
};

const GET: &str = "#[get(\"/books\")]";

/// The name of a rule, and the source code that the error underlines. The source code is empty if the error is at the
/// attribute itself.
type Found = (String, String);

/// Returns the errors in `#[cors(arguments)]` above a route attribute.
fn check_above(arguments: &str, route: &str) -> Vec<Found> {
    let function: syn::ItemFn = syn::parse_str(&format!("{route} async fn list() {{}}"))
        .expect("the route attribute is well formed");
    let routes = route::read(&function.attrs).expect("actix-web takes the route attribute");
    check_at(arguments, Target::Handler { served: &routes.served(), extractors: &[] })
}

/// Returns the errors in `#[cors(arguments)]` above `#[get("/books")]`.
fn check(arguments: &str) -> Vec<Found> {
    check_above(arguments, GET)
}

fn check_at(arguments: &str, target: Target<'_>) -> Vec<Found> {
    reported(diagnostics(arguments, target).into_token_stream())
}

/// Returns the messages of the errors in `#[cors(arguments)]` above `#[get("/books")]`.
fn messages(arguments: &str) -> Vec<String> {
    let get = [ServedMethod { name: "GET".to_owned(), at: tokens("get") }];
    let diagnostics = diagnostics(arguments, Target::Handler { served: &get, extractors: &[] });
    errors(diagnostics.into_token_stream()).into_iter().map(|(message, _)| message).collect()
}

fn diagnostics(arguments: &str, target: Target<'_>) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let settings = Settings::read(tokens(arguments), &mut diagnostics);
    let checked = check::check(settings, target, &mut diagnostics);
    assert_eq!(checked.is_valid, diagnostics.is_empty(), "a policy with an error is not expanded");
    diagnostics
}

/// Returns the errors in an expansion: the rule of each error, and the source code that the error underlines.
fn reported(output: TokenStream) -> Vec<Found> {
    let of_message = |(message, source): (String, String)| {
        let rule = message.lines().last().and_then(|line| line.strip_prefix("rule: cors::"));
        (rule.expect("a message ends in its rule").to_owned(), source)
    };
    errors(output).into_iter().map(of_message).collect()
}

/// Returns the errors in an expansion: the message of each error, and the source code that the error underlines.
fn errors(output: TokenStream) -> Vec<(String, String)> {
    let tokens: Vec<TokenTree> = output.into_iter().collect();
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match (token, tokens.get(index + 2)) {
            (TokenTree::Ident(name), Some(TokenTree::Group(message)))
                if name == "compile_error" =>
            {
                let text: syn::LitStr =
                    syn::parse2(message.stream()).expect("an error has a message");
                let under = name.span().join(message.span()).and_then(|span| span.source_text());
                found.push((text.value(), under.unwrap_or_default()));
            }
            (TokenTree::Group(group), _) => found.extend(errors(group.stream())),
            _ => {}
        }
    }
    found
}

fn expand(arguments: &str, item: &str) -> TokenStream {
    pipeline::attribute(tokens(arguments), tokens(item))
}

fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|error| panic!("`{text}` has invalid tokens: {error}"))
}

fn short(rule: Rule) -> String {
    rule.as_str().trim_start_matches("cors::").to_owned()
}

/// Converts expected errors to the type that the checks return.
fn found(expected: &[(&str, &str)]) -> Vec<Found> {
    expected.iter().map(|(rule, under)| ((*rule).to_owned(), (*under).to_owned())).collect()
}
