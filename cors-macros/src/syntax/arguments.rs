use cors_rules::{
    Rule, Violation,
    key::{self, Key, Kind},
    origin::{ANY, correction},
};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Expr, LitStr, Path, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

use super::{attributes, hint, source::source};
use crate::diagnostic::Diagnostics;

/// A key and what stands behind it.
pub(crate) struct Argument {
    /// As it is written: `max-age` is no key, and is told as what it is.
    pub(crate) name: String,
    pub(crate) at: TokenStream,
    pub(crate) value: ArgumentValue,
}

pub(crate) enum ArgumentValue {
    /// `key`
    Bare,
    /// `key = value`
    Value(Expr),
    /// `key: value`, `key(value)`
    Misformed(TokenStream),
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

/// Where arguments are written.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// `#[cors(…)]`
    Attribute,
    /// `policy!(…)`
    PolicyMacro,
}

impl Form {
    /// What to do instead of an attribute on a value.
    const fn help_for_attributes(self) -> &'static str {
        match self {
            Self::Attribute => {
                "list origins of debug builds in `debug_origins`; put another condition around the \
                 whole attribute, as in `#[cfg_attr(…, cors(…))]`"
            }
            Self::PolicyMacro => {
                "list origins of debug builds in `debug_origins`; put another condition on the \
                 const that holds the policy"
            }
        }
    }
}

/// Reads `key`, `key = value`, with commas between. What cannot be read stops its own key alone.
pub(crate) fn parse(tokens: TokenStream, form: Form, diagnostics: &mut Diagnostics) -> Arguments {
    let tokens = attributes::reject(tokens, form.help_for_attributes(), diagnostics);
    let parser = |input: ParseStream<'_>| {
        let mut arguments = Arguments::default();
        while !input.is_empty() {
            if input.peek(Ident::peek_any) && !is_qualified(input) {
                let (name, at) = key(input);
                let value = value(&name, &at, input, diagnostics);
                if let ArgumentValue::Value(first) = &value {
                    tell_rest_of_list(&name, first, input, diagnostics);
                }
                arguments.list.push(Argument { name, at, value });
            } else {
                stray(input, diagnostics);
                arguments.has_stray = true;
            }
            let _ = input.parse::<Token![,]>();
        }
        Ok(arguments)
    };
    parser.parse2(tokens).unwrap_or_default()
}

fn is_qualified(input: ParseStream<'_>) -> bool {
    let fork = input.fork();
    fork.call(Ident::parse_any).is_ok() && fork.peek(Token![::])
}

/// `max_age`, and `max-age` whole.
fn key(input: ParseStream<'_>) -> (String, TokenStream) {
    let (mut name, mut at) = (String::new(), TokenStream::new());
    while let Ok(word) = input.call(Ident::parse_any) {
        name.push_str(&word.unraw().to_string());
        word.to_tokens(&mut at);
        let is_dashed = input.peek(Token![-]) && input.peek2(Ident::peek_any);
        match is_dashed.then(|| input.parse::<Token![-]>()) {
            Some(Ok(dash)) => {
                name.push('-');
                dash.to_tokens(&mut at);
            }
            _ => break,
        }
    }
    (name, at)
}

fn value(
    name: &str,
    key: &TokenStream,
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
) -> ArgumentValue {
    if is_at_end(input) {
        return ArgumentValue::Bare;
    }
    // `=>` and `==` begin like it.
    let has_equals = input.peek(Token![=]) && !input.peek(Token![=>]) && !input.peek(Token![==]);
    if !has_equals {
        return ArgumentValue::Misformed(skip_to_comma(input));
    }
    let _ = input.parse::<Token![=]>();
    let fork = input.fork();
    if fork.parse::<Expr>().is_ok()
        && is_at_end(&fork)
        && let Ok(value) = input.parse()
    {
        return ArgumentValue::Value(value);
    }
    let rest = skip_to_comma(input);
    let kind = Key::named(name).map(Key::kind);
    if rest.is_empty() {
        let violation = Violation::new(Rule::InvalidValue, name, "has no value behind its `=`");
        let help = Key::named(name).map_or(FORM.to_owned(), Key::help);
        diagnostics.add(violation.help(&help), key);
    } else {
        let violation = Violation::new(Rule::InvalidValue, &source(&rest), "is not an expression");
        let violation = match separation(&rest) {
            Some(help) => violation.help(&help),
            None => match hint::list(&rest, kind.unwrap_or(Kind::Origins)) {
                Some(list) => violation.write(&format!("{name} = {list}")),
                None => violation.help("write one value, or a list with commas between"),
            },
        };
        diagnostics.add(violation, rest);
    }
    ArgumentValue::Broken
}

/// What to do about a semicolon, or about a key that begins in the middle.
fn separation(rest: &TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = rest.clone().into_iter().collect();
    let semicolon = tokens.iter().position(|token| hint::is_punct(token, ';'));
    let next = tokens.iter().skip(1).find_map(|token| match token {
        TokenTree::Ident(ident) => Key::named(&ident.to_string()).map(Key::name),
        _ => None,
    });
    match (semicolon, next) {
        (Some(at), _) if at + 1 == tokens.len() => Some("leave the `;` out".to_owned()),
        (Some(_), Some(next)) => Some(format!("write a comma before `{next}`, not a semicolon")),
        (None, Some(next)) => Some(format!("write a comma before `{next}`")),
        (_, None) => None,
    }
}

/// `origins = "…", "…"` and `methods = GET, POST`: a list without its brackets.
fn tell_rest_of_list(
    name: &str,
    first: &Expr,
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
) {
    let kind = match Key::named(name).map(Key::kind) {
        Some(kind) if kind.is_list() => kind,
        _ => return,
    };
    let mut rest = TokenStream::new();
    while goes_on(input, kind) {
        if let Ok(comma) = input.parse::<Token![,]>()
            && !rest.is_empty()
        {
            comma.to_tokens(&mut rest);
        }
        rest.extend(input.parse::<TokenTree>());
    }
    if rest.is_empty() {
        return;
    }
    let sentence = "stands where a key should";
    let mut list = first.to_token_stream();
    list.extend([<Token![,]>::default().into_token_stream(), rest.clone()]);
    let violation = Violation::new(Rule::InvalidValue, &source(&rest), sentence);
    diagnostics.add(
        match hint::list(&list, kind) {
            Some(list) => violation.write(&format!("{name} = {list}")),
            None => violation.help("write a list in brackets, with commas between"),
        },
        rest,
    );
}

/// Whether the next value is a text, or a method's name, and no key.
fn goes_on(input: ParseStream<'_>, kind: Kind) -> bool {
    let fork = input.fork();
    if fork.parse::<Token![,]>().is_err() {
        return false;
    }
    let is_value = match fork.parse::<TokenTree>() {
        Ok(TokenTree::Ident(word)) => kind == Kind::Methods && hint::is_constant(&word.to_string()),
        Ok(TokenTree::Literal(text)) => syn::parse2::<LitStr>(text.into_token_stream()).is_ok(),
        _ => false,
    };
    is_value && is_at_end(&fork)
}

fn stray(input: ParseStream<'_>, diagnostics: &mut Diagnostics) {
    let rest = skip_to_comma(input);
    if rest.is_empty() {
        let comma: TokenStream = input.parse::<TokenTree>().map(Into::into).unwrap_or_default();
        while input.peek(Token![,]) && input.peek2(Token![,]) {
            let _ = input.parse::<Token![,]>();
        }
        let violation = Violation::new(Rule::InvalidValue, ",", "stands where a key should");
        diagnostics.add(violation.help("leave it out"), comma);
        return;
    }
    let violation = Violation::new(Rule::InvalidValue, &source(&rest), "stands where a key should");
    let violation = match instead(&rest) {
        Some(instead) => violation.write(&instead),
        None if source(&rest) == ".." => {
            violation.help("leave it out: every key that is not written is inherited")
        }
        None => violation.help(FORM),
    };
    diagnostics.add(violation, rest);
}

/// The keys and values that were meant by what is no key.
fn instead(rest: &TokenStream) -> Option<String> {
    let mut tokens = rest.clone().into_iter();
    let first = tokens.next()?;
    let behind: TokenStream = tokens.collect();
    match first {
        TokenTree::Group(_) => hint::unbraced(rest),
        TokenTree::Literal(text) => {
            let text: LitStr = syn::parse2(text.into_token_stream()).ok()?;
            of_text(&text, &behind)
        }
        TokenTree::Punct(punct) if punct.as_char() == '*' && behind.is_empty() => {
            Some("origins = \"*\"".to_owned())
        }
        TokenTree::Punct(punct) if punct.as_char() == '!' => {
            let flag: Ident = syn::parse2(behind).ok()?;
            Key::named(&flag.to_string()).map(|key| format!("{} = false", key.name()))
        }
        _ if syn::parse2::<Path>(rest.clone()).is_ok() => {
            Some(format!("policy = {}", source(rest)))
        }
        _ => hint::path(rest).map(|path| format!("policy = {path}")),
    }
}

/// For a text that is an origin, or names a key or a header of the protocol.
fn of_text(text: &LitStr, behind: &TokenStream) -> Option<String> {
    let word = text.value();
    if behind.is_empty() && (word == ANY || correction(&word).is_some_and(|_| word.contains('.'))) {
        return Some(format!("origins = {}", source(text)));
    }
    let key = match key::phrase(&word) {
        Some((key, _)) => key,
        None => key::meant(&word, Key::ALL)?,
    };
    let (kind, key) = (key.kind(), key.name());
    Some(if behind.is_empty() {
        key.to_owned()
    } else {
        format!("{key} = {}", hint::value(behind, kind))
    })
}

fn is_at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

fn skip_to_comma(input: ParseStream<'_>) -> TokenStream {
    let mut skipped = TokenStream::new();
    while !is_at_end(input) {
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
    tokens.next().filter(|token| hint::is_punct(token, '='))?;
    let path: TokenStream = tokens.take_while(|token| !hint::is_punct(token, ',')).collect();
    // Half-written, it is not there yet.
    Path::parse_mod_style.parse2(path.clone()).is_ok().then_some(path)
}
