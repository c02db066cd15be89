//! Reads the value of one key. The help for a wrong value proposes the value that the user most likely meant, if that
//! value can be derived.

use cors_rules::{
    Rule, Violation,
    enforce::Enforce,
    key::{Key, ValueKind},
    max_age,
};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, ExprClosure, Lit, Pat, Path, Type};

use super::Value;
use crate::{
    diagnostic::Diagnostics,
    syntax::{
        arguments::ArgumentValue,
        builder_chain::chain,
        expr_kind::{ExprKind, callee_names, last_name, path_names, without_groups},
        hint::{self, is_punct},
        source::source,
        value::{WrittenList, array_of},
    },
};

pub(super) struct Reader<'a> {
    pub(super) key: Key,
    pub(super) at: &'a TokenStream,
    /// The value of the key `policy` in the same attribute.
    pub(super) policy: Option<&'a str>,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    /// Returns the value. If the value is invalid, reports an error and returns `None`. A list with some invalid
    /// elements is returned without these elements.
    pub(super) fn read(&mut self, value: ArgumentValue) -> Option<Value> {
        let kind = self.key.kind();
        match (kind, &value) {
            (ValueKind::Flag | ValueKind::Danger, ArgumentValue::Bare) => {
                return Some(Value::Flag(true));
            }
            (ValueKind::Enforce, ArgumentValue::Bare) => return Some(Value::Enforce(Enforce::On)),
            _ => {}
        }
        let expr = self.expr(value)?;
        match kind {
            ValueKind::Origins => self.origins(expr),
            ValueKind::DebugOrigins
            | ValueKind::Methods
            | ValueKind::RequestHeaders
            | ValueKind::ResponseHeaders
            | ValueKind::Hosts => self.list(expr),
            ValueKind::Flag | ValueKind::Danger => match ExprKind::of(&expr) {
                ExprKind::Literal(Lit::Bool(flag)) => Some(Value::Flag(flag.value)),
                _ => self.reject_value(&expr, "is not one of the literals `true` and `false`"),
            },
            ValueKind::Duration => self.max_age(expr),
            ValueKind::Enforce => self.enforce(&expr).map(Value::Enforce),
            ValueKind::Policy | ValueKind::Crate => self.path(expr).map(Value::Path),
        }
    }

    fn origins(&mut self, expr: Expr) -> Option<Value> {
        match ExprKind::of(&expr) {
            ExprKind::Dynamic(name, None) => {
                let help = format!("write `origins = {name}(…)`, with a set or a function in it");
                self.reject(&expr, "is not a call", &help)
            }
            ExprKind::Dynamic(name, Some(arguments)) => match arguments.first() {
                Some(argument) if arguments.len() == 1 => self.dynamic(name, argument.clone()),
                _ => {
                    let help =
                        format!("write `{name}(EXPR)`, one expression between the parentheses");
                    self.reject(&expr, "takes one expression", &help)
                }
            },
            _ => self.list(expr),
        }
    }

    fn dynamic(&mut self, name: &str, decides: Expr) -> Option<Value> {
        let is_async = name == "dynamic_async";
        if let Expr::Closure(closure) = &decides {
            let body = if is_async { "async move { … }" } else { "…" };
            let form = format!("write `|origin, request| {body}`, which returns a `bool`");
            if closure.inputs.len() != 2 {
                return self.reject(&decides, "does not take an origin and a request", &form);
            }
            if let Some(parameter) = parameter_of_another_type(closure, is_async) {
                let defect = "has a type that `dynamic` does not pass";
                let help = "leave the types out, as in `|origin, request| …`; `origin.as_str()` is \
                            the origin as a string";
                return self.reject(&parameter, defect, help);
            }
            if !is_async && hint::is_async(closure) {
                let help = "write `origins = dynamic_async(…)`";
                return self.reject(&decides, "returns a future, and not a `bool`", help);
            }
        }
        match ExprKind::of(&decides) {
            ExprKind::Literal(_) | ExprKind::List => {
                return self.reject_value(&decides, "is a constant, and not a set or a function");
            }
            _ => {}
        }
        if let Some(set) = hint::set_code(&decides)
            && (is_async || set != source(&decides))
        {
            let defect = match is_async {
                true => "is a set, and not an async function",
                false => "is a `Result`, and not a set",
            };
            return self.reject(&decides, defect, &format!("write `origins = dynamic({set})`"));
        }
        Some(Value::Dynamic { decides, is_async })
    }

    fn list(&mut self, expr: Expr) -> Option<Value> {
        let is_whole = array_of(&expr).is_none();
        let (listing, wrong) = WrittenList::read(&expr, self.key);
        let is_right = wrong.is_empty();
        for element in &wrong {
            self.reject_element(element, is_whole, &expr);
        }
        // If some elements are wrong, the list of the other elements is returned, so that these are checked too.
        (is_right || !listing.is_empty()).then_some(Value::List(listing))
    }

    fn reject_element(&mut self, at: &Expr, is_whole: bool, list: &Expr) {
        let key = self.key;
        let name = key.name();
        let kind = ExprKind::of(at);
        let defect = match &kind {
            ExprKind::None | ExprKind::Some(_) | ExprKind::OptionEnv => {
                "is an `Option`, and not a string"
            }
            ExprKind::HttpConstant => "is a value of the `http` crate, and not a string",
            ExprKind::RunTime if key == Key::Origins => {
                "is not a constant: only `dynamic(…)` takes a value that is made at run time"
            }
            ExprKind::RunTime => "is not a constant: it is made at run time",
            ExprKind::Dynamic(..) => "is not an element of a list",
            ExprKind::Inherited => "is an element of a list, and not a list",
            ExprKind::Spread(_) => "is spread syntax of another language",
            ExprKind::Closure => "is a closure, and not a string",
            _ => "is not a string",
        };
        let code = match &kind {
            ExprKind::Spread(_) => hint::code_for_value(list, key),
            _ => hint::code_for_value(at, key),
        };
        let help = match (&kind, code) {
            (ExprKind::None, _) => format!("leave `{name}` out"),
            (ExprKind::Inherited, _) => {
                format!("write `{name} = [..]`, in which `..` is the inherited list")
            }
            (ExprKind::Spread(list), _) if self.policy == Some(&*source(*list)) => {
                "write `..`, which is the list of the policy".to_owned()
            }
            (ExprKind::Dynamic(..), _) => hint::DYNAMIC_ALONE.to_owned(),
            (ExprKind::Spread(_), Some(list)) => format!("write `{name} = {list}`"),
            (_, Some(code)) if !code.starts_with("dynamic") => format!("write `{code}`"),
            (_, Some(code)) if is_whole => format!("write `origins = {code}`"),
            (_, Some(code)) => format!("write `origins = {code}` alone"),
            (ExprKind::RunTime, None) if key == Key::Origins => {
                "write `origins = dynamic(…)` with a set of origins, or list strings and constants"
                    .to_owned()
            }
            (ExprKind::RunTime, None) => {
                "write strings or constants: a policy is made at compile time".to_owned()
            }
            (_, None) => key.help_for_element().to_owned(),
        };
        self.reject::<()>(at, defect, &help);
    }

    fn enforce(&mut self, expr: &Expr) -> Option<Enforce> {
        match ExprKind::of(expr) {
            ExprKind::Literal(Lit::Bool(flag)) => Some(Enforce::from_flag(flag.value)),
            ExprKind::Literal(Lit::Str(string)) => {
                self.checked(Enforce::parse(&string.value()), expr)
            }
            _ => self.reject_value(expr, "is not a value of `enforce`"),
        }
    }

    fn max_age(&mut self, expr: Expr) -> Option<Value> {
        let seconds = match (hint::seconds(&expr), ExprKind::of(&expr)) {
            (Some(seconds), _) => max_age::parse_seconds(&seconds.to_string()),
            (None, ExprKind::Literal(Lit::Str(string))) => max_age::parse(&string.value()),
            (None, ExprKind::Literal(Lit::Int(_))) => {
                return self.reject_value(&expr, "is not a `u32` of seconds");
            }
            (None, ExprKind::Literal(Lit::Float(number))) if hint::duration(&expr).is_none() => {
                max_age::parse(number.base10_digits())
            }
            (None, ExprKind::Negative(Lit::Int(number))) => {
                max_age::parse_seconds(&format!("-{}", number.base10_digits()))
            }
            (None, ExprKind::Const | ExprKind::Operation)
                if !is_duration(&expr) && hint::duration(&expr).is_none() =>
            {
                return Some(Value::ConstSeconds(expr));
            }
            _ => {
                let defect = "is not a number of seconds, which `max_age` takes";
                return self.reject_value(&expr, defect);
            }
        };
        self.checked(seconds, &expr).map(Value::Seconds)
    }

    fn path(&mut self, expr: Expr) -> Option<Path> {
        let expr = match expr {
            Expr::Path(path) if path.qself.is_none() => return Some(path.path),
            expr => expr,
        };
        let keys = match &expr {
            Expr::Macro(call) if call.mac.path.is_ident("policy") => source(&call.mac.tokens),
            Expr::Call(call) if callee_names(&expr).is_some_and(|names| names == ["policy"]) => {
                source(&call.args)
            }
            _ => return self.reject_value(&expr, "is not a path"),
        };
        self.reject(&expr, "is not a path", &format!("write its keys here: `{keys}`"))
    }

    fn expr(&mut self, value: ArgumentValue) -> Option<Expr> {
        let name = self.key.name();
        match value {
            ArgumentValue::Value(expr) => Some(without_groups(&expr).clone()),
            ArgumentValue::Broken => None,
            ArgumentValue::Bare => self.reject(self.at, "has no value", &self.key.help()),
            ArgumentValue::OtherForm(rest) => {
                let written: TokenStream = [self.at.clone(), rest.clone()].into_iter().collect();
                let defect = "is not of the form `key = value`";
                let violation = Violation::new(Rule::InvalidValue, &source(&written), defect);
                let is_added = rest.clone().into_iter().next().is_some_and(|it| is_punct(&it, '+'));
                let help = match (chain(&written), hint::value_after(&rest, self.key)) {
                    (Some(help), _) => help,
                    // In `allow_headers += ["…"]`, the user wants to add a value to the inherited list.
                    (None, Some(value)) if is_added && self.policy.is_some() => {
                        format!("write `{name} = [.., {}]`", value.trim_matches(['[', ']']))
                    }
                    (None, Some(value)) => format!("write `{name} = {value}`"),
                    (None, None) => self.key.help(),
                };
                self.diagnostics.add(violation.help(&help), rest);
                None
            }
        }
    }

    fn checked<T>(&mut self, value: Result<T, Violation>, at: &Expr) -> Option<T> {
        value.map_err(|violation| self.diagnostics.add(violation, at)).ok()
    }

    /// Reports an invalid value. The help proposes the intended value, if it can be derived.
    fn reject_value<T>(&mut self, at: &Expr, defect: &str) -> Option<T> {
        let name = self.key.name();
        let help = match (ExprKind::of(at), hint::code_for_value(at, self.key)) {
            (ExprKind::None, _) => format!("leave `{name}` out"),
            (_, Some(code)) if self.key.kind() == ValueKind::Duration => format!("write `{code}`"),
            (_, Some(code)) if code == "true" => format!("write `{name}`"),
            (_, Some(code)) => format!("write `{name} = {code}`"),
            (_, None) => self.key.help(),
        };
        self.reject(at, defect, &help)
    }

    fn reject<T>(&mut self, at: &impl ToTokens, defect: &str, help: &str) -> Option<T> {
        self.diagnostics.add_invalid(at, defect, help);
        None
    }
}

/// Returns whether an expression creates a `Duration`, which other libraries accept.
fn is_duration(expr: &Expr) -> bool {
    let names = match expr {
        Expr::Path(path) => Some(path_names(&path.path)),
        expr => callee_names(expr),
    };
    names.is_some_and(|names| names.contains(&"Duration".to_owned()))
}

/// Returns the closure's first parameter with a wrong type. A type that only other libraries pass is always wrong, such
/// as `HeaderValue`. `dynamic` passes references, so an `Origin` by value is wrong there. `dynamic_async` passes
/// values, so a reference to an `OriginBuf` is wrong there.
fn parameter_of_another_type(closure: &ExprClosure, is_async: bool) -> Option<Pat> {
    let is_wrong = |ty: &Type| {
        let (is_reference, ty) = match ty {
            Type::Reference(reference) => (true, &*reference.elem),
            ty => (false, ty),
        };
        let Type::Path(path) = ty else { return false };
        match last_name(&path.path).as_str() {
            "HttpRequest" | "Origin" | "OriginBuf" => is_reference == is_async,
            "HeaderValue" | "Parts" | "Request" | "RequestHead" | "ServiceRequest" | "String"
            | "str" => true,
            _ => false,
        }
    };
    let mut inputs = closure.inputs.iter();
    inputs.find(|input| matches!(input, Pat::Type(input) if is_wrong(&input.ty))).cloned()
}
