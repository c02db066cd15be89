//! The conversion of arguments to typed settings. `Reader` checks the form of each value, and the literals for
//! `max_age` and `enforce`. Later, `check::check` checks the literals in lists, and const evaluation checks const
//! expressions.

mod reader;

use cors_rules::{Rule, Violation, enforce::Enforce, key::Key, origin::WRITE_NONE};
use proc_macro2::TokenStream;
use syn::{Expr, Path};

use self::reader::Reader;
use crate::{
    diagnostic::{Diagnostics, MacroKind},
    syntax::{
        arguments::{self, Argument, ArgumentValue, NONE},
        other_libraries,
        value::WrittenList,
    },
};

/// The settings of one attribute or `policy!`, in the order of the source.
#[derive(Default)]
pub(crate) struct Settings {
    pub(crate) written: Vec<(Key, Value)>,
    /// The path of the type `__CorsModule` in the outer module. A const of this type is the policy of the module.
    pub(crate) module: Option<Path>,
    /// The keys about which an error was reported. If such a key has no value, no second error is reported.
    reported: Vec<Key>,
}

pub(crate) enum Value {
    List(WrittenList),
    /// No origin is allowed: `none`.
    NoOrigin,
    /// The set or the function in `dynamic(…)` or `dynamic_async(…)`.
    Dynamic {
        decides: Expr,
        is_async: bool,
    },
    Flag(bool),
    Seconds(u32),
    /// A const expression for `max_age`.
    ConstSeconds(Expr),
    Enforce(Enforce),
    Path(Path),
}

impl Settings {
    pub(crate) fn read(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Self {
        let arguments = arguments::parse(tokens, diagnostics);
        if arguments.is_none() {
            return Self { written: vec![(Key::Origins, Value::NoOrigin)], ..Self::default() };
        }
        let mut settings = Self::default();
        if arguments.has_unkeyed {
            settings.reported.extend(Key::ALL);
        }
        let mut seen: Vec<String> = Vec::new();
        let policy = arguments.policy();
        for argument in arguments.list {
            if seen.contains(&argument.name) {
                let violation =
                    Violation::new(Rule::DuplicateKey, &argument.name, "is written twice");
                diagnostics.add(violation.help("leave one out"), &argument.at);
                continue;
            }
            seen.push(argument.name.clone());
            settings.set(argument, policy.as_deref(), diagnostics);
        }
        settings
    }

    pub(crate) fn value(&self, key: Key) -> Option<&Value> {
        self.written.iter().find(|(written, _)| *written == key).map(|(_, value)| value)
    }

    pub(crate) fn path(&self, key: Key) -> Option<&Path> {
        match self.value(key) {
            Some(Value::Path(path)) => Some(path),
            _ => None,
        }
    }

    pub(crate) fn flag(&self, key: Key) -> Option<bool> {
        match self.value(key) {
            Some(Value::Flag(flag)) => Some(*flag),
            _ => None,
        }
    }

    pub(crate) fn list(&self, key: Key) -> Option<&WrittenList> {
        match self.value(key) {
            Some(Value::List(listing)) => Some(listing),
            _ => None,
        }
    }

    /// Returns the lists that the attribute contains, in the order of the table of keys.
    pub(crate) fn lists(&self) -> impl Iterator<Item = (Key, &WrittenList)> {
        Key::SETTINGS.iter().filter_map(|key| Some((*key, self.list(*key)?)))
    }

    /// Returns whether the only argument is `none`. Such a policy allows no origin and has no other setting.
    pub(crate) fn is_none(&self) -> bool {
        matches!(self.value(Key::Origins), Some(Value::NoOrigin))
    }

    /// Returns whether there is an inherited policy: `policy = …`, the policy of the module, or both.
    pub(crate) fn inherits(&self) -> bool {
        self.path(Key::Policy).is_some() || self.module.is_some()
    }

    pub(crate) fn is_reported(&self, key: Key) -> bool {
        self.reported.contains(&key)
    }

    fn set(&mut self, argument: Argument, policy: Option<&str>, diagnostics: &mut Diagnostics) {
        let Argument { name, at, value } = argument;
        match Key::named(&name) {
            Some(Key::Crate) if matches!(diagnostics.macro_kind, MacroKind::PolicyMacro) => {
                let violation =
                    Violation::new(Rule::UnknownKey, &name, "is not a key of `policy!`");
                let help = "leave it out: `policy!` uses the crate that defines it";
                diagnostics.add(violation.help(help), &at);
            }
            Some(key) => match (Reader { key, at: &at, policy, diagnostics }).read(value) {
                Some(value) => self.written.push((key, value)),
                None => self.reported.push(key),
            },
            None if name == NONE => {
                let (defect, help) = match value {
                    ArgumentValue::Bare => (
                        "is written beside other keys",
                        format!("{WRITE_NONE}, or leave `none` out"),
                    ),
                    value if other_libraries::is_off(&value) => {
                        ("takes no value", "leave it out".to_owned())
                    }
                    _ => ("takes no value", WRITE_NONE.to_owned()),
                };
                diagnostics.add_invalid(&at, defect, &help);
                self.reported.push(Key::Origins);
            }
            None => {
                let (violation, reported) =
                    other_libraries::unknown_key(&name, &at, &value, diagnostics.macro_kind);
                diagnostics.add(violation, &at);
                self.reported.extend(reported);
            }
        }
    }
}
