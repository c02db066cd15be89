//! The value of one key, and what to write for a value of another kind.

use cors_rules::{
    Rule, Violation,
    enforce::Enforce,
    key::{self, Key, Kind},
};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, Lit, Path};

use super::{
    MaxAge, NONE, Origins,
    plainly::{is_async, is_no_number, is_option, last_segment, literal, name_of_constant},
};
use crate::{
    diagnostic::Diagnostics,
    syntax::{
        arguments::ArgumentValue,
        hint,
        source::source,
        value::{
            DYNAMIC, Listing, NoText, call_of, dynamic_of, is_made_at_run_time, named_value, peel,
        },
    },
};

pub(super) struct Reader<'a> {
    pub(super) key: &'a TokenStream,
    pub(super) name: &'a str,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) told: &'a mut Vec<String>,
}

impl Reader<'_> {
    pub(super) fn origins(&mut self, value: ArgumentValue) -> Option<Origins> {
        let expr = self.value(value)?;
        for name in DYNAMIC {
            match call_of(&expr, name) {
                Some(Ok(argument)) => return self.dynamic(name, argument.clone()),
                Some(Err(call)) => {
                    let help =
                        format!("write `{name}(EXPR)`, one expression between the parentheses");
                    return self.refuse(call, "takes one expression", &help);
                }
                None => {}
            }
        }
        if let (Some(name), Expr::Path(_) | Expr::Macro(_)) = (dynamic_of(&expr), &expr) {
            let help = format!("write `origins = {name}(…)`, with a set or a function between");
            return self.refuse(&expr, "is written as a call", &help);
        }
        self.read_listing(expr).map(Origins::Listed)
    }

    fn dynamic(&mut self, name: &str, decides: Expr) -> Option<Origins> {
        let awaits = name == "dynamic_async";
        if let Expr::Closure(closure) = &decides {
            if closure.inputs.len() != 2 {
                let body = if awaits { "async move { … }" } else { "…" };
                let help = format!(
                    "write `|origin, request| {body}`, which returns whether it is allowed"
                );
                return self.refuse(&decides, "does not take an origin and a request", &help);
            }
            if !awaits && is_async(closure) {
                let help = "write `origins = dynamic_async(…)`";
                return self.refuse(
                    &decides,
                    "returns a future, and `dynamic` takes a `bool`",
                    help,
                );
            }
        }
        Some(if awaits { Origins::DynamicAsync(decides) } else { Origins::Dynamic(decides) })
    }

    pub(super) fn listing(&mut self, value: ArgumentValue) -> Option<Listing> {
        let expr = self.value(value)?;
        self.read_listing(expr)
    }

    fn read_listing(&mut self, expr: Expr) -> Option<Listing> {
        let (listing, wrong) = Listing::read(expr, self.kind());
        let sound = wrong.is_empty();
        for NoText { at } in wrong {
            self.refuse_element(&at);
        }
        // What is left of a list with a wrong element is still judged.
        if sound || !listing.is_empty() { Some(listing) } else { None }
    }

    fn refuse_element(&mut self, at: &Expr) {
        let kind = self.kind();
        let (sentence, help) = if is_option(at) {
            let help = format!("leave `{}` out, or write a value without `Some`", self.name);
            ("is an `Option`, not a text", help)
        } else if let Some(instead) = named_value(at, kind) {
            ("is not a text", format!("write `{instead}`"))
        } else if let Some(text) = name_of_constant(at, kind) {
            ("is a value of the `http` crate", format!("write `{text}`"))
        } else if matches!(at, Expr::Range(_)) {
            let help =
                format!("write `{} = [..]`, in which `..` stands for what is inherited", self.name);
            ("is not an element of a list", help)
        } else if dynamic_of(at).is_some() {
            let help = "write it alone, as in `origins = dynamic(…)`; what it decides may include \
                        the listed ones";
            ("stands in a list or under a key of lists", help.to_owned())
        } else if let Expr::Closure(closure) = at
            && self.name == "origins"
        {
            let name = if is_async(closure) { "dynamic_async" } else { "dynamic" };
            ("is a closure, not a text", format!("write `origins = {name}({})`", source(at)))
        } else if let Expr::MethodCall(call) = at
            && call.method == "clone"
        {
            ("is not a constant", format!("write `{}`", source(&call.receiver)))
        } else if is_made_at_run_time(at) {
            ("is not a constant: it is made while the program runs", self.at_run_time())
        } else if let Some(list) = hint::list(&at.to_token_stream(), kind) {
            ("is not a text", format!("write `{list}`"))
        } else {
            ("is not a text", self.help_for_element())
        };
        self.refuse::<()>(at, sentence, &help);
    }

    pub(super) fn flag(&mut self, value: ArgumentValue) -> Option<bool> {
        if matches!(value, ArgumentValue::Bare) {
            return Some(true);
        }
        match self.value(value)? {
            Expr::Lit(syn::ExprLit { lit: Lit::Bool(flag), .. }) => Some(flag.value),
            expr => {
                let help = self.help();
                self.refuse(&expr, "is neither `true` nor `false`", &help)
            }
        }
    }

    pub(super) fn enforce(&mut self, value: ArgumentValue) -> Option<Enforce> {
        if matches!(value, ArgumentValue::Bare) {
            return Some(Enforce::On);
        }
        let expr = self.value(value)?;
        match literal(&expr) {
            Some((false, Lit::Bool(flag))) => Some(Enforce::of_flag(flag.value)),
            Some((false, Lit::Str(text))) => match Enforce::parse(&text.value()) {
                Ok(enforce) => Some(enforce),
                Err(violation) => {
                    self.diagnostics.add(violation, &expr);
                    self.tell()
                }
            },
            _ => {
                let meant = last_segment(&expr).and_then(|word| Enforce::meant(&word));
                let help = meant.map_or_else(|| self.help(), |meant| format!("write `{meant}`"));
                self.refuse(&expr, "is neither `true`, `false` nor a form of `enforce`", &help)
            }
        }
    }

    pub(super) fn max_age(&mut self, value: ArgumentValue) -> Option<MaxAge> {
        let expr = self.value(value)?;
        let at = expr.to_token_stream();
        let help = "write seconds as a number, or a duration such as `\"2h\"`";
        match literal(&expr) {
            None if is_no_number(&expr) => self.refuse(&expr, "is not a number of seconds", help),
            None => Some(MaxAge::Const(expr)),
            Some((false, Lit::Str(text))) => Some(MaxAge::Duration { text: text.value(), at }),
            Some((negative, Lit::Int(number))) if matches!(number.suffix(), "" | "u32") => {
                let sign = if negative { "-" } else { "" };
                Some(MaxAge::Number { digits: format!("{sign}{}", number.base10_digits()), at })
            }
            Some((_, Lit::Int(number))) => {
                let help = match number.suffix() {
                    "s" | "m" | "h" | "d" => format!("write `\"{number}\"`"),
                    _ => format!("write `{}`", number.base10_digits()),
                };
                self.refuse(&expr, "is not a `u32` of seconds", &help)
            }
            Some((_, Lit::Float(number))) => {
                Some(MaxAge::Duration { text: number.base10_digits().to_owned(), at })
            }
            Some(_) => self.refuse(&expr, "is not a duration", help),
        }
    }

    pub(super) fn path(&mut self, value: ArgumentValue) -> Option<Path> {
        let expr = match self.value(value)? {
            Expr::Path(path) if path.qself.is_none() => return Some(path.path),
            expr => expr,
        };
        let tokens = expr.to_token_stream();
        let help = match &expr {
            Expr::Macro(call) if call.mac.path.is_ident("policy") => {
                format!("write its keys here: `{}`", source(&call.mac.tokens))
            }
            _ => match hint::path(&tokens) {
                Some(path) => format!("write `{} = {path}`", self.name),
                None => self.help(),
            },
        };
        self.refuse(&expr, "is not a path", &help)
    }

    pub(super) fn stands_alone(&mut self) {
        let violation = Violation::new(Rule::InvalidValue, NONE, "stands beside other keys");
        let violation = violation.help("write `#[cors(none)]`, or leave `none` out");
        self.diagnostics.add(violation, self.key);
        self.told.push("origins".to_owned());
    }

    fn at_run_time(&self) -> String {
        match self.kind() {
            Kind::Origins => {
                "write texts or constants; for origins that are known at run time only, write \
                 `origins = dynamic(…)`"
                    .to_owned()
            }
            _ => "write texts or constants: a policy is made at compile time".to_owned(),
        }
    }

    pub(super) fn unknown(&mut self, value: &ArgumentValue) {
        let violation = Violation::new(Rule::UnknownKey, self.name, "is not a key of `#[cors]`");
        // A constant's name in a key's place: a policy that was meant to be extended.
        let is_policy = !matches!(value, ArgumentValue::Value(_)) && hint::is_constant(self.name);
        let violation = if let Some((key, instead)) = key::phrase(self.name) {
            self.told.push(key.name().to_owned());
            if instead == key.name() {
                self.with_value(violation, key, value)
            } else {
                violation.write(instead)
            }
        } else if DYNAMIC.contains(&self.name) {
            self.told.push("origins".to_owned());
            violation.write(&format!("origins = {}({})", self.name, written(value)))
        } else if let Some(help) = key::needless(self.name) {
            violation.help(help)
        } else if is_policy {
            self.told.push("policy".to_owned());
            Violation::new(Rule::InvalidValue, self.name, "stands where a key should")
                .write(&format!("policy = {}", self.name))
        } else if let Some(key) = key::meant(self.name, Key::ALL) {
            self.told.push(key.name().to_owned());
            self.with_value(violation, key, value)
        } else {
            // Nobody can tell which key it was meant to be, but a number is no origin.
            let is_number = matches!(value, ArgumentValue::Value(expr)
                if matches!(literal(expr), Some((_, Lit::Int(_) | Lit::Float(_)))));
            if !is_number {
                self.told.push("origins".to_owned());
            }
            violation.help(&key::sentence(Key::ALL))
        };
        self.diagnostics.add(violation, self.key);
    }

    /// The help for a key under another name, whose value may be written in another form too.
    fn with_value(&self, violation: Violation, key: Key, value: &ArgumentValue) -> Violation {
        let (kind, name) = (key.kind(), key.name());
        let ArgumentValue::Misformed(rest) = value else { return violation.write(name) };
        match hint::value(rest, kind) {
            value if value.is_empty() && kind == Kind::Flag => violation.write(name),
            value if value.is_empty() => violation.help(&key.help()),
            value => violation.write(&format!("{name} = {value}")),
        }
    }

    fn kind(&self) -> Kind {
        Key::named(self.name).map_or(Kind::Policy, Key::kind)
    }

    fn help(&self) -> String {
        Key::named(self.name).map_or_else(String::new, Key::help)
    }

    fn help_for_element(&self) -> String {
        Key::named(self.name).map_or("", Key::help_for_element).to_owned()
    }

    fn value(&mut self, value: ArgumentValue) -> Option<Expr> {
        match value {
            ArgumentValue::Value(expr) => Some(peel(expr)),
            ArgumentValue::Broken => self.tell(),
            ArgumentValue::Bare => {
                let violation = Violation::new(Rule::InvalidValue, self.name, "has no value");
                let help = self.help();
                self.diagnostics.add(violation.help(&help), self.key);
                self.tell()
            }
            ArgumentValue::Misformed(rest) => {
                let written =
                    source(&[self.key.clone(), rest.clone()].into_iter().collect::<TokenStream>());
                let violation = Violation::new(
                    Rule::InvalidValue,
                    &written,
                    "is not of the form `key = value`",
                );
                let value = ArgumentValue::Misformed(rest.clone());
                if let Some(key) = Key::named(self.name) {
                    self.diagnostics.add(self.with_value(violation, key, &value), rest);
                };
                self.tell()
            }
        }
    }

    fn refuse<T>(&mut self, at: &Expr, sentence: &str, help: &str) -> Option<T> {
        let source = source(at);
        self.diagnostics.add(Violation::new(Rule::InvalidValue, &source, sentence).help(help), at);
        self.tell()
    }

    fn tell<T>(&mut self) -> Option<T> {
        self.told.push(self.name.to_owned());
        None
    }
}

fn written(value: &ArgumentValue) -> String {
    match value {
        ArgumentValue::Value(expr) => source(expr),
        ArgumentValue::Misformed(rest) => hint::value(rest, Kind::Policy),
        ArgumentValue::Bare | ArgumentValue::Broken => "…".to_owned(),
    }
}
