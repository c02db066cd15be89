//! The value of a key that takes a list.

use cors_rules::{
    cross_checks::Context,
    key::{self, Key, Kind},
    list::ListCheck,
};
use quote::ToTokens;
use syn::{Expr, Lit, punctuated::Punctuated};

use super::{code_of, is_constant};
use crate::syntax::{
    expr_kind::{ExprKind, callee_names, last_name, without_groups},
    route,
    source::source,
};

/// The list or its only element, as code.
pub(super) fn code(expr: &Expr, key: Key) -> Option<String> {
    let elements = match (elements(expr, key), expr) {
        (Some(elements), _) => elements,
        // `["a"; "b"]`, `Content-Type`
        (None, Expr::Repeat(_) | Expr::Binary(_)) => {
            return super::list(&expr.to_token_stream(), key);
        }
        (None, _) => return None,
    };
    match elements.as_slice() {
        [] => None,
        [element] if !is_list(expr) => Some(element.clone()),
        elements => Some(format!("[{}]", elements.join(", "))),
    }
}

/// Returns whether a list is written, in brackets or in a call around it.
fn is_list(expr: &Expr) -> bool {
    match (ExprKind::of(expr), without_groups(expr)) {
        (ExprKind::List(_), _) => true,
        (ExprKind::Some(value), _) => is_list(value),
        (ExprKind::RunTime, Expr::MethodCall(call)) => is_list(&call.receiver),
        (ExprKind::RunTime, Expr::Call(call)) => call.args.iter().any(is_list),
        _ => false,
    }
}

/// The elements of the list that an expression was meant to be.
fn elements(expr: &Expr, key: Key) -> Option<Vec<String>> {
    let expr = without_groups(expr);
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

pub(super) fn elements_of_literal(literal: &Lit, key: Key) -> Option<Vec<String>> {
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
    let list = ListCheck::new(key, &texts, Context::UNKNOWN);
    let Some((_, violation)) = list.violations().next() else {
        return Some(vec![quoted(text, key)]);
    };
    let code = code_of(&violation)?;
    match code.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
        Some(list) => Some(list.split(", ").map(str::to_owned).collect()),
        None if code.starts_with("#[") => Some(vec![code.to_owned()]),
        None => Some(vec![quoted(code.trim_matches('"'), key)]),
    }
}

fn quoted(text: &str, key: Key) -> String {
    let is_identifier = text.chars().all(|c| c.is_ascii_uppercase());
    if key.kind() == Kind::Methods && is_identifier { text.to_owned() } else { format!("{text:?}") }
}

/// The method of a name such as `Get` or `MethodGet`; else the name of another method.
pub(super) fn method(name: &str) -> String {
    let word = name.strip_prefix("Method").unwrap_or(name);
    route::method_named(&word.to_lowercase()).unwrap_or_else(|| name.to_owned())
}

/// A constant of the `http` crate, or of a library that spells methods and headers in its way.
fn http_constant(name: &str, key: Key) -> Option<String> {
    match key.kind() {
        Kind::Methods => Some(method(name)),
        Kind::Headers => Some(format!("{:?}", name.to_lowercase().replace('_', "-"))),
        _ => None,
    }
}

/// A value that is made while the program runs, of something that is known at compile time.
fn elements_at_run_time(expr: &Expr, key: Key) -> Option<Vec<String>> {
    match expr {
        Expr::MethodCall(call) => elements(&call.receiver, key),
        Expr::Call(call) => {
            let names = callee_names(expr)?;
            let name = names.last()?;
            // `web::get()`
            if key.kind() == Kind::Methods
                && names.len() > 1
                && let Some(method) = route::method_named(name)
            {
                return Some(vec![method]);
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

/// Returns whether a function makes a value of another library of what is known at compile time.
pub(crate) fn is_conversion(names: &[&str]) -> bool {
    matches!(names, [_, .., name] if CONVERSIONS.contains(name) || EVERYTHING.contains(name))
}

/// The code for a word such as `any` or `cors::Any`. The name of a constant never counts as a
/// word.
pub(crate) fn word_value(expr: &Expr, key: Key) -> Option<String> {
    let Expr::Path(path) = expr else { return None };
    key::code_for_word(&last_name(&path.path), key.kind()).map(str::to_owned)
}
