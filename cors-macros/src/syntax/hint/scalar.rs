//! The code that a help suggests as the value of a key that takes one value.

use cors_rules::{enforce::Enforce, max_age};
use syn::{BinOp, Expr, Lit, LitFloat};

use super::code_of;
use crate::syntax::{
    expr_kind::{ExprKind, callee_names, last_name, without_groups},
    source::source,
};

/// Returns the flag that a value means in other libraries, such as `true` for `"include"`.
pub(crate) fn flag(expr: &Expr) -> Option<bool> {
    let of_word = |word: &str| match word.to_lowercase().as_str() {
        "true" | "yes" | "on" | "1" | "include" | "allow" => Some(true),
        "false" | "no" | "off" | "0" | "omit" | "same-origin" | "deny" => Some(false),
        _ => None,
    };
    match ExprKind::of(expr) {
        ExprKind::Literal(Lit::Bool(flag)) => Some(flag.value),
        ExprKind::Literal(Lit::Str(string)) => of_word(&string.value()),
        ExprKind::Literal(Lit::Int(number)) => of_word(number.base10_digits()),
        ExprKind::Some(value) => flag(value),
        _ => match expr {
            Expr::Path(path) => of_word(&path.path.get_ident()?.to_string()),
            // In tower-http, a call such as `AllowCredentials::yes()` is a flag.
            Expr::Call(call) if call.args.is_empty() => of_word(&callee_names(expr)?.pop()?),
            _ => None,
        },
    }
}

/// Returns the code for a duration in words, such as `10 min`.
pub(crate) fn duration_in_words(words: &str) -> Option<String> {
    match max_age::parse(words) {
        Ok(_) => Some(format!("{words:?}")),
        Err(violation) => code_of(&violation).map(|code| format!("{:?}", code.trim_matches('"'))),
    }
}

/// Returns the code for a duration: a number of seconds, or a string such as `"10m"`.
pub(crate) fn duration(expr: &Expr) -> Option<String> {
    match ExprKind::of(expr) {
        ExprKind::Literal(Lit::Str(string)) => duration_in_words(&string.value()),
        ExprKind::Literal(Lit::Int(number)) => match number.suffix() {
            "s" | "m" | "h" | "d" => Some(format!("\"{number}\"")),
            _ => Some(number.base10_digits().to_owned()),
        },
        ExprKind::Literal(Lit::Bool(flag)) if !flag.value => Some("0".to_owned()),
        ExprKind::Literal(Lit::Float(number)) => whole_seconds(number),
        ExprKind::Some(value) => duration(value),
        _ => {
            let (name, number) = number_with_unit(expr)?;
            let seconds = seconds(number)?;
            match unit(&name)? {
                's' => Some(source(number)),
                unit => Some(format!("\"{seconds}{unit}\"")),
            }
        }
    }
}

/// Returns whether `max_age` accepts a code that [`duration`] returned.
pub(super) fn is_max_age(code: &str) -> bool {
    let Ok(expr) = syn::parse_str::<Expr>(code) else { return false };
    match (ExprKind::of(&expr), seconds(&expr)) {
        (ExprKind::Literal(Lit::Str(string)), _) => max_age::parse(&string.value()).is_ok(),
        (_, Some(seconds)) => max_age::parse_seconds(&seconds.to_string()).is_ok(),
        _ => false,
    }
}

/// Returns a name that contains the unit of a duration, and the expression for the number.
fn number_with_unit(expr: &Expr) -> Option<(String, &Expr)> {
    match expr {
        Expr::Call(call) => Some((callee_names(expr)?.pop()?, call.args.first()?)),
        // In other languages, a method call such as `2.hours()` or `TimeSpan.FromHours(2)` is a duration.
        Expr::MethodCall(call) => {
            Some((call.method.to_string(), call.args.first().unwrap_or(&call.receiver)))
        }
        // In Ruby, a duration such as `1.hour` looks like a field of a number.
        Expr::Field(field) => Some((name_of(expr)?, &field.base)),
        // In Go, a duration is the product of a number and a unit, such as `12 * time.Hour`.
        Expr::Binary(syn::ExprBinary { left, op: BinOp::Mul(_), right, .. }) => {
            match without_groups(right) {
                unit @ Expr::Field(_) => Some((name_of(unit)?, left)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Returns a whole number of seconds, such as `3600` for `3600.0` or `3.6e3`. Returns `None` if the number has a
/// fraction.
fn whole_seconds(number: &LitFloat) -> Option<String> {
    let seconds: f64 = number.base10_parse().ok()?;
    (seconds.fract() == 0.0).then(|| seconds.to_string())
}

/// Returns the unit in a name such as `hours` or `from_hours`.
fn unit(name: &str) -> Option<char> {
    let name = name.to_lowercase();
    let name = name.strip_prefix("from").unwrap_or(&name).trim_start_matches('_');
    match name.strip_suffix('s').unwrap_or(name) {
        "sec" | "second" => Some('s'),
        "min" | "minute" => Some('m'),
        "hour" => Some('h'),
        "day" => Some('d'),
        _ => None,
    }
}

/// Returns the value of a number, or of a product or a sum of numbers.
pub(crate) fn seconds(expr: &Expr) -> Option<u128> {
    match (without_groups(expr), ExprKind::of(expr)) {
        (Expr::Binary(binary), _) => {
            let (left, right) = (seconds(&binary.left)?, seconds(&binary.right)?);
            match binary.op {
                BinOp::Mul(_) => left.checked_mul(right),
                BinOp::Add(_) => left.checked_add(right),
                _ => None,
            }
        }
        (_, ExprKind::Literal(Lit::Int(number))) if matches!(number.suffix(), "" | "u32") => {
            number.base10_parse().ok()
        }
        _ => None,
    }
}

fn name_of(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => Some(last_name(&path.path)),
        Expr::Field(field) => match &field.member {
            syn::Member::Named(name) => Some(name.to_string()),
            syn::Member::Unnamed(_) => None,
        },
        _ => None,
    }
}

pub(crate) fn enforce(expr: &Expr) -> Option<&'static str> {
    let word = match ExprKind::of(expr) {
        ExprKind::Literal(Lit::Bool(flag)) => flag.value.to_string(),
        ExprKind::Literal(Lit::Str(string)) => string.value(),
        _ => name_of(expr)?,
    };
    // `Enforce::suggestion` returns the key with its value, and the caller needs only the value.
    let code = Enforce::suggestion(&word)?;
    Some(code.strip_prefix("enforce = ").unwrap_or("true"))
}
