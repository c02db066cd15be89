use cors_policy::{Rule, Violation};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Expr, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use crate::diagnostic::Diagnostics;

/// A key and what stands behind it.
pub(crate) struct Argument {
    pub(crate) key: Ident,
    pub(crate) value: Written,
}

pub(crate) enum Written {
    /// `key`
    Bare,
    /// `key = value`
    Value(Expr),
    /// `key = ` and no value: told already.
    Broken,
}

/// Reads `key`, `key = value`, with commas between. What cannot be read stops its own key alone.
pub(crate) fn parse(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Vec<Argument> {
    let parser = |input: ParseStream<'_>| {
        let mut arguments = Vec::new();
        while !input.is_empty() {
            arguments.extend(argument(input, diagnostics));
            skip_comma(input, diagnostics);
        }
        Ok(arguments)
    };
    parser.parse2(tokens).unwrap_or_default()
}

fn argument(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Option<Argument> {
    if !input.peek(Ident::peek_any) {
        let stray = skip_to_comma(input);
        let violation =
            Violation::new(Rule::InvalidValue, &stray.to_string(), "stands where a key should");
        diagnostics.add(violation.help("write `key = value`, with commas between"), stray);
        return None;
    }
    let key = input.call(Ident::parse_any).ok()?;
    if !input.peek(Token![=]) {
        return Some(Argument { key, value: Written::Bare });
    }
    input.parse::<Token![=]>().ok()?;
    let fork = input.fork();
    let complete = fork.parse::<Expr>().is_ok() && (fork.is_empty() || fork.peek(Token![,]));
    let value = match complete.then(|| input.parse()) {
        Some(Ok(value)) => Written::Value(value),
        _ => {
            let rest = skip_to_comma(input);
            let violation = if rest.is_empty() {
                Violation::new(Rule::InvalidValue, &key.to_string(), "has no value behind its `=`")
            } else {
                Violation::new(Rule::InvalidValue, &rest.to_string(), "is no expression")
            };
            let at = if rest.is_empty() { key.to_token_stream() } else { rest };
            diagnostics.add(violation.help("write `key = value`, with commas between"), at);
            Written::Broken
        }
    };
    Some(Argument { key, value })
}

fn skip_comma(input: ParseStream<'_>, diagnostics: &mut Diagnostics) {
    if input.is_empty() || input.parse::<Token![,]>().is_ok() {
        return;
    }
    let stray = skip_to_comma(input);
    let violation =
        Violation::new(Rule::InvalidValue, &stray.to_string(), "stands where a comma should");
    diagnostics.add(violation.help("write `key = value`, with commas between"), stray);
    let _ = input.parse::<Token![,]>();
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
