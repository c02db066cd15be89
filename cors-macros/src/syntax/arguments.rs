use cors_rules::{Rule, Violation, key, origin::ANY};
use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::{
    Expr, LitStr, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use super::source::source;
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
        let violation = invalid(&source(&rest), "is not an expression");
        let violation = match separate(&rest) {
            _ if rest.to_string() == "*" => violation.write(&format!("{key} = \"*\"")),
            Some(next) => violation.help(&format!("write a comma before `{next}`")),
            None => violation.help("write one value, or a list with commas between"),
        };
        diagnostics.add(violation, rest);
    } else {
        let violation = invalid(&spaced(key, &rest), "is not of the form `key = value`");
        diagnostics.add(violation.write(&format!("{key} = {}", meant(&rest))), rest);
    }
    ArgumentValue::Broken
}

/// The key that begins in the middle, where a comma was forgotten, or written as a semicolon.
fn separate(rest: &TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = rest.clone().into_iter().collect();
    tokens.iter().skip(1).find_map(|token| match token {
        TokenTree::Ident(ident) if key::named(&ident.to_string()).is_some() => {
            Some(ident.to_string())
        }
        _ => None,
    })
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
        Violation::new(Rule::InvalidValue, &source(&rest), "stands where a key should")
    };
    let violation = match instead(&rest) {
        Some(instead) => violation.write(&instead),
        None => violation.help(FORM),
    };
    diagnostics.add(violation, if rest.is_empty() { comma(input) } else { rest });
}

/// For a text that is an origin, or names a header of the protocol.
fn instead(rest: &TokenStream) -> Option<String> {
    let mut tokens = rest.clone().into_iter();
    let text: LitStr = syn::parse2(tokens.next()?.into()).ok()?;
    let behind: TokenStream = tokens.collect();
    match key::phrase(&text.value()) {
        Some((key, _)) if !behind.is_empty() => Some(format!("{key} {}", source(&behind))),
        Some((key, _)) => Some(key.to_owned()),
        None if behind.is_empty() && (text.value() == ANY || text.value().contains("://")) => {
            Some(format!("origins = {}", source(&text)))
        }
        None => None,
    }
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
