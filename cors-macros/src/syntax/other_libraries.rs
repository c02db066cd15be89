//! Key names and builder calls of other libraries, and the equivalent arguments of `#[cors]`.

use cors_rules::{
    Rule, Violation,
    cross_checks::{Context, Dangers},
    key::{self, Key, Meaning, ValueKind},
    list::ListCheck,
    origin::{EXCLUSION_HELP, WRITE_NONE},
};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, Lit, punctuated::Punctuated, token::Comma};

use super::{
    arguments::ArgumentValue,
    expr_kind::{DYNAMIC, ExprKind, callee_names, without_groups},
    hint, route,
    source::source,
};
use crate::diagnostic::MacroKind;

/// Returns the violation for an unknown key, and the key that its help proposes.
pub(crate) fn unknown_key(
    name: &str,
    at: &TokenStream,
    value: &ArgumentValue,
    macro_kind: MacroKind,
) -> (Violation, Option<Key>) {
    // A name in capitals in place of a key is most likely a method or the policy to extend.
    if !matches!(value, ArgumentValue::Value(_)) && hint::is_name_of_constant(name) {
        let violation = Violation::new(Rule::InvalidValue, name, "is not a key");
        let key = match route::method_named(&name.to_lowercase()) {
            Some(_) => Key::Methods,
            None => Key::Policy,
        };
        return (violation.write(&setting(key, name)), Some(key));
    }
    let fact = match macro_kind {
        MacroKind::Attribute => "is not a key of `#[cors]`",
        MacroKind::PolicyMacro => "is not a key of `policy!`",
    };
    let (help, meant) = help_for_key(name, at, value);
    (Violation::new(Rule::UnknownKey, name, fact).help(&help), meant)
}

fn help_for_key(name: &str, at: &TokenStream, value: &ArgumentValue) -> (String, Option<Key>) {
    let origins = |help: String| (help, Some(Key::Origins));
    if DYNAMIC.contains(&name) {
        let argument = value.expression().map_or_else(|| "…".to_owned(), |expr| source(&expr));
        return origins(write(&format!("origins = {name}({argument})")));
    }
    let help = match value {
        // The value may be a line of nginx's configuration, as in `add_header = "Access-Control-Allow-Origin *"`.
        ArgumentValue::Value(expr) => string(expr).and_then(|line| header_line(&line)),
        ArgumentValue::OtherForm(rest) => {
            help_for_code(&[at.clone(), rest.clone()].into_iter().collect())
        }
        ArgumentValue::Bare | ArgumentValue::Broken => None,
    };
    if let Some(help) = help {
        return origins(help);
    }
    if let Some(meaning) = key::translate_word(name) {
        return help_for_meaning(meaning, value);
    }
    match value.expression().and_then(|expr| help_for_moving(&expr)) {
        Some(help) => origins(help),
        // The intended key is unknown. The likeliest key is `origins`.
        None => origins(key::sentence(Key::ALL)),
    }
}

/// Returns the help for a word in place of a key, and the key that the help proposes.
pub(super) fn help_for_meaning(meaning: Meaning, value: &ArgumentValue) -> (String, Option<Key>) {
    let origins = |help: String| (help, Some(Key::Origins));
    match meaning {
        // A negation that is turned off needs no key, as in `deny_credentials = false`.
        Meaning::Setting(_, "false") if is_off(value) => ("leave it out".to_owned(), None),
        Meaning::Key(Key::Enforce) | Meaning::Setting(..) | Meaning::NoOrigin if is_off(value) => {
            ("leave it out: it is the default".to_owned(), None)
        }
        // In `from_env = "ORIGINS"`, the value replaces the `…` of the code.
        Meaning::Setting(key, code) if code.contains('…') => {
            let name = value.expression().and_then(|expr| string(&expr));
            let code = code.replace('…', name.as_deref().unwrap_or("…"));
            (write(&setting(key, &code)), Some(key))
        }
        Meaning::Setting(key, code) if is_on(value) => (write(&setting(key, code)), Some(key)),
        Meaning::Key(key) | Meaning::Setting(key, _) => help_with_value(key, value),
        Meaning::NoOrigin if is_on(value) => origins(WRITE_NONE.to_owned()),
        Meaning::NoOrigin => (EXCLUSION_HELP.to_owned(), None),
        Meaning::Function => {
            let function = value.expression().and_then(|expr| function_code(&expr));
            origins(match function {
                Some(function) => write(&format!("origins = {function}")),
                None => "write `origins = dynamic(|origin, request| …)`, which returns a `bool`"
                    .to_owned(),
            })
        }
        Meaning::NotNeeded(help) | Meaning::Exclusion(help) => (help.to_owned(), None),
    }
}

pub(super) fn write(code: &str) -> String {
    format!("write `{code}`")
}

/// Returns the help for code of another library, or for a line of a server's configuration.
pub(super) fn help_for_code(tokens: &TokenStream) -> Option<String> {
    chain(tokens)
        .or_else(|| header_line(&source(tokens).replace('"', "")))
        .or_else(|| help_for_moving(&syn::parse2(tokens.clone()).ok()?))
}

/// Returns the help for a builder that cannot be translated. The help names the page about migration from actix-cors or
/// tower-http, or the guide for any other library.
fn help_for_moving(builder: &Expr) -> Option<String> {
    let page = match type_of_builder(builder)?.as_str() {
        "Cors" => "guide::moving_from_actix_cors",
        "CorsLayer" => "guide::moving_from_tower_http",
        _ => "guide",
    };
    Some(format!(
        "write keys and values, as in `origins = \"https://app.example.com\"`; see `cors_runtime::{page}`"
    ))
}

/// Returns the name of a builder's type, such as `Cors` for `Cors::default().max_age(60)`. The name is empty if the
/// calls do not show the type, as in `builder.max_age(60)`.
fn type_of_builder(expr: &Expr) -> Option<String> {
    match without_groups(expr) {
        Expr::MethodCall(call) => Some(type_of_builder(&call.receiver).unwrap_or_default()),
        expr => callee_names(expr)?.into_iter().nth_back(1),
    }
}

/// Returns the help for an argument with a name from another library, such as `allowed_origin = "…"`. The help proposes
/// the key in `#[cors]`, and the code for the value.
fn help_with_value(key: Key, value: &ArgumentValue) -> (String, Option<Key>) {
    let expr = value.expression();
    let code = expr.as_ref().and_then(|expr| hint::code_for_value(expr, key));
    match expr.as_ref().map(ExprKind::of) {
        Some(ExprKind::None) => return ("leave it out".to_owned(), None),
        Some(ExprKind::Literal(Lit::Str(name))) if key == Key::Policy && code.is_none() => {
            return (named_policy(&name.value()), Some(key));
        }
        _ => {}
    }
    let is_key_alone = match value {
        ArgumentValue::Bare => is_flag(key),
        ArgumentValue::Value(expr) => match &code {
            Some(code) => hint::is_source_of(code, expr),
            None => match ExprKind::of(expr) {
                ExprKind::List => key.kind().is_list(),
                kind => matches!(kind, ExprKind::Const | ExprKind::Dynamic(..)),
            },
        },
        ArgumentValue::Broken => true,
        ArgumentValue::OtherForm(_) => false,
    };
    let code = match value {
        _ if is_key_alone => Some(key.name().to_owned()),
        ArgumentValue::OtherForm(rest) => {
            hint::value_after(rest, key).map(|code| setting(key, &code))
        }
        _ => code.map(|code| setting(key, &code)),
    };
    (code.map_or_else(|| key.help(), |code| write(&code)), Some(key))
}

/// Returns whether the key without a value means `true`.
fn is_flag(key: Key) -> bool {
    matches!(key.kind(), ValueKind::Flag | ValueKind::Danger | ValueKind::Enforce)
}

pub(super) fn setting(key: Key, value: &str) -> String {
    if value.starts_with("#[") { value.to_owned() } else { format!("{} = {value}", key.name()) }
}

/// Returns the help for a policy that another library names by a string, such as `"my-policy"`.
pub(super) fn named_policy(name: &str) -> String {
    let constant = key::snake_case(name).to_uppercase();
    let constant = constant.replace(|c: char| !c.is_alphanumeric(), "_");
    format!("write the path of a const `Policy`, as in `policy = {constant}`")
}

fn string(expr: &Expr) -> Option<String> {
    match ExprKind::of(expr) {
        ExprKind::Literal(Lit::Str(string)) => Some(string.value()),
        _ => None,
    }
}

/// Returns whether a key is turned on: it has no value (`none`), has empty parentheses (`none()`), or has a value such
/// as `true`.
fn is_on(value: &ArgumentValue) -> bool {
    match value.expression() {
        Some(expr) => hint::flag(&expr) == Some(true),
        None => !matches!(value, ArgumentValue::Broken),
    }
}

pub(crate) fn is_off(value: &ArgumentValue) -> bool {
    value.expression().is_some_and(|expr| {
        matches!(ExprKind::of(&expr), ExprKind::None) || hint::flag(&expr) == Some(false)
    })
}

/// Returns the code of `dynamic(…)` for a closure, a path, or a call of another library that takes a function.
fn function_code(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(_) => Some(hint::dynamic(expr)),
        expr => hint::dynamic_code(expr),
    }
}

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
    let code = |(key, values): &Setting| match values.as_slice() {
        [] => key.name().to_owned(),
        [value] => format!("{} = {value}", key.name()),
        values => format!("{} = [{}]", key.name(), values.join(", ")),
    };
    Some(write(&settings.iter().map(code).collect::<Vec<_>>().join(", ")))
}

/// A key, and the code of its values. A key without a value means `true`.
type Setting = (Key, Vec<String>);

/// Returns whether a policy can have these settings together.
fn are_accepted(settings: &[Setting]) -> bool {
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
        let has_other_values = literals.len() < values.len() || is_on(Key::DebugOrigins);
        let list = ListCheck { has_other_values, ..ListCheck::new(*key, &literals, context) };
        match values.as_slice() {
            [value] if value.starts_with("dynamic") => true,
            values => !values.iter().any(is_alone) && list.violations().next().is_none(),
        }
    })
}

fn add_calls(expr: &Expr, builder: &str, settings: &mut Vec<Setting>) -> Option<()> {
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
    settings: &mut Vec<Setting>,
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

/// Returns the help for a line of a server's configuration, such as `Access-Control-Allow-Origin: *`.
fn header_line(line: &str) -> Option<String> {
    let (_, line) = line.split_at(line.to_ascii_lowercase().find("access-control-")?);
    let end = line.find(|c: char| c == ':' || c.is_whitespace())?;
    let (name, value) = line.split_at(end);
    let Some(Meaning::Key(key)) = key::translate_word(name) else { return None };
    let value = value.trim_matches(|c: char| ":=".contains(c) || c.is_whitespace());
    Some(match hint::code_for_value(&syn::parse_quote!(#value), key) {
        Some(value) => write(&setting(key, &value)),
        None => key.help(),
    })
}
