//! Key names of other libraries and lines of servers' configurations, and the equivalent arguments of `#[cors]`.

use cors_rules::{
    Rule, Violation,
    cross_checks::{Context, Dangers},
    key::{self, Key, Meaning, ValueKind},
    list::ListCheck,
    origin::{EXCLUSION_HELP, WRITE_NONE},
};
use proc_macro2::TokenStream;
use syn::{Expr, Lit};

use super::{
    arguments::ArgumentValue,
    builder_chain::{chain, type_of_builder},
    expr_kind::{DYNAMIC, ExprKind},
    hint, route,
    source::source,
    value::WrittenList,
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
pub(super) fn is_flag(key: Key) -> bool {
    matches!(key.kind(), ValueKind::Flag | ValueKind::Danger | ValueKind::Enforce)
}

pub(super) fn setting(key: Key, value: &str) -> String {
    if value.starts_with("#[") { value.to_owned() } else { format!("{} = {value}", key.name()) }
}

/// Returns the arguments for settings from another library or language. A setting without a value is a flag that is on.
/// Returns `None` if there is no setting, or if a policy cannot have these settings together.
pub(super) fn code_of_settings(settings: &[(Key, Option<String>)]) -> Option<String> {
    if let [(key, Some(value))] = settings
        && value.starts_with("#[")
    {
        return Some(setting(*key, value));
    }
    let is_on =
        |key| settings.iter().any(|(it, value)| *it == key && value.as_deref() != Some("false"));
    let context = Context {
        allow_credentials: is_on(Key::AllowCredentials),
        is_enforced: is_on(Key::Enforce),
        dangers: Dangers::default(),
        served: None,
    };
    let mut code = Vec::new();
    for (index, (key, value)) in settings.iter().enumerate() {
        let (before, _) = settings.split_at(index);
        let is_repeated = before.iter().any(|(before, _)| before == key);
        let has_other_origins = *key == Key::Origins && is_on(Key::DebugOrigins);
        let is_accepted = match value {
            Some(value) => {
                !key.kind().is_list() || is_accepted_list(value, *key, context, has_other_origins)
            }
            None => is_flag(*key),
        };
        if is_repeated || !is_accepted {
            return None;
        }
        code.push(
            value.as_ref().map_or_else(|| key.name().to_owned(), |value| setting(*key, value)),
        );
    }
    (!code.is_empty()).then(|| code.join(", "))
}

/// Returns whether a code is a list that the rules accept, or a function.
fn is_accepted_list(code: &str, key: Key, context: Context<'_>, has_other_origins: bool) -> bool {
    // The code of a function may contain `…`, which is not a token.
    if DYNAMIC.iter().any(|name| code.starts_with(name)) {
        return true;
    }
    let Ok(expr) = syn::parse_str::<Expr>(code) else { return false };
    let (list, wrong) = WrittenList::read(&expr, key);
    let literals: Vec<&str> = list.literals().map(|(value, _)| value).collect();
    let has_other_values = has_other_origins || list.has_consts();
    let check = ListCheck { has_other_values, ..ListCheck::new(key, &literals, context) };
    wrong.is_empty() && check.violations().next().is_none()
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
pub(super) fn function_code(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(_) => Some(hint::dynamic(expr)),
        expr => hint::dynamic_code(expr),
    }
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
