//! A policy from a file or the environment.
//!
//! serde reads each field as a [`Value`] of any type. So every error can be reported at once, in the
//! words of the rules, whatever the format.

use std::fmt;

use cors_rules::{
    Rule, Violation, each_setting,
    enforce::Enforce,
    key::{self, Key, Kind},
    max_age,
};
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};

use super::{
    List, OriginSource, Policy, PolicyBuilder, PolicyErrors, builder::Places, file_value::Value,
    list::split,
};

/// Reads and checks a policy. Some formats append the position in the file to the last line of the
/// error; to get the errors alone, deserialize a [`PolicyBuilder`], and call
/// [`build`](PolicyBuilder::build).
impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let builder = PolicyBuilder::deserialize(deserializer)?;
        builder.build().map_err(|errors| D::Error::custom(FileErrors(errors)))
    }
}

/// Reads the settings, and leaves every check to [`PolicyBuilder::build`]. Fails only for a file
/// that is not a map.
impl<'de> Deserialize<'de> for PolicyBuilder {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(BuilderVisitor)
    }
}

/// A format adds the name of the field before this text and the position after it, often on the same
/// line. So several errors have a heading, and the text
/// ends with a line break.
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

struct BuilderVisitor;

impl<'de> Visitor<'de> for BuilderVisitor {
    type Value = PolicyBuilder;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a CORS policy, as in `origins: [\"https://app.example.com\"]`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PolicyBuilder, A::Error> {
        let mut reader = Reader { builder: Policy::builder(), seen: Vec::new() };
        reader.builder.requires_origins = true;
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            reader.read(&name, value);
        }
        Ok(reader.builder)
    }
}

struct Reader {
    builder: PolicyBuilder,
    /// The keys that were read.
    seen: Vec<Key>,
}

const FLAG_HELP: &str = "write `true` or `false`";
const ENFORCE_HELP: &str = "write `true`, `false`, `isolate` or `report`";
const DURATION_HELP: &str = "write seconds as a number, or a duration such as `2h`";
const LIST_HELP: &str = "write a list of strings, or one string with commas between the items";

macro_rules! read_setting {
    ($reader:ident $key:ident Origins $value:ident) => {
        $reader.list(Key::$key, $value).map(OriginSource::Listed)
    };
    ($reader:ident $key:ident Flag $value:ident) => {
        $reader.flag(Key::$key, $value)
    };
    ($reader:ident $key:ident Danger $value:ident) => {
        $reader.flag(Key::$key, $value)
    };
    ($reader:ident $key:ident Duration $value:ident) => {
        $reader.seconds(Key::$key, $value)
    };
    ($reader:ident $key:ident Enforce $value:ident) => {
        $reader.enforce(Key::$key, $value)
    };
    ($reader:ident $key:ident $list:ident $value:ident) => {
        $reader.list(Key::$key, $value)
    };
}

macro_rules! read_settings {
    ($($key:ident $name:ident $kind:ident $about:tt)*) => {
        impl Reader {
            fn set(&mut self, key: Key, value: Value) {
                match key {
                    $(Key::$key => {
                        self.builder.policy.$name = read_setting!(self $key $kind value);
                    })*
                    Key::Policy | Key::Crate => {}
                }
            }
        }
    };
}

each_setting!(read_settings);

impl Reader {
    fn read(&mut self, name: &str, value: Value) {
        let Some(key) = Key::SETTINGS.iter().copied().find(|key| key.name() == name) else {
            return self.report_unknown(name);
        };
        if self.seen.contains(&key) {
            let violation = Violation::new(Rule::DuplicateKey, name, "is set twice");
            return self.builder.add_error(Some(key), name, violation.help("remove one"));
        }
        self.seen.push(key);
        if let Value::Null = value {
            // A default could allow more than was meant, as for a list whose items are commented out.
            let violation = Violation::new(Rule::InvalidValue, name, "has no value");
            let help = format!("{}, or leave `{name}` out", help(key.kind()));
            return self.builder.add_error(Some(key), name, violation.help(&help));
        }
        self.set(key, value);
    }

    fn report_unknown(&mut self, name: &str) {
        let violation = Violation::new(Rule::UnknownKey, name, "is not a key of a policy");
        let violation = match key::meant(name, Key::SETTINGS) {
            Some(meant) => {
                // Missing origins would be a second error for one mistake.
                self.builder.requires_origins &= meant != Key::Origins;
                violation.write(meant.name())
            }
            None => violation.help(&key::sentence(Key::SETTINGS)),
        };
        self.builder.add_error(None, name, violation);
    }

    fn flag(&mut self, key: Key, value: Value) -> Option<bool> {
        match value {
            Value::Bool(flag) => Some(flag),
            // In formats that read environment variables, every value is a string.
            Value::String(text) if text == "true" => Some(true),
            Value::String(text) if text == "false" => Some(false),
            value => self.invalid(key, &value, "is neither `true` nor `false`"),
        }
    }

    fn enforce(&mut self, key: Key, value: Value) -> Option<Enforce> {
        match value {
            Value::Bool(flag) => Some(Enforce::from_flag(flag)),
            Value::String(text) if text == "true" => Some(Enforce::On),
            Value::String(text) if text == "false" => Some(Enforce::Off),
            Value::String(text) => {
                let enforce = Enforce::parse(&text);
                self.value_or_error(key, enforce.map_err(|violation| violation.help(ENFORCE_HELP)))
            }
            value => self.invalid(key, &value, "is not a value of `enforce`"),
        }
    }

    fn seconds(&mut self, key: Key, value: Value) -> Option<u32> {
        match value {
            Value::Number(text) | Value::String(text) => {
                self.value_or_error(key, seconds(text.trim()))
            }
            value => self.invalid(key, &value, "is not a duration"),
        }
    }

    fn list(&mut self, key: Key, value: Value) -> Option<List> {
        let list: List = match value {
            Value::String(text) => {
                self.builder.add_places(key, Places::OneString);
                split(&text).collect()
            }
            Value::List(values) => self.items(key, values)?,
            value => return self.invalid(key, &value, "is not a list of strings"),
        };
        if key == Key::Hosts && list.is_empty() {
            // An unset variable must not remove the protection.
            let violation =
                Violation::new(Rule::InvalidHost, "hosts", "is empty, which would allow any host");
            let help = "list the hosts, or leave `hosts` out to allow any host";
            self.builder.add_error(Some(key), key.name(), violation.help(help));
        }
        Some(list)
    }

    /// The strings of a list. An item of another type is an error; the rest is still checked.
    fn items(&mut self, key: Key, values: Vec<Value>) -> Option<List> {
        let was_empty = values.is_empty();
        let (mut strings, mut indices) = (Vec::new(), Vec::new());
        for (index, value) in values.into_iter().enumerate() {
            match value {
                Value::String(string) => {
                    strings.push(string);
                    indices.push(index);
                }
                value => {
                    let field = format!("{}[{index}]", key.name());
                    let violation =
                        Violation::new(Rule::InvalidValue, value.quoted(&field), "is not a string");
                    let violation = violation.help("write it in quotes");
                    self.builder.add_error(Some(key), &field, violation);
                }
            }
        }
        self.builder.add_places(key, Places::Indices(indices));
        (was_empty || !strings.is_empty()).then(|| strings.into_iter().collect())
    }

    fn value_or_error<T>(&mut self, key: Key, value: Result<T, Violation>) -> Option<T> {
        value.map_err(|violation| self.builder.add_error(Some(key), key.name(), violation)).ok()
    }

    fn invalid<T>(&mut self, key: Key, value: &Value, defect: &str) -> Option<T> {
        let violation = Violation::new(Rule::InvalidValue, value.quoted(key.name()), defect);
        self.value_or_error(key, Err(violation.help(help(key.kind()))))
    }
}

fn help(kind: Kind) -> &'static str {
    match kind {
        Kind::Flag | Kind::Danger => FLAG_HELP,
        Kind::Enforce => ENFORCE_HELP,
        Kind::Duration => DURATION_HELP,
        Kind::Origins | Kind::DebugOrigins | Kind::Methods | Kind::Headers | Kind::Hosts => {
            LIST_HELP
        }
        Kind::Policy | Kind::Crate => "leave it out",
    }
}

/// Parses digits as seconds, and other text as a duration.
#[expect(clippy::result_large_err, reason = "built once, for a person to read")]
fn seconds(text: &str) -> Result<u32, Violation> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return max_age::parse(text);
    }
    max_age::parse_seconds(text)
}
