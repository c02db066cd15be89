//! The code that a help proposes for tokens that do not form an expression, or that do not follow an `=`.

use cors_rules::key::Key;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, Path, PathArguments, Type};

use super::{
    code_for_value, has_name_of_constant, is_punct, list::list, scalar::duration_in_words,
    string_of,
};
use crate::syntax::{expr_kind::ExprKind, source::source};

/// Returns the code for tokens that do not form an expression.
pub(crate) fn of_tokens(tokens: &TokenStream, key: Key) -> Option<String> {
    // A second `=` is removed, as in `origins = = "*"`.
    let tokens = TokenStream::from_iter(without_separator(tokens));
    match key {
        Key::MaxAge => duration_in_words(&source(&tokens)),
        Key::Origins => list(&tokens, key).or_else(|| app_data(&tokens)),
        key => list(&tokens, key),
    }
}

/// Returns the code for the value in `key: value`, `key => value` or `key(value)`.
pub(crate) fn value_after(rest: &TokenStream, key: Key) -> Option<String> {
    match expression_after(rest) {
        Some(expr) => code_for_value(&expr, key).or_else(|| {
            let is_taken = matches!(ExprKind::of(&expr), ExprKind::Const | ExprKind::Dynamic(..));
            is_taken.then(|| source(&expr))
        }),
        // The parentheses may contain several values, as in `key("a", "b")`.
        None => of_tokens(&inside(rest), key),
    }
}

pub(crate) fn expression_after(rest: &TokenStream) -> Option<Expr> {
    match syn::parse2(inside(rest)).ok()? {
        // In C#, the value can have a name, as in `EnableCors(PolicyName = "…")`. Only the value is returned.
        Expr::Assign(named) => Some(*named.right),
        expr => Some(expr),
    }
}

fn inside(rest: &TokenStream) -> TokenStream {
    match without_separator(rest).as_slice() {
        [TokenTree::Group(group)] if group.delimiter() != Delimiter::Bracket => group.stream(),
        tokens => tokens.iter().cloned().collect(),
    }
}

/// Removes the `:`, `=`, `=>`, `->`, `+=` or `is` before a value.
fn without_separator(rest: &TokenStream) -> Vec<TokenTree> {
    let tokens: Vec<TokenTree> = rest.clone().into_iter().collect();
    // Only the `-` of `->` is skipped. Any other `-` belongs to the value, or to `-=`. A user who writes `-=` wants to
    // remove the value from a list, so the help must not propose the value.
    let is_arrow = matches!(&tokens[..], [dash, angle, ..]
        if is_punct(dash, '-') && is_punct(angle, '>'));
    let is_separator = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => ":=>+".contains(punct.as_char()),
        TokenTree::Ident(word) => word == "is",
        _ => false,
    };
    tokens.into_iter().skip(usize::from(is_arrow)).skip_while(is_separator).collect()
}

/// Returns `dynamic(cors_runtime::app_data::<T>())` for `dynamic(web::Data<T>)`.
fn app_data(tokens: &TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let [TokenTree::Ident(name), TokenTree::Group(group)] = tokens.as_slice() else { return None };
    let Type::Path(path) = syn::parse2(group.stream()).ok()? else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let set = if last.ident == "Data" {
        arguments.args.first()?.to_token_stream()
    } else {
        group.stream()
    };
    Some(format!("{name}(cors_runtime::app_data::<{}>())", source(&set)))
}

/// Returns the path `P` of a policy that is written as `&P`, `P.clone()`, `[P]`, `"P"`, `..P` or `P()`.
pub(crate) fn path(tokens: &TokenStream) -> Option<String> {
    let undressed: TokenStream = tokens
        .clone()
        .into_iter()
        .skip_while(|token| is_punct(token, '&') || is_punct(token, '.'))
        .take_while(|token| !is_punct(token, '.'))
        .collect();
    let inside = match &undressed.clone().into_iter().collect::<Vec<_>>()[..] {
        [TokenTree::Group(group)] => group.stream(),
        [token @ TokenTree::Literal(_)] => string_of(token)?.parse().ok()?,
        [callee @ .., TokenTree::Group(group)] if group.stream().is_empty() => {
            callee.iter().cloned().collect()
        }
        _ => undressed,
    };
    let path: Path = syn::parse2(inside).ok()?;
    // The function `source` is not used here: for a path in a string literal, it would return the literal with its
    // quotes.
    has_name_of_constant(&path).then(|| path.to_token_stream().to_string().replace(' ', ""))
}
