//! Parses the arguments of `#[cors(…)]` and `policy!(…)`. An argument is a key, usually with a value.

use cors_rules::key::Key;
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Expr, Path, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser, discouraged::Speculative},
};

use super::{
    attributes,
    expr_kind::{ExprKind, without_groups},
    hint::{self, is_punct},
    source::source,
    unkeyed_tokens,
};
use crate::diagnostic::Diagnostics;

pub(crate) struct Argument {
    /// The key as it is written, without `r#`. `max-age` is one name, so that an error about it covers the whole name.
    pub(crate) name: String,
    pub(crate) at: TokenStream,
    pub(crate) value: ArgumentValue,
}

pub(crate) enum ArgumentValue {
    /// `key`
    Bare,
    /// `key = value`
    Value(Expr),
    /// Any other form, such as `key: value` and `key(value)`: the tokens after the key. For an unknown key, also the
    /// tokens after the `=` if they do not form an expression.
    OtherForm(TokenStream),
    /// A missing or invalid value, whose error is already reported.
    Broken,
}

impl ArgumentValue {
    /// Returns the value as an expression, even if the argument is not of the form `key = value`.
    pub(crate) fn expression(&self) -> Option<Expr> {
        match self {
            Self::Value(expr) => Some(expr.clone()),
            Self::OtherForm(rest) => hint::expression_after(rest),
            Self::Bare | Self::Broken => None,
        }
    }
}

#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) list: Vec<Argument>,
    /// `true` if an error was reported about an argument that does not begin with a key. The user may have meant any
    /// key, so no key is then reported as missing.
    pub(crate) has_unkeyed: bool,
}

/// The argument of `#[cors(none)]` and `policy!(none)`, which allow no origin.
pub(crate) const NONE: &str = "none";

impl Arguments {
    pub(crate) fn is_none(&self) -> bool {
        let is_none = |argument: &Argument| {
            argument.name == NONE && matches!(argument.value, ArgumentValue::Bare)
        };
        !self.has_unkeyed && matches!(self.list.as_slice(), [argument] if is_none(argument))
    }

    /// Returns the value of the key `policy` as it is written.
    pub(crate) fn policy(&self) -> Option<String> {
        self.list.iter().find_map(|argument| match &argument.value {
            ArgumentValue::Value(expr) if argument.name == Key::Policy.name() => Some(source(expr)),
            _ => None,
        })
    }
}

/// Parses arguments of the form `key` or `key = value`, with commas between. A syntax error affects only one argument.
pub(crate) fn parse(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Arguments {
    let tokens = attributes::reject(tokens, diagnostics);
    let parser = |input: ParseStream<'_>| {
        let mut arguments = Arguments::default();
        while !input.is_empty() {
            if input.peek(Ident::peek_any) && !is_qualified(input) {
                let (name, at) = parse_key(input);
                let mut value = parse_value(&name, &at, input, diagnostics);
                match &mut value {
                    ArgumentValue::Value(first) => {
                        report_rest_of_list(&name, first, input, diagnostics);
                    }
                    // In `origins "…", "…"`, the further strings belong to the value.
                    ArgumentValue::OtherForm(first) => first.extend(rest_of_list(input, false)),
                    ArgumentValue::Bare | ArgumentValue::Broken => {}
                }
                arguments.list.push(Argument { name, at, value });
            } else {
                report_unkeyed(input, diagnostics);
                arguments.has_unkeyed = true;
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

/// Parses a key. A dashed word such as `max-age` is one key.
fn parse_key(input: ParseStream<'_>) -> (String, TokenStream) {
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

fn parse_value(
    name: &str,
    key: &TokenStream,
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
) -> ArgumentValue {
    if is_at_end(input) {
        return ArgumentValue::Bare;
    }
    // `=>` and `==` begin with `=` too, but do not form `key = value`.
    let has_equals = input.peek(Token![=]) && !input.peek(Token![=>]) && !input.peek(Token![==]);
    if !has_equals {
        return ArgumentValue::OtherForm(skip_to_comma(input));
    }
    let _ = input.parse::<Token![=]>();
    let fork = input.fork();
    if let Ok(value) = fork.parse::<Expr>()
        && is_at_end(&fork)
    {
        input.advance_to(&fork);
        // The expansion puts the policy into another item, in which `Self` has no meaning.
        let Some(at) = find_self(value.to_token_stream()) else {
            return ArgumentValue::Value(value);
        };
        let help = "write the name of the type, as in `Api::ORIGINS`";
        diagnostics.add_invalid(&at, "has no meaning in a policy", help);
        return ArgumentValue::Broken;
    }
    let rest = skip_to_comma(input);
    // For an unknown key, `other_libraries::unknown_key` reports an error later, and uses the value in the help.
    let Some(known) = Key::named(name) else { return ArgumentValue::OtherForm(rest) };
    if rest.is_empty() {
        diagnostics.add_invalid(key, "has no value after its `=`", &known.help());
    } else {
        let help = match (separation(&rest), hint::of_tokens(&rest, known)) {
            (Some(help), _) => help,
            (None, Some(value)) => format!("write `{name} = {value}`"),
            (None, None) => "write one value, or a list with commas between".to_owned(),
        };
        diagnostics.add_invalid(&rest, "is not an expression", &help);
    }
    ArgumentValue::Broken
}

/// Returns the first `Self` that would be the type of the item around the attribute. In an `impl` or a `trait` in a
/// closure, `Self` is the type of that block.
fn find_self(tokens: TokenStream) -> Option<Ident> {
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        let found = match token {
            TokenTree::Ident(word) if word == "Self" => Some(word),
            TokenTree::Ident(word) if word == "impl" || word == "trait" => {
                let _block = tokens.find(is_braced);
                None
            }
            TokenTree::Group(group) => find_self(group.stream()),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn is_braced(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// Returns the help for a semicolon, or for a missing comma before a key.
fn separation(rest: &TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = rest.clone().into_iter().collect();
    let semicolon = tokens.iter().position(|token| is_punct(token, ';'));
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

/// Reports a list without brackets, as in `origins = "…", "…"` and `methods = GET, POST`.
fn report_rest_of_list(
    name: &str,
    first: &Expr,
    input: ParseStream<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(key) = Key::named(name).filter(|key| key.kind().is_list()) else { return };
    let may_be_constant =
        matches!(first, Expr::Path(path) if hint::has_name_of_constant(&path.path));
    let rest = rest_of_list(input, may_be_constant || key == Key::Methods);
    if rest.is_empty() {
        return;
    }
    let list = [first.to_token_stream(), rest.clone()].into_iter().collect();
    let rest: TokenStream = rest.into_iter().skip(1).collect();
    let help = match (ExprKind::of(first), hint::list(&list, key)) {
        (ExprKind::Dynamic(..), _) => hint::DYNAMIC_ALONE.to_owned(),
        (_, Some(list)) => format!("write `{name} = {list}`"),
        (_, None) => "write a list in brackets, with commas between".to_owned(),
    };
    diagnostics.add_invalid(&rest, "is not a key", &help);
}

/// Consumes and returns the values that follow as further arguments, such as `, "b", "c"` after `origins "a"`.
fn rest_of_list(input: ParseStream<'_>, may_be_name: bool) -> TokenStream {
    let mut rest = TokenStream::new();
    while next_is_list_item(input, may_be_name) {
        rest.extend(input.parse::<TokenTree>());
        rest.extend(input.parse::<TokenTree>());
    }
    rest
}

/// Returns whether the next argument is a string without a key. If `may_be_name` is `true`, the argument may also be
/// the name of a method or a constant.
fn next_is_list_item(input: ParseStream<'_>, may_be_name: bool) -> bool {
    let fork = input.fork();
    if fork.parse::<Token![,]>().is_err() {
        return false;
    }
    let is_value = match fork.parse::<TokenTree>() {
        Ok(TokenTree::Ident(word)) => may_be_name && hint::is_name_of_constant(&word.to_string()),
        Ok(token) => hint::string_of(&token).is_some(),
        Err(_) => false,
    };
    is_value && is_at_end(&fork)
}

fn report_unkeyed(input: ParseStream<'_>, diagnostics: &mut Diagnostics) {
    let mut rest = skip_to_comma(input);
    rest.extend(rest_of_list(input, false));
    if rest.is_empty() {
        let comma: TokenStream = input.parse::<TokenTree>().map(Into::into).unwrap_or_default();
        diagnostics.add_invalid(&comma, "has no key in front of it", "leave it out");
        return;
    }
    let help = match unkeyed_tokens::help(&rest) {
        Some(help) => help,
        None if source(&rest) == ".." => {
            "leave it out: every key that is not written is inherited".to_owned()
        }
        None => "write `key = value`, with commas between".to_owned(),
    };
    diagnostics.add_invalid(&rest, "is not a key", &help);
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

/// Returns the path in `key = path` from arguments that are not parsed yet. An incomplete path counts as missing.
pub(crate) fn path_of(key: &str, arguments: &TokenStream) -> Option<Path> {
    let tokens: Vec<TokenTree> = arguments.clone().into_iter().collect();
    let key = tokens.windows(2).position(|pair| {
        matches!(pair, [TokenTree::Ident(word), equals] if word == key && is_punct(equals, '='))
    })?;
    let value = tokens.into_iter().skip(key + 2).take_while(|token| !is_punct(token, ','));
    match without_groups(&syn::parse2(value.collect()).ok()?) {
        Expr::Path(path) => Some(path.path.clone()),
        _ => None,
    }
}
