//! Chains of builder calls of other libraries, and the equivalent arguments of `#[cors]`.

use cors_rules::{
    cross_checks::{Context, Dangers},
    key::{self, Key, Meaning},
    list::ListCheck,
};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, Lit, punctuated::Punctuated, token::Comma};

use super::{
    expr_kind::{ExprKind, callee_names, without_groups},
    hint,
    other_libraries::{function_code, is_flag, write},
};

/// Returns the help for a chain of builder calls such as
/// `Cors::default().allowed_origin("https://a.example").max_age(60)`: the equivalent arguments of `#[cors]`. Returns
/// `None` if there is no single equivalent, or if the rules reject it.
pub(crate) fn chain(tokens: &TokenStream) -> Option<String> {
    let expr: Expr = syn::parse2(tokens.clone()).ok()?;
    let builder = type_of_builder(&expr).unwrap_or_default();
    let mut settings = Vec::new();
    add_calls(&expr, &builder, &mut settings)?;
    // Without a type, as in `max_age(60)`, the calls may be a part of the arguments, and `origins` another part.
    let is_whole = !builder.is_empty();
    let has_origins = settings.iter().any(|(key, _)| *key == Key::Origins);
    if settings.is_empty() || (is_whole && !has_origins) || !are_accepted(&settings) {
        return None;
    }
    let code = |(key, values): &Assignment| match values.as_slice() {
        [] => key.name().to_owned(),
        [value] => format!("{} = {value}", key.name()),
        values => format!("{} = [{}]", key.name(), values.join(", ")),
    };
    Some(write(&settings.iter().map(code).collect::<Vec<_>>().join(", ")))
}

/// A key, and the code of its values. A key without a value means `true`.
type Assignment = (Key, Vec<String>);

/// Returns whether a policy can have these settings together.
fn are_accepted(settings: &[Assignment]) -> bool {
    let is_on = |key| settings.iter().any(|(it, values)| *it == key && values != &["false"]);
    let context = Context {
        allow_credentials: is_on(Key::AllowCredentials),
        is_enforced: is_on(Key::Enforce),
        dangers: Dangers::default(),
        served: None,
    };
    settings.iter().filter(|(key, _)| key.kind().is_list()).all(|(key, values)| {
        let literal = |code: &String| match syn::parse_str::<Lit>(code) {
            Ok(Lit::Str(string)) => Some(string.value()),
            _ => (*key == Key::Methods).then(|| code.clone()),
        };
        let literals: Vec<String> = values.iter().filter_map(literal).collect();
        let literals: Vec<&str> = literals.iter().map(String::as_str).collect();
        let is_alone = |code: &String| code.starts_with("dynamic") || code.starts_with("#[");
        let has_other_values =
            literals.len() < values.len() || (*key == Key::Origins && is_on(Key::DebugOrigins));
        let list = ListCheck { has_other_values, ..ListCheck::new(*key, &literals, context) };
        match values.as_slice() {
            [value] if value.starts_with("dynamic") => true,
            values => !values.iter().any(is_alone) && list.violations().next().is_none(),
        }
    })
}

/// Returns the name of a builder's type, such as `Cors` for `Cors::default().max_age(60)`. The name is empty if the
/// calls do not show the type, as in `builder.max_age(60)`.
pub(super) fn type_of_builder(expr: &Expr) -> Option<String> {
    match without_groups(expr) {
        Expr::MethodCall(call) => Some(type_of_builder(&call.receiver).unwrap_or_default()),
        expr => callee_names(expr)?.into_iter().nth_back(1),
    }
}

fn add_calls(expr: &Expr, builder: &str, settings: &mut Vec<Assignment>) -> Option<()> {
    match without_groups(expr) {
        Expr::MethodCall(call) => {
            add_calls(&call.receiver, builder, settings)?;
            add_call(&call.method.to_string(), &call.args, builder, settings)
        }
        Expr::Call(call) => {
            let names = callee_names(expr)?;
            let name = names.last()?;
            let is_constructor = names.len() > 1 && call.args.is_empty();
            if is_constructor && ["builder", "default", "new"].contains(&name.as_str()) {
                return Some(());
            }
            add_call(name, &call.args, builder, settings)
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
    settings: &mut Vec<Assignment>,
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
    match settings.iter_mut().find(|(written, _)| *written == key) {
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
        None => settings.push((key, values)),
    }
    Some(())
}
