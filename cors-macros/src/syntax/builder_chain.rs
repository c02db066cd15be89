//! Chains of builder calls of other libraries, and the equivalent arguments of `#[cors]`.

use cors_rules::key::{self, Key, Meaning};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, punctuated::Punctuated, token::Comma};

use super::{
    expr_kind::{ExprKind, callee_names, without_groups},
    hint,
    other_libraries::{code_of_settings, function_code, is_flag, write},
};

/// Returns the help for a chain of builder calls such as
/// `Cors::default().allowed_origin("https://a.example").max_age(60)`: the equivalent arguments of `#[cors]`. Returns
/// `None` if the tokens are no such chain, if there is no single equivalent, or if the rules reject the equivalent.
pub(crate) fn chain(tokens: &TokenStream) -> Option<String> {
    let expr: Expr = syn::parse2(tokens.clone()).ok()?;
    let builder = type_of_builder(&expr).unwrap_or_default();
    let mut calls = Vec::new();
    add_calls(&expr, &builder, &mut calls)?;
    // Without a type, as in `max_age(60)`, the calls may be a part of the arguments, and `origins` another part.
    let is_whole = !builder.is_empty();
    if is_whole && !calls.iter().any(|(key, _)| *key == Key::Origins) {
        return None;
    }
    let code = |(key, values): Call| match values.as_slice() {
        [] => (key, None),
        [value] => (key, Some(value.clone())),
        values => (key, Some(format!("[{}]", values.join(", ")))),
    };
    Some(write(&code_of_settings(&calls.into_iter().map(code).collect::<Vec<_>>())?))
}

/// Returns the name of a builder's type, such as `Cors` for `Cors::default().max_age(60)`. The name is empty if the
/// calls do not show the type, as in `builder.max_age(60)`.
pub(super) fn type_of_builder(expr: &Expr) -> Option<String> {
    match without_groups(expr) {
        Expr::MethodCall(call) => Some(type_of_builder(&call.receiver).unwrap_or_default()),
        expr => callee_names(expr)?.into_iter().nth_back(1),
    }
}

/// The key of a call, and the code of its values. A key without a value means `true`.
type Call = (Key, Vec<String>);

fn add_calls(expr: &Expr, builder: &str, calls: &mut Vec<Call>) -> Option<()> {
    match without_groups(expr) {
        Expr::MethodCall(call) => {
            add_calls(&call.receiver, builder, calls)?;
            add_call(&call.method.to_string(), &call.args, builder, calls)
        }
        Expr::Call(call) => {
            let names = callee_names(expr)?;
            let name = names.last()?;
            let is_constructor = names.len() > 1 && call.args.is_empty();
            if is_constructor && ["builder", "default", "new"].contains(&name.as_str()) {
                return Some(());
            }
            add_call(name, &call.args, builder, calls)
        }
        // A chain may start with a variable, as in `builder.allow_any_origin()`.
        Expr::Path(_) => Some(()),
        _ => None,
    }
}

fn add_call(
    name: &str,
    arguments: &Punctuated<Expr, Comma>,
    builder: &str,
    calls: &mut Vec<Call>,
) -> Option<()> {
    if ["build", "finish"].contains(&name) {
        return Some(());
    }
    let first = arguments.first();
    let (key, values) = match key::translate_word(name)? {
        Meaning::NotNeeded(_) => return Some(()),
        Meaning::NoOrigin | Meaning::Exclusion(_) => return None,
        // The call has no effect, as in `max_age(None)` and `allow_all(false)`.
        Meaning::Key(_) if matches!(first.map(ExprKind::of), Some(ExprKind::None)) => {
            return Some(());
        }
        Meaning::Setting(..) if first.and_then(hint::flag) == Some(false) => return Some(()),
        Meaning::Setting(key, code) => {
            let is_on = first.is_none_or(|argument| hint::flag(argument) == Some(true));
            let is_example = code.contains('…') || code.contains("example.com");
            if !is_on || is_example {
                return None;
            }
            (key, vec![code.to_owned()])
        }
        Meaning::Function => (Key::Origins, vec![function_code(first?)?]),
        Meaning::Key(key) => match (first, arguments.len()) {
            (None, _) if is_flag(key) => (key, Vec::new()),
            (Some(argument), 1) if !key.kind().is_list() => {
                (key, vec![hint::code_for_value(argument, key)?])
            }
            (Some(argument), 1)
                if key == Key::Origins
                    && let Some(code) = hint::dynamic_code(argument) =>
            {
                (key, vec![code])
            }
            (Some(_), _) if key.kind().is_list() => {
                (key, hint::values(&arguments.to_token_stream(), key)?)
            }
            _ => return None,
        },
    };
    match calls.iter_mut().find(|(written, _)| *written == key) {
        Some((_, before)) if *before == values => {}
        // In actix-cors, a second call adds to the values. In most other libraries, it replaces the values. No library
        // has both `"*"` and other values.
        Some((_, before)) if key.kind().is_list() => {
            let is_any = |value: &String| value == "\"*\"";
            let adds = builder == "Cors" || ["allowed_origin", "allowed_header"].contains(&name);
            if !adds || before.iter().chain(&values).any(is_any) {
                return None;
            }
            for value in values {
                if !before.contains(&value) {
                    before.push(value);
                }
            }
        }
        Some(_) => return None,
        None => calls.push((key, values)),
    }
    Some(())
}
