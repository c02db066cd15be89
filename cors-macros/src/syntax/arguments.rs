use cors_rules::{Rule, Violation};
use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::{
    Expr, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use crate::diagnostic::Diagnostics;

/// A key and what stands behind it.
pub(crate) struct Argument {
    pub(crate) key: Ident,
    pub(crate) value: ArgumentValue,
}

pub(crate) enum ArgumentValue {
    /// `key`
    Bare,
    /// `key = value`
    Value(Expr),
    /// `key = ` and no value: told already.
    Broken,
}

/// What stands between the parentheses.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) list: Vec<Argument>,
    /// Whether something stood where a key should, so that any key may be missing because of it.
    pub(crate) has_stray: bool,
}

const FORM: &str = "write `key = value`, with commas between";

/// Reads `key`, `key = value`, with commas between. What cannot be read stops its own key alone.
pub(crate) fn parse(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Arguments {
    let parser = |input: ParseStream<'_>| {
        let mut arguments = Arguments::default();
        while !input.is_empty() {
            match input.call(Ident::parse_any) {
                Ok(key) => {
                    let value = value(&key, input, diagnostics);
                    arguments.list.push(Argument { key, value });
                }
                Err(_) => {
                    stray(input, diagnostics);
                    arguments.has_stray = true;
                }
            }
            let _ = input.parse::<Token![,]>();
        }
        Ok(arguments)
    };
    parser.parse2(tokens).unwrap_or_default()
}

fn value(key: &Ident, input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> ArgumentValue {
    if is_at_end(input) {
        return ArgumentValue::Bare;
    }
    let has_equals = input.parse::<Token![=]>().is_ok();
    let fork = input.fork();
    if has_equals
        && fork.parse::<Expr>().is_ok()
        && is_at_end(&fork)
        && let Ok(value) = input.parse()
    {
        return ArgumentValue::Value(value);
    }
    let rest = skip_to_comma(input);
    let invalid = |value: &str, sentence| Violation::new(Rule::InvalidValue, value, sentence);
    if rest.is_empty() {
        let violation = invalid(&key.to_string(), "has no value behind its `=`");
        diagnostics.add(violation.help(FORM), key);
    } else if has_equals {
        let help = "write one value, or a list with commas between";
        diagnostics.add(invalid(&rest.to_string(), "is not an expression").help(help), rest);
    } else {
        let violation = invalid(&spaced(key, &rest), "is not of the form `key = value`");
        diagnostics.add(violation.write(&format!("{key} = {}", meant(&rest))), rest);
    }
    ArgumentValue::Broken
}

/// Key and rest as they are commonly written.
fn spaced(key: &Ident, rest: &TokenStream) -> String {
    match rest.clone().into_iter().next() {
        Some(TokenTree::Punct(_) | TokenTree::Group(_)) => format!("{key}{rest}"),
        _ => format!("{key} {rest}"),
    }
}

/// The value of `key: value` and of `key(value)`.
fn meant(rest: &TokenStream) -> TokenStream {
    let mut tokens = rest.clone().into_iter();
    match tokens.next() {
        Some(TokenTree::Punct(punct)) if punct.as_char() == ':' => tokens.collect(),
        Some(TokenTree::Group(group)) => group.stream(),
        _ => rest.clone(),
    }
}

fn stray(input: ParseStream<'_>, diagnostics: &mut Diagnostics) {
    let rest = skip_to_comma(input);
    let violation = if rest.is_empty() {
        Violation::new(Rule::InvalidValue, ",", "stands where a key should")
    } else {
        Violation::new(Rule::InvalidValue, &rest.to_string(), "stands where a key should")
    };
    diagnostics.add(violation.help(FORM), if rest.is_empty() { comma(input) } else { rest });
}

fn comma(input: ParseStream<'_>) -> TokenStream {
    input.fork().parse::<TokenTree>().map(TokenStream::from).unwrap_or_default()
}

fn is_at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

fn skip_to_comma(input: ParseStream<'_>) -> TokenStream {
    let mut skipped = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        match input.parse::<TokenTree>() {
            Ok(token) => skipped.extend([token]),
            Err(_) => break,
        }
    }
    skipped
}

/// The path behind `crate =`, where it is written: all that an attribute which is only passed on
/// needs to know of itself.
pub(crate) fn path_of_crate(tokens: &TokenStream) -> Option<TokenStream> {
    let mut tokens = tokens.clone().into_iter();
    tokens.find(|token| matches!(token, TokenTree::Ident(key) if key == "crate"))?;
    let is_punct =
        |token: &TokenTree, c| matches!(token, TokenTree::Punct(punct) if punct.as_char() == c);
    tokens.next().filter(|token| is_punct(token, '='))?;
    Some(tokens.take_while(|token| !is_punct(token, ',')).collect())
}
