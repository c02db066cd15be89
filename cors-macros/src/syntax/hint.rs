//! What tokens in a value's place were meant to be, where the compiler cannot read them, or reads
//! something else: lists in other brackets, words without quotes.

use cors_rules::key::{self, Key, Kind};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Lit, LitStr, parse::Parse};

use super::source::source;

/// The value or the list of them that the tokens hold, whatever stands around and between.
pub(crate) fn list(tokens: &TokenStream, kind: Kind) -> Option<String> {
    let values = values(tokens, kind)?;
    match values.as_slice() {
        [] => None,
        [value] => Some(value.clone()),
        values => Some(format!("[{}]", values.join(", "))),
    }
}

fn values(tokens: &TokenStream, kind: Kind) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let mut tokens = tokens.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => found.extend(values(&group.stream(), kind)?),
            TokenTree::Literal(literal) => match Lit::new(literal.clone()) {
                Lit::Str(_) => found.push(literal.to_string()),
                Lit::Char(letter) => found.push(format!("{:?}", letter.value().to_string())),
                _ => return None,
            },
            TokenTree::Punct(punct) => match punct.as_char() {
                '*' => found.push("\"*\"".to_owned()),
                '.' => {
                    while tokens.next_if(|token| is_punct(token, '.')).is_some() {}
                    found.push("..".to_owned());
                }
                ',' | ';' | '|' | '+' | '&' => {}
                _ => return None,
            },
            TokenTree::Ident(word) => {
                let mut word = word.to_string();
                while tokens.next_if(|token| is_punct(token, '-')).is_some() {
                    word = format!("{word}-{}", tokens.next()?);
                }
                if word == "true" || word == "false" {
                    return None;
                }
                let is_text = word.contains('-') || kind == Kind::Headers && !is_constant(&word);
                found.push(if is_text && kind != Kind::Methods {
                    format!("\"{word}\"")
                } else {
                    word
                });
            }
        }
    }
    Some(found)
}

/// The value behind `key`, where it is written as `key: value`, `key => value` or `key(value)`.
pub(crate) fn value(rest: &TokenStream, kind: Kind) -> String {
    let mut tokens = rest.clone().into_iter().peekable();
    while tokens.next_if(|token| [':', '=', '>'].iter().any(|c| is_punct(token, *c))).is_some() {}
    let tokens: Vec<TokenTree> = tokens.collect();
    let group = match tokens.as_slice() {
        [TokenTree::Group(group)] if group.delimiter() != Delimiter::Bracket => group,
        tokens => return source(&tokens.iter().cloned().collect::<TokenStream>()),
    };
    let is_several =
        kind.is_list() && group.stream().into_iter().any(|token| is_punct(&token, ','));
    match list(&group.stream(), kind) {
        Some(list) if is_several => list,
        _ => source(&group.stream()),
    }
}

/// The keys and values of braces, as `{ "origins": "*" }` has them.
pub(crate) fn unbraced(tokens: &TokenStream) -> Option<String> {
    let [TokenTree::Group(group)] = &tokens.clone().into_iter().collect::<Vec<_>>()[..] else {
        return None;
    };
    if group.delimiter() == Delimiter::Bracket {
        return None;
    }
    let mut keys = Vec::new();
    let mut tokens = group.stream().into_iter().peekable();
    while tokens.peek().is_some() {
        let entry: TokenStream =
            tokens.by_ref().take_while(|token| !is_punct(token, ',')).collect();
        let mut entry = entry.into_iter();
        let key = match entry.next()? {
            TokenTree::Ident(key) => key.to_string(),
            TokenTree::Literal(text) => read::<LitStr>(TokenTree::from(text).into())?.value(),
            _ => return None,
        };
        let key = key::meant(&key, Key::ALL).map_or(key, |key| key.name().to_owned());
        let rest: TokenStream = entry.collect();
        keys.push(if rest.is_empty() {
            key
        } else {
            format!("{key} = {}", value(&rest, Kind::Origins))
        });
    }
    Some(keys.join(", "))
}

/// The path of a policy, however it is dressed up: `&P`, `P.clone()`, `[P]`, `"P"`, `..P`, `P()`.
pub(crate) fn path(tokens: &TokenStream) -> Option<String> {
    let undressed: TokenStream = tokens
        .clone()
        .into_iter()
        .skip_while(|token| is_punct(token, '&') || is_punct(token, '.'))
        .take_while(|token| !is_punct(token, '.'))
        .collect();
    let inside = match &undressed.clone().into_iter().collect::<Vec<_>>()[..] {
        [TokenTree::Group(group)] => group.stream(),
        [TokenTree::Literal(text)] => {
            read::<LitStr>(TokenTree::from(text.clone()).into())?.parse().ok()?
        }
        [callee @ .., TokenTree::Group(group)] if group.stream().is_empty() => {
            callee.iter().cloned().collect()
        }
        _ => undressed,
    };
    let path: syn::Path = read(inside)?;
    let last = path.segments.last()?.ident.to_string();
    // Not as it was written: in quotes, maybe.
    is_constant(&last).then(|| path.to_token_stream().to_string().replace(' ', ""))
}

/// Whether a word is spelled as constants are.
pub(crate) fn is_constant(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

fn read<T: Parse>(tokens: TokenStream) -> Option<T> {
    syn::parse2(tokens).ok()
}

pub(crate) fn is_punct(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == c)
}
