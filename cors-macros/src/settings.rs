//! Arguments to typed keys, each with its place in the source; no judgement but of form.

use cors_rules::{Rule, Violation, enforce::Enforce, key};
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{Expr, Lit, Path, UnOp, ext::IdentExt};

use crate::{
    diagnostic::Diagnostics,
    syntax::{
        arguments::{Argument, ArgumentValue, Arguments},
        source::source,
        value::{Listing, NoText, call_of, is_made_at_run_time, peel},
    },
};

/// The keys of one attribute, typed; those that were not written, or not readable, are `None`.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) origins: Option<Origins>,
    pub(crate) debug_origins: Option<Listing>,
    pub(crate) methods: Option<Listing>,
    pub(crate) allow_headers: Option<Listing>,
    pub(crate) expose_headers: Option<Listing>,
    pub(crate) allow_credentials: Option<bool>,
    pub(crate) max_age: Option<MaxAge>,
    pub(crate) enforce: Option<Enforce>,
    pub(crate) hosts: Option<Listing>,
    pub(crate) danger_allow_insecure_origins: Option<bool>,
    pub(crate) danger_allow_public_suffixes: Option<bool>,
    pub(crate) danger_allow_null_origin: Option<bool>,
    pub(crate) policy: Option<Path>,
    /// The path of the runtime crate.
    pub(crate) runtime: Option<Path>,
    /// The type that holds the policy of the module around: written by a module's expansion only.
    pub(crate) inherited: Option<Path>,
    /// The keys whose value was refused, or that were written under another name: nothing follows
    /// from their absence.
    told: Vec<String>,
    /// Whether something stood where a key should.
    has_stray: bool,
}

pub(crate) enum Origins {
    Listed(Listing),
    /// `#[cors(none)]`
    Nobody,
    Dynamic(Expr),
    DynamicAsync(Expr),
}

pub(crate) enum MaxAge {
    /// A text, or a number with a fraction.
    Duration {
        text: String,
        at: TokenStream,
    },
    /// A whole number, its sign in front.
    Number {
        digits: String,
        at: TokenStream,
    },
    Const(Expr),
}

/// ArgumentValue by a module's expansion on its handlers.
pub(crate) const INHERITED: &str = "__inherited";

/// `#[cors(none)]`
pub(crate) const NONE: &str = "none";

impl Settings {
    pub(crate) fn read(arguments: Arguments, diagnostics: &mut Diagnostics) -> Self {
        let mut settings = Self { has_stray: arguments.has_stray, ..Self::default() };
        let mut seen: Vec<String> = Vec::new();
        for Argument { key, value } in arguments.list {
            let name = key.unraw().to_string();
            if seen.contains(&name) {
                let violation = Violation::new(Rule::DuplicateKey, &name, "is written twice");
                diagnostics.add(violation.help("leave one out"), &key);
                continue;
            }
            seen.push(name.clone());
            settings.set(&name, key, value, diagnostics);
        }
        settings
    }

    /// Those of `#[cors(none)]`.
    pub(crate) fn of_none() -> Self {
        Self { origins: Some(Origins::Nobody), ..Self::default() }
    }

    /// Whether no page may call: then it needs nothing else either.
    pub(crate) fn is_none(&self) -> bool {
        matches!(self.origins, Some(Origins::Nobody))
    }

    /// Whether there is a policy below this one, whose settings only const evaluation knows.
    pub(crate) fn extends(&self) -> bool {
        self.policy.is_some() || self.inherited.is_some()
    }

    /// The lists that were written, each with its key.
    pub(crate) fn listings(&self) -> impl Iterator<Item = (&'static str, &Listing)> {
        let origins = match &self.origins {
            Some(Origins::Listed(listing)) => Some(listing),
            _ => None,
        };
        [
            ("origins", origins),
            ("debug_origins", self.debug_origins.as_ref()),
            ("methods", self.methods.as_ref()),
            ("allow_headers", self.allow_headers.as_ref()),
            ("expose_headers", self.expose_headers.as_ref()),
            ("hosts", self.hosts.as_ref()),
        ]
        .into_iter()
        .filter_map(|(key, listing)| Some((key, listing?)))
    }

    /// Whether a key is missing because of what was told already.
    pub(crate) fn is_told(&self, key: &str) -> bool {
        self.has_stray || self.told.iter().any(|told| told == key)
    }

    fn set(&mut self, name: &str, key: Ident, value: ArgumentValue, diagnostics: &mut Diagnostics) {
        let mut reader = Reader { key: &key, name, diagnostics, told: &mut self.told };
        match name {
            "origins" => self.origins = reader.origins(value),
            "debug_origins" => self.debug_origins = reader.listing(value, no_path),
            "methods" => self.methods = reader.listing(value, method_name),
            "allow_headers" => self.allow_headers = reader.listing(value, no_path),
            "expose_headers" => self.expose_headers = reader.listing(value, no_path),
            "allow_credentials" => self.allow_credentials = reader.flag(value),
            "max_age" => self.max_age = reader.max_age(value),
            "enforce" => self.enforce = reader.enforce(value),
            "hosts" => self.hosts = reader.listing(value, no_path),
            "danger_allow_insecure_origins" => {
                self.danger_allow_insecure_origins = reader.flag(value);
            }
            "danger_allow_public_suffixes" => {
                self.danger_allow_public_suffixes = reader.flag(value);
            }
            "danger_allow_null_origin" => self.danger_allow_null_origin = reader.flag(value),
            "policy" => self.policy = reader.path(value),
            "crate" => self.runtime = reader.path(value),
            INHERITED => self.inherited = reader.path(value),
            NONE => reader.stands_alone(),
            _ => reader.unknown(&value),
        }
    }
}

struct Reader<'a> {
    key: &'a Ident,
    name: &'a str,
    diagnostics: &'a mut Diagnostics,
    told: &'a mut Vec<String>,
}

impl Reader<'_> {
    fn origins(&mut self, value: ArgumentValue) -> Option<Origins> {
        let expr = self.value(value)?;
        for name in ["dynamic", "dynamic_async"] {
            match call_of(&expr, name) {
                Some(Ok(Expr::Closure(closure))) if closure.inputs.len() != 2 => {
                    let help = match name {
                        "dynamic" => {
                            "write `|origin, request| …`, which returns whether it is allowed"
                        }
                        _ => {
                            "write `|origin, request| async move { … }`, which returns whether it is allowed"
                        }
                    };
                    let closure = Expr::Closure(closure.clone());
                    return self.refuse(&closure, "does not take an origin and a request", help);
                }
                Some(Ok(Expr::Closure(closure))) if name == "dynamic" && is_async(closure) => {
                    let help = "write `origins = dynamic_async(…)`";
                    let closure = Expr::Closure(closure.clone());
                    return self.refuse(
                        &closure,
                        "returns a future, and `dynamic` takes a `bool`",
                        help,
                    );
                }
                Some(Ok(argument)) if name == "dynamic" => {
                    return Some(Origins::Dynamic(argument.clone()));
                }
                Some(Ok(argument)) => return Some(Origins::DynamicAsync(argument.clone())),
                Some(Err(call)) => {
                    let help =
                        format!("write `{name}(EXPR)`, one expression between the parentheses");
                    return self.refuse(call, "takes one expression", &help);
                }
                None => {}
            }
        }
        self.read_listing(expr, no_path).map(Origins::Listed)
    }

    fn listing(
        &mut self,
        value: ArgumentValue,
        read: fn(&Expr) -> Option<String>,
    ) -> Option<Listing> {
        let expr = self.value(value)?;
        self.read_listing(expr, read)
    }

    fn read_listing(&mut self, expr: Expr, read: fn(&Expr) -> Option<String>) -> Option<Listing> {
        let (listing, wrong) = Listing::read(expr, read);
        let sound = wrong.is_empty();
        for NoText { at } in wrong {
            if is_option(&at) {
                let help = format!("leave `{}` out, or write a value without `Some`", self.name);
                self.refuse::<()>(&at, "is an `Option`, not a text", &help);
            } else if let Some(text) = name_of_constant(&at, self.kind()) {
                self.refuse::<()>(
                    &at,
                    "is a value of the `http` crate",
                    &format!("write `{text}`"),
                );
            } else if matches!(at, Expr::Range(_)) {
                self.refuse::<()>(
                    &at,
                    "is not an element of a list",
                    &format!(
                        "write `{} = [..]`, in which `..` stands for what is inherited",
                        self.name
                    ),
                );
            } else if let Some(Ok(_) | Err(_)) =
                call_of(&at, "dynamic").or_else(|| call_of(&at, "dynamic_async"))
            {
                let help = "write it alone, as in `origins = dynamic(…)`; what it decides may \
                            include the listed ones";
                self.refuse::<()>(&at, "stands in a list or under a key of lists", help);
            } else if is_made_at_run_time(&at) {
                let help = self.at_run_time();
                self.refuse::<()>(
                    &at,
                    "is not a constant: it is made while the program runs",
                    &help,
                );
            } else {
                self.refuse::<()>(&at, "is not a text", self.kind().example_of_element());
            }
        }
        // What is left of a list with a wrong element is still judged.
        if sound || !listing.is_empty() { Some(listing) } else { None }
    }

    fn flag(&mut self, value: ArgumentValue) -> Option<bool> {
        match value {
            ArgumentValue::Bare => Some(true),
            ArgumentValue::Broken => self.tell(),
            ArgumentValue::Value(expr) => match peel(expr) {
                Expr::Lit(syn::ExprLit { lit: Lit::Bool(flag), .. }) => Some(flag.value),
                expr => {
                    let help = self.kind().example(self.name);
                    self.refuse(&expr, "is neither `true` nor `false`", &help)
                }
            },
        }
    }

    fn enforce(&mut self, value: ArgumentValue) -> Option<Enforce> {
        let expr = match value {
            ArgumentValue::Bare => return Some(Enforce::On),
            ArgumentValue::Broken => return self.tell(),
            ArgumentValue::Value(expr) => peel(expr),
        };
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
                let help = self.kind().example(self.name);
                self.refuse(&expr, "is neither `true`, `false` nor a form of `enforce`", &help)
            }
        }
    }

    fn max_age(&mut self, value: ArgumentValue) -> Option<MaxAge> {
        let expr = self.value(value)?;
        let at = expr.to_token_stream();
        match literal(&expr) {
            None if is_duration(&expr) => self.refuse(
                &expr,
                "is not a number of seconds",
                "write seconds as a number, or a duration such as `\"2h\"`",
            ),
            None => Some(MaxAge::Const(expr)),
            Some((false, Lit::Str(text))) => Some(MaxAge::Duration { text: text.value(), at }),
            Some((negative, Lit::Int(number))) => {
                let sign = if negative { "-" } else { "" };
                Some(MaxAge::Number { digits: format!("{sign}{}", number.base10_digits()), at })
            }
            Some((_, Lit::Float(number))) => {
                Some(MaxAge::Duration { text: number.base10_digits().to_owned(), at })
            }
            Some(_) => self.refuse(
                &expr,
                "is not a duration",
                "write seconds as a number, or a duration such as `\"2h\"`",
            ),
        }
    }

    fn path(&mut self, value: ArgumentValue) -> Option<Path> {
        match self.value(value)? {
            Expr::Path(path) if path.qself.is_none() => Some(path.path),
            expr => self.refuse(&expr, "is not a path", &self.kind().example(self.name)),
        }
    }

    fn stands_alone(&mut self) {
        let violation = Violation::new(Rule::InvalidValue, NONE, "stands beside other keys");
        let violation = violation.help("write `#[cors(none)]`, or leave `none` out");
        self.diagnostics.add(violation, self.key);
        self.told.push("origins".to_owned());
    }

    fn at_run_time(&self) -> String {
        match self.kind() {
            key::Kind::Origins if self.name == "origins" => {
                "write texts or constants; for origins \
                 that are known at run time only, write `origins = dynamic(…)`"
                    .to_owned()
            }
            _ => "write texts or constants: a policy is made at compile time".to_owned(),
        }
    }

    fn unknown(&mut self, value: &ArgumentValue) {
        // A constant's name in a key's place: a policy that was meant to be extended.
        let is_constant = self.name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
        if matches!(value, ArgumentValue::Bare) && is_constant {
            let violation =
                Violation::new(Rule::InvalidValue, self.name, "stands where a key should");
            self.diagnostics.add(violation.write(&format!("policy = {}", self.name)), self.key);
            self.told.push("policy".to_owned());
            return;
        }
        let violation = Violation::new(Rule::UnknownKey, self.name, "is not a key of `#[cors]`");
        let violation = match (key::phrase(self.name), key::meant(self.name, key::ALL.iter())) {
            (Some((key, instead)), _) => {
                self.told.push(key.to_owned());
                violation.write(instead)
            }
            (None, _) if matches!(self.name, "dynamic" | "dynamic_async") => {
                self.told.push("origins".to_owned());
                let decides = match value {
                    ArgumentValue::Value(expr) => source(expr),
                    ArgumentValue::Bare | ArgumentValue::Broken => "…".to_owned(),
                };
                violation.write(&format!("origins = {}({decides})", self.name))
            }
            (None, Some(key)) => {
                self.told.push(key.to_owned());
                violation.write(key)
            }
            (None, None) => violation.help(&key::sentence(key::ALL.iter())),
        };
        self.diagnostics.add(violation, self.key);
    }

    fn kind(&self) -> key::Kind {
        key::named(self.name).map_or(key::Kind::Path, |key| key.kind)
    }

    fn value(&mut self, value: ArgumentValue) -> Option<Expr> {
        match value {
            ArgumentValue::Value(expr) => Some(peel(expr)),
            ArgumentValue::Broken => self.tell(),
            ArgumentValue::Bare => {
                let violation = Violation::new(Rule::InvalidValue, self.name, "has no value");
                let help = self.kind().example(self.name);
                self.diagnostics.add(violation.help(&help), self.key);
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

fn no_path(_: &Expr) -> Option<String> {
    None
}

/// An identifier is a method's name, never a const.
fn method_name(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => path.path.get_ident().map(|ident| ident.unraw().to_string()),
        _ => None,
    }
}

/// The method or the header name of a constant of the `http` crate, such as `Method::GET` and
/// `header::CONTENT_TYPE`.
fn name_of_constant(expr: &Expr, kind: key::Kind) -> Option<String> {
    let Expr::Path(path) = expr else { return None };
    let name = path.path.segments.last()?.ident.to_string();
    Some(match kind {
        key::Kind::Methods => name,
        _ => format!("\"{}\"", name.to_lowercase().replace('_', "-")),
    })
}

fn is_async(closure: &syn::ExprClosure) -> bool {
    closure.asyncness.is_some() || matches!(&*closure.body, Expr::Async(_))
}

fn is_option(expr: &Expr) -> bool {
    let path = match expr {
        Expr::Path(path) => path,
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => path,
            _ => return false,
        },
        _ => return false,
    };
    path.path.is_ident("None") || path.path.is_ident("Some")
}

/// A `Duration`, or an `Option` of anything: what other libraries take.
fn is_duration(expr: &Expr) -> bool {
    let path = match expr {
        Expr::Path(path) => &path.path,
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => &path.path,
            _ => return false,
        },
        _ => return false,
    };
    path.segments
        .iter()
        .any(|segment| ["Duration", "None", "Some"].iter().any(|name| segment.ident == name))
}

/// A literal, and whether a minus stands before it.
fn literal(expr: &Expr) -> Option<(bool, Lit)> {
    match expr {
        Expr::Lit(literal) => Some((false, literal.lit.clone())),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => match peel((*unary.expr).clone())
        {
            Expr::Lit(literal) => Some((true, literal.lit)),
            _ => None,
        },
        _ => None,
    }
}
