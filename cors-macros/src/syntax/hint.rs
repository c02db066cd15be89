//! The help for a value that a key does not accept: the code to write instead, which is derived from the value.

mod list;
mod scalar;
mod tokens;

use cors_rules::{
    Violation,
    key::{Key, ValueKind},
};
use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::{Expr, LitStr, Path};

pub(crate) use self::{
    list::{is_library_function, list, values},
    scalar::{duration, flag, seconds},
    tokens::{expression_after, of_tokens, path, value_after},
};
use super::{
    expr_kind::{SETS, callee_names, last_name, without_groups},
    source::source,
};

/// Returns the code to write for an expression as the value of a key. The code can be the expression itself, if the key
/// accepts the expression. Returns `None` if no code can be derived.
pub(crate) fn code_for_value(expr: &Expr, key: Key) -> Option<String> {
    let expr = without_groups(expr);
    match key.kind() {
        ValueKind::Origins => dynamic_code(expr).or_else(|| list(&expr.to_token_stream(), key)),
        ValueKind::DebugOrigins
        | ValueKind::Methods
        | ValueKind::RequestHeaders
        | ValueKind::ResponseHeaders
        | ValueKind::Hosts => list(&expr.to_token_stream(), key),
        ValueKind::Flag | ValueKind::Danger => flag(expr).map(|flag| flag.to_string()),
        ValueKind::Duration => duration(expr).filter(|code| scalar::is_max_age(code)),
        ValueKind::Enforce => scalar::enforce(expr).map(str::to_owned),
        ValueKind::Policy | ValueKind::Crate => path(&expr.to_token_stream()),
    }
}

/// Returns the code for an expression that determines the allowed origins at run time: a set, a closure, or a call of
/// another library's function that takes a callback.
pub(crate) fn dynamic_code(expr: &Expr) -> Option<String> {
    if let Some(set) = set_code(expr).or_else(|| variable_set_code(expr)) {
        return Some(format!("dynamic({set})"));
    }
    match expr {
        Expr::Closure(closure) if closure.inputs.len() == 2 => Some(dynamic(expr)),
        Expr::Closure(_) => Some(DECIDING.to_owned()),
        _ => callee_names(expr)?
            .pop()
            .filter(|name| takes_a_function(name))
            .map(|_| DECIDING.to_owned()),
    }
}

/// Returns whether the name looks like that of a function with a callback for origins, such as `AllowOrigin::predicate`
/// of tower-http.
pub(crate) fn takes_a_function(name: &str) -> bool {
    name.ends_with("predicate") || name.ends_with("_fn")
}

/// Returns the code of a set of origins that an expression makes or looks up. If the expression returns a `Result`, the
/// code unwraps it.
pub(crate) fn set_code(expr: &Expr) -> Option<String> {
    if let Expr::MethodCall(call) = expr {
        return set_code(without_groups(&call.receiver)).map(|_| source(expr));
    }
    let names = callee_names(expr)?;
    let (name, before) = names.split_last()?;
    let is_set = name == "app_data" || SETS.contains(&before.last()?.as_str());
    let is_result = ["from_env", "parse"].contains(&name.as_str());
    let unwrapped = if is_result { ".unwrap()" } else { "" };
    is_set.then(|| format!("{}{unwrapped}", source(expr)))
}

/// Returns the code of a set of origins for an expression that reads an environment variable, such as
/// `std::env::var("ORIGINS").unwrap()`.
fn variable_set_code(expr: &Expr) -> Option<String> {
    match without_groups(expr) {
        Expr::MethodCall(call) => variable_set_code(&call.receiver),
        Expr::Call(call) if callee_names(expr)?.pop()? == "var" => {
            let name = source(call.args.first()?);
            Some(format!("cors_runtime::Origins::from_env({name}).unwrap()"))
        }
        _ => None,
    }
}

/// The help for a call of `dynamic` in a list.
pub(crate) const DYNAMIC_ALONE: &str = "write `origins = dynamic(…)` alone; its set or function can \
                                        allow the listed origins too";

const DECIDING: &str = "dynamic(|origin, request| …)";

/// Returns the code that passes the expression to `dynamic(…)`, or to `dynamic_async(…)` if it is an asynchronous
/// closure.
pub(crate) fn dynamic(expr: &Expr) -> String {
    let is_async = matches!(expr, Expr::Closure(closure) if is_async(closure));
    format!("{}({})", if is_async { "dynamic_async" } else { "dynamic" }, source(expr))
}

pub(crate) fn is_async(closure: &syn::ExprClosure) -> bool {
    closure.asyncness.is_some() || matches!(&*closure.body, Expr::Async(_))
}

/// Returns whether a proposed code is the source of the expression itself.
pub(crate) fn is_source_of(code: &str, expr: &Expr) -> bool {
    let without_spaces = |code: &str| code.replace(' ', "");
    without_spaces(code) == without_spaces(&source(expr))
}

/// Returns the code that a help proposes, or `None` if the help contains anything else.
fn code_of(violation: &Violation) -> Option<&str> {
    let help = violation.help_text()?.strip_prefix("write ")?;
    let code =
        help.strip_prefix("a list: ").unwrap_or(help).strip_prefix('`')?.strip_suffix('`')?;
    (!code.contains('`')).then_some(code)
}

/// Returns whether the last name of a path is in capitals, like the name of a constant.
pub(crate) fn has_name_of_constant(path: &Path) -> bool {
    is_name_of_constant(&last_name(path))
}

/// Returns whether a word is in capitals, like the name of a constant.
pub(crate) fn is_name_of_constant(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

pub(crate) fn is_punct(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == c)
}

pub(crate) fn string_of(token: &TokenTree) -> Option<LitStr> {
    syn::parse2(token.clone().into()).ok()
}
