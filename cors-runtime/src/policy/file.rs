//! Deserialization of a policy from a file or from environment variables.
//!
//! serde reads each field as a [`FileValue`], which accepts values of many types. So the parser of the file format does
//! not stop at a value of a wrong type. This module and `cors-rules` find the errors in all fields.
//! [`PolicyBuilder::build`] returns them together.

#![allow(clippy::result_large_err, reason = "a violation is built once, for a person to read")]

use std::{borrow::Cow, fmt};

use cors_rules::{
    Rule, Violation, each_setting,
    enforce::Enforce,
    key::{self, Key, Meaning, ValueKind},
    max_age,
};
use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, MapAccess, Visitor},
};

use super::{
    List, OriginSource, Policy, PolicyBuilder, PolicyErrors, list::split, with_run_time_help,
};

/// Reads and checks a policy, under the rules of [`#[cors]`](macro@crate::cors). The keys are those of the attribute
/// except `policy` and `crate`. A list may be one string with commas or white space between its items. The errors, at
/// most a hundred, are reported together.
///
/// ```
/// use actix_web::{App, web};
/// use cors_runtime::{Cors, Policy};
///
/// let file = r#"{
///     "origins": ["https://app.example.com", "https://*.example.org"],
///     "methods": "GET, PUT",
///     "allow_credentials": true,
///     "max_age": "2h"
/// }"#;
/// let policy: Policy = serde_json::from_str(file)?;
/// let app = App::new().service(web::scope("/files").wrap(Cors::new(policy)));
///
/// let wrong = r#"{"origins": ["https://app.example.com/"], "max_age": "2 days"}"#;
/// let error = serde_json::from_str::<Policy>(wrong).unwrap_err().to_string();
/// assert!(error.contains("origins[0]: `https://app.example.com/` is not an origin"));
/// assert!(error.contains("max_age: `2 days` is not a duration"));
/// # Ok::<_, serde_json::Error>(())
/// ```
///
/// Some formats append the position in the file to the error. To get the errors alone, deserialize a [`PolicyBuilder`],
/// and call [`build`](PolicyBuilder::build).
impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let builder = PolicyBuilder::deserialize(deserializer)?;
        builder.build().map_err(|errors| D::Error::custom(FileErrors(errors)))
    }
}

/// Reads the settings. [`PolicyBuilder::build`] later returns the errors in the keys and the values. This function
/// fails if serde cannot read the file, for example because the file is malformed or not a map.
impl<'de> Deserialize<'de> for PolicyBuilder {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(BuilderVisitor)
    }
}

/// The errors as the message of a serde error. Some file formats add a field before the message or a position after the
/// message, often on the same line. So the message has a heading if there are several errors, and ends with a line
/// break.
struct FileErrors(PolicyErrors);

impl fmt::Display for FileErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.len() {
            1 => {}
            count => write!(f, "{count} errors in the CORS policy\n\n")?,
        }
        writeln!(f, "{}", self.0)
    }
}

/// The value of a field, which may have a wrong type. An integer of more than 64 bits is an error of serde.
#[derive(Deserialize)]
#[serde(untagged)]
enum FileValue {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    String(String),
    List(Vec<FileValue>),
    Map(IgnoredAny),
}

impl FileValue {
    /// Returns the string that an error message quotes for this value. For a list or a map, returns the name of the
    /// field.
    fn quoted<'a>(&'a self, field: &'a str) -> Cow<'a, str> {
        match self {
            Self::Null => "null".into(),
            Self::Bool(flag) => flag.to_string().into(),
            Self::Integer(number) => number.to_string().into(),
            // `Display` would write `2.0` as `2`. `Debug` keeps the fraction, so that `2.0` is not accepted as a number
            // of seconds.
            Self::Float(number) => format!("{number:?}").into(),
            Self::String(text) => text.into(),
            Self::List(_) | Self::Map(_) => field.into(),
        }
    }

    /// Returns the value of a flag. Environment variables contain only strings, so the strings `true` and `false`
    /// count too.
    fn as_flag(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            Self::String(text) => text.parse().ok(),
            _ => None,
        }
    }
}

struct BuilderVisitor;

impl<'de> Visitor<'de> for BuilderVisitor {
    type Value = PolicyBuilder;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a CORS policy, as in `origins: [\"https://app.example.com\"]`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PolicyBuilder, A::Error> {
        let mut builder = Policy::builder();
        builder.requires_origins = true;
        let mut seen = Vec::new();
        while let Some((name, value)) = map.next_entry::<String, FileValue>()? {
            let key = Key::named(&name).filter(|key| Key::SETTINGS.contains(key));
            let Some(key) = key else {
                builder.report_unknown(&name);
                continue;
            };
            let result = if seen.contains(&key) {
                Err(Violation::new(Rule::DuplicateKey, &name, "is set twice").help("remove one"))
            } else {
                builder.read(key, value)
            };
            if let Err(violation) = result {
                builder.add_error(Some(key), &name, violation);
            }
            seen.push(key);
        }
        Ok(builder)
    }
}

/// The type of a setting that can be read from a file.
trait FromFile: Sized {
    /// Converts the value of a key. A list adds an error to the builder for each item that is not a string.
    fn read(builder: &mut PolicyBuilder, key: Key, value: FileValue) -> Result<Self, Violation>;
}

impl FromFile for OriginSource {
    fn read(builder: &mut PolicyBuilder, key: Key, value: FileValue) -> Result<Self, Violation> {
        List::read(builder, key, value).map(Self::Listed)
    }
}

impl FromFile for List {
    fn read(builder: &mut PolicyBuilder, key: Key, value: FileValue) -> Result<Self, Violation> {
        let list: List = match value {
            FileValue::String(text) => {
                builder.in_one_string.push(key);
                split(&text).collect()
            }
            FileValue::List(items) => items
                .into_iter()
                .enumerate()
                .map(|(index, item)| match item {
                    FileValue::String(string) => string,
                    item => {
                        let field = format!("{}[{index}]", key.name());
                        let value = item.quoted(&field);
                        let violation =
                            Violation::new(Rule::InvalidValue, &value, "is not a string")
                                .help("write it in quotes");
                        builder.add_error(Some(key), &field, violation);
                        // An empty string takes the place of the item, so that errors name the right fields of the
                        // other items. `build` reports only one error for a field.
                        String::new()
                    }
                })
                .collect(),
            value => return Err(wrong_type(key, &value, "is not a list of strings")),
        };
        if key == Key::Hosts && list.is_empty() {
            // An empty list would allow any host. An empty environment variable must not turn the check of the host
            // off.
            let violation =
                Violation::new(Rule::InvalidHost, "hosts", "is empty, which would allow any host");
            return Err(violation.help("list the hosts, or leave `hosts` out to allow any host"));
        }
        Ok(list)
    }
}

impl FromFile for bool {
    fn read(_: &mut PolicyBuilder, key: Key, value: FileValue) -> Result<Self, Violation> {
        value.as_flag().ok_or_else(|| wrong_type(key, &value, "is neither `true` nor `false`"))
    }
}

impl FromFile for Enforce {
    fn read(_: &mut PolicyBuilder, key: Key, value: FileValue) -> Result<Self, Violation> {
        match (value.as_flag(), &value) {
            (Some(flag), _) => Ok(Self::from_flag(flag)),
            (None, FileValue::String(text)) => {
                Self::parse(text).map_err(|violation| violation.help(help(key.kind())))
            }
            (None, value) => Err(wrong_type(key, value, "is not a value of `enforce`")),
        }
    }
}

impl FromFile for u32 {
    fn read(_: &mut PolicyBuilder, key: Key, value: FileValue) -> Result<Self, Violation> {
        match value {
            FileValue::Integer(_) | FileValue::Float(_) | FileValue::String(_) => {
                seconds(value.quoted("").trim())
            }
            value => Err(wrong_type(key, &value, "is not a duration")),
        }
    }
}

macro_rules! read_settings {
    ($($key:ident $name:ident $kind:ident $about:tt)*) => {
        impl PolicyBuilder {
            /// Reads the value of a key, and sets the setting.
            fn read(&mut self, key: Key, value: FileValue) -> Result<(), Violation> {
                if let FileValue::Null = value {
                    return Err(no_value(key));
                }
                match key {
                    $(Key::$key => self.policy.$name = Some(FromFile::read(self, key, value)?),)*
                    Key::Policy | Key::Crate => {}
                }
                Ok(())
            }
        }
    };
}

each_setting!(read_settings);

impl PolicyBuilder {
    fn report_unknown(&mut self, name: &str) {
        let none = "use `Policy::NONE` in place of the file";
        let (help, may_mean_origins) = match key::translate_word(name) {
            Some(Meaning::Key(Key::Policy)) => {
                ("extend a policy in the code, with `Policy::to_builder`".to_owned(), true)
            }
            Some(Meaning::NoOrigin) => (none.to_owned(), true),
            Some(Meaning::Setting(key, "false")) => {
                (format!("set `{}` to `false`", key.name()), false)
            }
            Some(Meaning::Key(key) | Meaning::Setting(key, _)) if key != Key::Crate => {
                (format!("write `{}`", key.name()), key == Key::Origins)
            }
            Some(Meaning::Function) => (
                "pass the function to `Cors::origins`, since a file has values only".to_owned(),
                true,
            ),
            Some(Meaning::NotNeeded(help) | Meaning::Exclusion(help)) => (help.to_owned(), false),
            _ => (key::sentence(Key::SETTINGS), true),
        };
        if may_mean_origins {
            // An error for missing origins would be a second error for the same mistake.
            self.requires_origins = false;
        }
        let violation =
            Violation::new(Rule::UnknownKey, name, "is not a key of a policy").help(&help);
        self.add_error(None, name, with_run_time_help(violation, none));
    }
}

/// Returns the violation for a key without a value. Such a key is an error, since the default may allow more than the
/// author meant. In YAML, for example, a list has no value if all its items are commented out.
fn no_value(key: Key) -> Violation {
    let help = format!("{}, or leave `{}` out", help(key.kind()), key.name());
    Violation::new(Rule::InvalidValue, key.name(), "has no value").help(&help)
}

fn wrong_type(key: Key, value: &FileValue, defect: &str) -> Violation {
    Violation::new(Rule::InvalidValue, &value.quoted(key.name()), defect).help(help(key.kind()))
}

fn help(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Flag | ValueKind::Danger => "write `true` or `false`",
        ValueKind::Enforce => "write `true`, `false`, `isolate` or `report`",
        ValueKind::Duration => "write seconds as a number, or a duration such as `2h`",
        ValueKind::Origins
        | ValueKind::DebugOrigins
        | ValueKind::Methods
        | ValueKind::RequestHeaders
        | ValueKind::ResponseHeaders
        | ValueKind::Hosts => {
            "write a list of strings, or one string with commas between the items"
        }
        ValueKind::Policy | ValueKind::Crate => "leave it out",
    }
}

/// Parses an integer as seconds, and any other string as a duration such as `2h`.
fn seconds(text: &str) -> Result<u32, Violation> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return max_age::parse(text);
    }
    max_age::parse_seconds(text)
}
