//! What to write instead of a value that a key does not take, derived from what the value is.

use cors_rules::{
    Violation,
    enforce::Enforce,
    header_name::Direction,
    key::{self, Key, Kind},
    list::{List, Rules},
    max_age,
};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, Lit, LitStr, Path, Type, ext::IdentExt, parse::Parse, punctuated::Punctuated};

use super::{
    expr_kind::{ExprKind, SETS, peeled},
    route,
    source::source,
};

/// The code of the value that an expression was meant to be, for that key. Where the key takes the
/// expression as it is, that is the expression.
pub(crate) fn value(expr: &Expr, key: Key) -> Option<String> {
    let expr = peeled(expr);
    match key.kind() {
        Kind::Origins => function(expr).or_else(|| list_value(expr, key)),
        Kind::DebugOrigins | Kind::Methods | Kind::Headers | Kind::Hosts => list_value(expr, key),
        Kind::Flag | Kind::Danger => flag(expr).map(|flag| flag.to_string()),
        Kind::Duration => duration(expr),
        Kind::Enforce => enforce(expr).map(str::to_owned),
        Kind::Policy | Kind::Crate => path(&expr.to_token_stream()),
    }
}

/// A value of `origins` that decides at run time: a set, a function, or a call of another library that
/// takes a function.
pub(crate) fn function(expr: &Expr) -> Option<String> {
    if let Some(set) = set(expr) {
        return Some(format!("dynamic({set})"));
    }
    match expr {
        Expr::Closure(closure) if closure.inputs.len() == 2 => Some(dynamic(expr)),
        Expr::Closure(_) => Some(DECIDING.to_owned()),
        Expr::Call(call) => {
            let Expr::Path(callee) = peeled(&call.func) else { return None };
            let name = callee.path.segments.last()?.ident.to_string();
            let takes_a_function = name.ends_with("predicate") || name.ends_with("_fn");
            takes_a_function.then(|| DECIDING.to_owned())
        }
        _ => None,
    }
}

/// The code of a set that an expression makes or looks up, without the `Result` around it.
pub(crate) fn set(expr: &Expr) -> Option<String> {
    match expr {
        Expr::MethodCall(call) => set(peeled(&call.receiver)).map(|_| source(expr)),
        Expr::Call(call) => {
            let Expr::Path(callee) = peeled(&call.func) else { return None };
            let mut segments = callee.path.segments.iter().rev().map(|it| it.ident.to_string());
            let name = segments.next()?;
            let is_set = name == "app_data" || SETS.contains(&segments.next()?.as_str());
            let is_result = ["from_env", "parse"].contains(&name.as_str());
            let unwrapped = if is_result { ".unwrap()" } else { "" };
            is_set.then(|| format!("{}{unwrapped}", source(expr)))
        }
        _ => None,
    }
}

/// The help for a call of `dynamic` in a list.
pub(crate) const DYNAMIC_ALONE: &str = "write `origins = dynamic(…)` alone; its set or function can \
                                        allow the listed origins too";

const DECIDING: &str = "dynamic(|origin, request| …)";

/// The expression in `dynamic(…)`, or in `dynamic_async(…)` if it is an asynchronous closure.
pub(crate) fn dynamic(expr: &Expr) -> String {
    let is_async = matches!(expr, Expr::Closure(closure) if is_async(closure));
    format!("{}({})", if is_async { "dynamic_async" } else { "dynamic" }, source(expr))
}

pub(crate) fn is_async(closure: &syn::ExprClosure) -> bool {
    closure.asyncness.is_some() || matches!(&*closure.body, Expr::Async(_))
}

fn list_value(expr: &Expr, key: Key) -> Option<String> {
    let elements = match (elements(expr, key), expr) {
        (Some(elements), _) => elements,
        // `["a"; "b"]`, `Content-Type`
        (None, Expr::Repeat(_) | Expr::Binary(_)) => {
            return list(&expr.to_token_stream(), key);
        }
        (None, _) => return None,
    };
    match elements.as_slice() {
        [] => None,
        [element] if !is_list(expr) => Some(element.clone()),
        elements => Some(format!("[{}]", elements.join(", "))),
    }
}

/// Whether a list is written, in brackets or in a call around it.
fn is_list(expr: &Expr) -> bool {
    match (ExprKind::of(expr), peeled(expr)) {
        (ExprKind::List(_), _) => true,
        (ExprKind::Some(value), _) => is_list(value),
        (ExprKind::RunTime, Expr::MethodCall(call)) => is_list(&call.receiver),
        (ExprKind::RunTime, Expr::Call(call)) => call.args.iter().any(is_list),
        _ => false,
    }
}

/// Whether a key takes a list as it is written.
pub(crate) fn is_taken(expr: &Expr, key: Key) -> bool {
    let (Some(code), Expr::Array(array)) = (value(expr, key), peeled(expr)) else {
        return value(expr, key).is_some_and(|code| code == source(expr));
    };
    let written: Vec<String> = array.elems.iter().map(source).collect();
    key.kind().is_list() && code == format!("[{}]", written.join(", "))
}

/// The elements of the list that an expression was meant to be.
fn elements(expr: &Expr, key: Key) -> Option<Vec<String>> {
    let expr = peeled(expr);
    let of_all = |list: &Punctuated<Expr, _>| -> Option<Vec<String>> {
        let each: Option<Vec<Vec<String>>> =
            list.iter().map(|element| elements(element, key)).collect();
        each.map(|each| each.concat())
    };
    let one = |code: String| Some(vec![code]);
    match ExprKind::of(expr) {
        ExprKind::Literal(literal) => elements_of_literal(literal, key),
        ExprKind::List(list) => of_all(&list),
        ExprKind::Inherited => one("..".to_owned()),
        ExprKind::Spread(list) | ExprKind::Dereferenced(list) => elements(list, key),
        ExprKind::Some(value) => elements(value, key),
        ExprKind::HttpConstant(name) => http_constant(&name.to_string(), key).and_then(one),
        ExprKind::RunTime => elements_at_run_time(expr, key),
        ExprKind::Operation => match expr {
            Expr::Binary(binary) => {
                let left = elements(&binary.left, key)?;
                Some([left, elements(&binary.right, key)?].concat())
            }
            // `RequestMethod.GET`
            Expr::Field(field) => match &field.member {
                syn::Member::Named(name) => http_constant(&name.to_string(), key).and_then(one),
                syn::Member::Unnamed(_) => None,
            },
            Expr::Block(block) => match block.block.stmts.as_slice() {
                [syn::Stmt::Expr(value, None)] => elements(value, key),
                _ => None,
            },
            _ => None,
        },
        ExprKind::Const => match word_value(expr, key) {
            Some(code) => one(code),
            None => match expr {
                Expr::Path(path) if is_constant(&path.path) => one(source(expr)),
                Expr::Macro(_) => one(source(expr)),
                _ => None,
            },
        },
        _ => None,
    }
}

fn elements_of_literal(literal: &Lit, key: Key) -> Option<Vec<String>> {
    let text = match literal {
        Lit::Str(text) => text.value(),
        Lit::Char(letter) => letter.value().to_string(),
        Lit::ByteStr(bytes) => String::from_utf8(bytes.value()).ok()?,
        Lit::Bool(flag) => {
            return match (key.kind(), flag.value) {
                (Kind::Origins | Kind::Methods | Kind::Headers, true) => {
                    Some(vec!["\"*\"".to_owned()])
                }
                (Kind::Origins, false) => Some(vec!["#[cors(none)]".to_owned()]),
                _ => None,
            };
        }
        _ => return None,
    };
    checked(&text, key)
}

/// The string itself if no rule rejects it; else the strings that the help of the rule proposes.
fn checked(text: &str, key: Key) -> Option<Vec<String>> {
    let texts = [text];
    let Some((_, violation)) = List::new(&texts, rules(key)).violations().next() else {
        return Some(vec![quoted(text, key)]);
    };
    let code = code_of(&violation)?;
    match code.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        Some(list) => Some(list.split(", ").map(str::to_owned).collect()),
        None if code.starts_with("#[") => Some(vec![code.to_owned()]),
        None => Some(vec![quoted(code.trim_matches('"'), key)]),
    }
}

/// As strict as a value is by itself.
const fn rules(key: Key) -> Rules<'static> {
    match key.kind() {
        Kind::Methods => Rules::Methods { served: None },
        Kind::Headers => {
            let direction = match key {
                Key::ExposeHeaders => Direction::Expose,
                _ => Direction::Allow,
            };
            Rules::Headers { direction, credentials: false }
        }
        Kind::Hosts => Rules::Hosts,
        _ => Rules::Origins { null: true, credentials: None, enforces: false },
    }
}

/// The code of a help that proposes nothing but code.
fn code_of(violation: &Violation) -> Option<&str> {
    let help = violation.advice()?.strip_prefix("write ")?;
    let code =
        help.strip_prefix("a list: ").unwrap_or(help).strip_prefix('`')?.strip_suffix('`')?;
    (!code.contains('`')).then_some(code)
}

fn quoted(text: &str, key: Key) -> String {
    let is_identifier = text.chars().all(|c| c.is_ascii_uppercase());
    if key.kind() == Kind::Methods && is_identifier { text.to_owned() } else { format!("{text:?}") }
}

/// A constant of the `http` crate, or of a library that spells methods and headers in its way.
fn http_constant(name: &str, key: Key) -> Option<String> {
    match key.kind() {
        Kind::Methods => Some(name.to_uppercase()),
        Kind::Headers => Some(format!("{:?}", name.to_lowercase().replace('_', "-"))),
        _ => None,
    }
}

/// A value that is made while the program runs, of something that is known at compile time.
fn elements_at_run_time(expr: &Expr, key: Key) -> Option<Vec<String>> {
    match expr {
        Expr::MethodCall(call) => elements(&call.receiver, key),
        Expr::Call(call) => {
            let Expr::Path(callee) = peeled(&call.func) else { return None };
            let name = callee.path.segments.last()?.ident.to_string();
            if key.kind() == Kind::Methods && callee.path.segments.len() > 1 {
                // `web::get()`
                if let Some(method) = route::method_named(&name) {
                    return Some(vec![method.to_owned()]);
                }
            }
            match call.args.first() {
                Some(argument) if call.args.len() == 1 => elements(argument, key),
                Some(_) => None,
                None => EVERYTHING.contains(&name.as_str()).then(|| vec!["\"*\"".to_owned()]),
            }
        }
        _ => None,
    }
}

/// Functions of other libraries that make a list of everything.
const EVERYTHING: &[&str] = &["all", "any", "mirror_request", "permissive", "very_permissive"];

/// Functions that take the text of a value, or the texts of a list.
const CONVERSIONS: &[&str] =
    &["exact", "from", "from_bytes", "from_maybe_shared", "from_static", "from_str", "list"];

/// Whether a function makes a value of another library of what is known at compile time.
pub(crate) fn is_conversion(path: &Path) -> bool {
    let Some(last) = path.segments.last() else { return false };
    let is_in = |names: &[&str]| names.iter().any(|name| last.ident == name);
    path.segments.len() > 1 && (is_in(CONVERSIONS) || is_in(EVERYTHING))
}

/// The code for a word such as `any` or `cors::Any`. The name of a constant is no such word, whatever it
/// reads.
pub(crate) fn word_value(expr: &Expr, key: Key) -> Option<String> {
    let Expr::Path(path) = expr else { return None };
    let word = path.path.segments.last()?.ident.unraw().to_string();
    key::value(&word, key.kind()).map(str::to_owned)
}

/// `true` or `false`, in the words of other formats.
pub(crate) fn flag(expr: &Expr) -> Option<bool> {
    let of_word = |word: &str| match word.to_lowercase().as_str() {
        "true" | "yes" | "on" | "1" | "include" | "allow" => Some(true),
        "false" | "no" | "off" | "0" | "omit" | "same-origin" | "deny" => Some(false),
        _ => None,
    };
    match ExprKind::of(expr) {
        ExprKind::Literal(Lit::Bool(flag)) => Some(flag.value),
        ExprKind::Literal(Lit::Str(text)) => of_word(&text.value()),
        ExprKind::Literal(Lit::Int(number)) => of_word(number.base10_digits()),
        ExprKind::Some(value) => flag(value),
        _ => match expr {
            Expr::Path(path) => of_word(&path.path.get_ident()?.to_string()),
            // `AllowCredentials::yes()`
            Expr::Call(call) if call.args.is_empty() => match peeled(&call.func) {
                Expr::Path(path) => of_word(&path.path.segments.last()?.ident.to_string()),
                _ => None,
            },
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Not(_)) => {
                flag(&unary.expr).map(|flag| !flag)
            }
            _ => None,
        },
    }
}

/// A duration in several tokens, such as `10 min`.
pub(crate) fn duration_in_words(tokens: &TokenStream) -> Option<String> {
    let violation = max_age::parse(&source(tokens)).err()?;
    code_of(&violation).map(|code| format!("{code:?}"))
}

/// Seconds, or a duration of one unit.
pub(crate) fn duration(expr: &Expr) -> Option<String> {
    match ExprKind::of(expr) {
        ExprKind::Literal(Lit::Str(text)) => {
            let text = text.value();
            match max_age::parse(&text) {
                Ok(_) => Some(format!("{text:?}")),
                Err(violation) => {
                    code_of(&violation).map(|code| format!("{:?}", code.trim_matches('"')))
                }
            }
        }
        ExprKind::Literal(Lit::Int(number)) => match number.suffix() {
            "s" | "m" | "h" | "d" => Some(format!("\"{number}\"")),
            _ => Some(number.base10_digits().to_owned()),
        },
        ExprKind::Some(value) => duration(value),
        _ => match expr {
            Expr::Call(call) => {
                let Expr::Path(callee) = peeled(&call.func) else { return None };
                let name = callee.path.segments.last()?.ident.to_string();
                let number = call.args.first()?;
                match unit(name.strip_prefix("from_").unwrap_or(&name))? {
                    's' => is_arithmetic(number).then(|| source(number)),
                    unit => Some(format!("\"{}{unit}\"", whole_number(number)?)),
                }
            }
            // `2.hours()`, `TimeSpan.FromHours(2)`
            Expr::MethodCall(call) => {
                let name = call.method.to_string().to_lowercase();
                let unit = unit(name.strip_prefix("from").unwrap_or(&name))?;
                let number = call.args.first().unwrap_or(&call.receiver);
                Some(format!("\"{}{unit}\"", whole_number(number)?))
            }
            // `12 * time.Hour`
            Expr::Binary(syn::ExprBinary { left, op: syn::BinOp::Mul(_), right, .. })
                if matches!(peeled(right), Expr::Field(_)) =>
            {
                let unit = unit(&last_name(peeled(right))?)?;
                Some(format!("\"{}{unit}\"", whole_number(left)?))
            }
            _ => None,
        },
    }
}

fn unit(name: &str) -> Option<char> {
    let name = name.to_lowercase();
    let name = name.strip_suffix('s').unwrap_or(&name);
    match name {
        "sec" | "second" => Some('s'),
        "min" | "minute" => Some('m'),
        "hour" => Some('h'),
        "day" => Some('d'),
        _ => None,
    }
}

fn whole_number(expr: &Expr) -> Option<String> {
    match ExprKind::of(expr) {
        ExprKind::Literal(Lit::Int(number)) => Some(number.base10_digits().to_owned()),
        _ => None,
    }
}

/// Whether an expression consists of numbers alone, so that it is a `u32` too.
fn is_arithmetic(expr: &Expr) -> bool {
    match peeled(expr) {
        Expr::Binary(binary) => is_arithmetic(&binary.left) && is_arithmetic(&binary.right),
        expr => whole_number(expr).is_some(),
    }
}

fn last_name(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        Expr::Field(field) => match &field.member {
            syn::Member::Named(name) => Some(name.to_string()),
            syn::Member::Unnamed(_) => None,
        },
        _ => None,
    }
}

/// The value of `enforce`.
pub(crate) fn enforce(expr: &Expr) -> Option<&'static str> {
    let of_flag = |flag: bool| if flag { "true" } else { "false" };
    let word = match ExprKind::of(expr) {
        ExprKind::Literal(Lit::Bool(flag)) => return Some(of_flag(flag.value)),
        ExprKind::Literal(Lit::Str(text)) => text.value(),
        _ => last_name(expr)?,
    };
    // As it is written behind the key.
    let code = Enforce::meant(&word)?;
    Some(code.strip_prefix("enforce = ").unwrap_or("true"))
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
    let path: Path = read(inside)?;
    // Not as it was written: in quotes, maybe.
    is_constant(&path).then(|| path.to_token_stream().to_string().replace(' ', ""))
}

/// Whether a path ends as those of constants do.
pub(crate) fn is_constant(path: &Path) -> bool {
    path.segments.last().is_some_and(|last| is_name_of_constant(&last.ident.to_string()))
}

/// Whether a word is spelled as constants are.
pub(crate) fn is_name_of_constant(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// The value or the list in tokens that are no expression, without the punctuation around and between
/// the values.
pub(crate) fn list(tokens: &TokenStream, key: Key) -> Option<String> {
    let values = values(tokens, key)?;
    match values.as_slice() {
        [] => None,
        [value] => Some(value.clone()),
        values => Some(format!("[{}]", values.join(", "))),
    }
}

fn values(tokens: &TokenStream, key: Key) -> Option<Vec<String>> {
    let kind = key.kind();
    let mut found = Vec::new();
    let mut tokens = tokens.clone().into_iter().peekable();
    let mut is_behind_word = false;
    while let Some(token) = tokens.next() {
        let is_word = matches!(token, TokenTree::Ident(_));
        match token {
            TokenTree::Group(group) => found.extend(values(&group.stream(), key)?),
            TokenTree::Literal(literal) => match Lit::new(literal.clone()) {
                Lit::Str(_) => found.push(literal.to_string()),
                Lit::Char(letter) => found.push(format!("{:?}", letter.value().to_string())),
                _ => return None,
            },
            TokenTree::Punct(punct) => match punct.as_char() {
                '*' => found.push("\"*\"".to_owned()),
                '.' => {
                    while tokens.next_if(|token| is_punct(token, '.')).is_some() {}
                    // `...LIST`, `LIST...`
                    let is_spread =
                        is_behind_word || matches!(tokens.peek(), Some(TokenTree::Ident(_)));
                    if !is_spread {
                        found.push("..".to_owned());
                    }
                }
                // The `:` of a symbol in Ruby.
                ',' | ';' | '|' | '+' | '&' | ':' => {}
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
                // `[]string{"…"}`
                if matches!(tokens.peek(), Some(TokenTree::Group(_))) {
                    continue;
                }
                // `RequestMethod.GET`
                while tokens.next_if(|token| is_punct(token, '.')).is_some() {
                    let Some(TokenTree::Ident(name)) =
                        tokens.next_if(|token| matches!(token, TokenTree::Ident(_)))
                    else {
                        break;
                    };
                    word = name.to_string();
                }
                let is_text =
                    word.contains('-') || kind == Kind::Headers && !is_name_of_constant(&word);
                if !is_text && kind != Kind::Methods && !is_name_of_constant(&word) {
                    return None;
                }
                found.push(match kind {
                    Kind::Methods if route::method_named(&word.to_lowercase()).is_some() => {
                        word.to_uppercase()
                    }
                    Kind::Methods => word,
                    _ if is_text => format!("\"{word}\""),
                    _ => word,
                });
            }
        }
        is_behind_word = is_word;
    }
    Some(found)
}

/// The value behind a key, where it is written as `key: value`, `key => value` or `key(value)`.
pub(crate) fn behind(rest: &TokenStream, key: Key) -> Option<String> {
    match expression_behind(rest) {
        Some(expr) => value(&expr, key).or_else(|| Some(source(&expr))),
        // `key("a", "b")`
        None => list(&inside(rest), key),
    }
}

pub(crate) fn expression_behind(rest: &TokenStream) -> Option<Expr> {
    read(inside(rest))
}

fn inside(rest: &TokenStream) -> TokenStream {
    match without_separator(rest).as_slice() {
        [TokenTree::Group(group)] if group.delimiter() != Delimiter::Bracket => group.stream(),
        tokens => tokens.iter().cloned().collect(),
    }
}

/// The tokens without the `:`, `=` or `=>` in front of a value.
fn without_separator(rest: &TokenStream) -> Vec<TokenTree> {
    let mut tokens = rest.clone().into_iter().peekable();
    while tokens.next_if(|token| [':', '=', '>', '+'].iter().any(|c| is_punct(token, *c))).is_some()
    {
    }
    tokens.collect()
}

/// `app_data::<T>()` for the type `web::Data<T>`, in `dynamic(…)`.
pub(crate) fn app_data(tokens: &TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let [TokenTree::Ident(name), TokenTree::Group(group)] = tokens.as_slice() else { return None };
    let Type::Path(path) = read::<Type>(group.stream())? else { return None };
    let last = path.path.segments.last()?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let set = if last.ident == "Data" {
        arguments.args.first()?.to_token_stream()
    } else {
        group.stream()
    };
    Some(format!("{name}(cors_runtime::app_data::<{}>())", source(&set)))
}

fn read<T: Parse>(tokens: TokenStream) -> Option<T> {
    syn::parse2(tokens).ok()
}

pub(crate) fn is_punct(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == c)
}
