//! Arguments that do not begin with a key, and the code to write instead.

use cors_rules::{
    key::{self, Key, Meaning},
    list::ANY,
    origin::correction,
};
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{LitStr, Path};

use super::{
    arguments::ArgumentValue,
    hint::{self, is_punct},
    other_libraries::{
        code_of_settings, help_for_code, help_for_meaning, named_policy, setting, write,
    },
    source::source,
};

/// Returns the help for tokens in place of a key.
pub(crate) fn help(rest: &TokenStream) -> Option<String> {
    if let help @ Some(_) = help_for_code(rest) {
        return help;
    }
    let mut tokens = rest.clone().into_iter();
    let first = tokens.next()?;
    let after: TokenStream = tokens.collect();
    let code = match &first {
        TokenTree::Literal(_) => return of_string(&hint::string_of(&first)?, &after),
        TokenTree::Group(group) if group.delimiter() != Delimiter::Bracket => unbraced(rest)?,
        TokenTree::Punct(punct) if punct.as_char() == '!' => {
            let flag: Ident = syn::parse2(after).ok()?;
            setting(Key::named(&flag.to_string())?, "false")
        }
        first if matches!(first, TokenTree::Group(_)) || is_punct(first, '*') => {
            setting(Key::Origins, &hint::list(rest, Key::Origins)?)
        }
        _ if syn::parse2::<Path>(rest.clone()).is_ok() => setting(Key::Policy, &source(rest)),
        _ => setting(Key::Policy, &hint::path(rest)?),
    };
    Some(write(&code))
}

/// Returns the help for a string in place of a key. The string may be an origin, a list, a line of a configuration, or
/// the name of a key or a policy.
fn of_string(string: &LitStr, after: &TokenStream) -> Option<String> {
    let word = string.value();
    if !after.is_empty() {
        let all = [string.to_token_stream(), after.clone()].into_iter().collect();
        let is_of_list = |token| is_punct(&token, ',') || hint::string_of(&token).is_some();
        let code = match after.clone().into_iter().all(is_of_list) {
            true => setting(Key::Origins, &hint::list(&all, Key::Origins)?),
            false => of_entries(&all)?,
        };
        return Some(write(&code));
    }
    if word == ANY || correction(&word).is_some_and(|_| word.contains('.')) {
        return Some(write(&setting(Key::Origins, &source(string))));
    }
    if word.contains('=')
        && let Some(code) = word.parse().ok().and_then(|tokens| of_entries(&tokens))
    {
        return Some(write(&code));
    }
    let word = word.split_once(':').map_or(&*word, |(name, _)| name);
    match key::translate_word(word) {
        Some(Meaning::Key(Key::Policy)) => Some(named_policy(word)),
        Some(meaning) => Some(help_for_meaning(meaning, &ArgumentValue::Bare).0),
        None => {
            let is_name = word.chars().all(|c| c.is_alphanumeric() || "-_. ".contains(c));
            is_name.then(|| named_policy(word))
        }
    }
}

/// Converts the entries in braces or parentheses to arguments: `{ "origins": "*" }` becomes `origins = "*"`.
fn unbraced(tokens: &TokenStream) -> Option<String> {
    let [TokenTree::Group(group)] = &tokens.clone().into_iter().collect::<Vec<_>>()[..] else {
        return None;
    };
    if let inner @ Some(_) = unbraced(&group.stream()) {
        return inner;
    }
    of_entries(&group.stream())
}

/// Returns the arguments for entries such as `"max_age": 60` or `max_age = 60`.
fn of_entries(tokens: &TokenStream) -> Option<String> {
    let mut entries = Vec::new();
    let mut tokens = tokens.clone().into_iter().peekable();
    while tokens.peek().is_some() {
        let entry: TokenStream =
            tokens.by_ref().take_while(|token| !is_punct(token, ',')).collect();
        let mut entry = entry.into_iter();
        let name = match entry.next()? {
            TokenTree::Ident(name) => name.to_string(),
            token => hint::string_of(&token)?.value(),
        };
        let Meaning::Key(key) = key::translate_word(&name)? else { return None };
        let rest: TokenStream = entry.collect();
        let value = if rest.is_empty() { None } else { Some(hint::value_after(&rest, key)?) };
        entries.push((key, value));
    }
    code_of_settings(&entries)
}
