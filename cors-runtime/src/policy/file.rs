//! A policy from a file or the environment.
//!
//! serde reads each field as a [`Value`] of any type. So every error can be reported at once, in the
//! words of the rules, whatever the format.

use std::fmt;

use cors_rules::{
    Rule, Violation,
    enforce::Enforce,
    key::{self, Key, Kind},
    max_age, origin,
};
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};

use super::{List, OriginSource, Policy, PolicyBuilder, PolicyErrors, file_value::Value};
use cors_rules::each_setting;

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

/// A format puts its own words around this text, often on the same line: the name of the field that
/// holds the policy in front, the position behind. So several errors have a heading, and the text
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
        let mut reader = Reader { builder: Policy::builder(), seen: Vec::new(), meant: Vec::new() };
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            reader.read(&name, value);
        }
        Ok(reader.finish())
    }
}

struct Reader {
    builder: PolicyBuilder,
    /// The keys that were read.
    seen: Vec<Key>,
    /// The keys that unknown keys resemble.
    meant: Vec<Key>,
}

const FLAG: &str = "write `true` or `false`";
const ENFORCE: &str = "write `true`, `false`, `isolate` or `report`";
const DURATION: &str = "write seconds as a number, or a duration such as `2h`";
const LIST: &str = "write a list of strings, or one string with commas between";

macro_rules! read_setting {
    ($reader:ident $name:ident Origins $value:ident) => {
        $reader.list(Key::Origins, $value).map(OriginSource::Listed)
    };
    ($reader:ident $name:ident Flag $value:ident) => {
        $reader.flag(stringify!($name), $value)
    };
    ($reader:ident $name:ident Danger $value:ident) => {
        $reader.flag(stringify!($name), $value)
    };
    ($reader:ident $name:ident Duration $value:ident) => {
        $reader.seconds(stringify!($name), $value)
    };
    ($reader:ident $name:ident Enforce $value:ident) => {
        $reader.enforce(stringify!($name), $value)
    };
    ($reader:ident $name:ident $list:ident $value:ident) => {
        match Key::named(stringify!($name)) {
            Some(key) => $reader.list(key, $value),
            None => None,
        }
    };
}

macro_rules! read_settings {
    ($($key:ident $name:ident $kind:ident $about:tt)*) => {
        impl Reader {
            fn set(&mut self, key: Key, value: Value) {
                match key {
                    $(Key::$key => {
                        self.builder.policy.$name = read_setting!(self $name $kind value);
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
            let violation = Violation::new(Rule::DuplicateKey, name, "is written twice");
            return self.builder.add_error(name, violation.help("leave one out"));
        }
        self.seen.push(key);
        if let Value::Null = value {
            // A default could allow more than was meant, as for a list whose items are commented out.
            let violation = Violation::new(Rule::InvalidValue, name, "has no value");
            let help = format!("{}, or leave `{name}` out", help(key.kind()));
            return self.builder.add_error(name, violation.help(&help));
        }
        self.set(key, value);
    }

    fn report_unknown(&mut self, name: &str) {
        let violation = Violation::new(Rule::UnknownKey, name, "is not a key of a policy");
        let violation = match key::meant(name, Key::SETTINGS) {
            Some(meant) => {
                self.meant.push(meant);
                violation.write(meant.name())
            }
            None => violation.help(&key::sentence(Key::SETTINGS)),
        };
        self.builder.add_error(name, violation);
    }

    fn finish(mut self) -> PolicyBuilder {
        if !self.seen.contains(&Key::Origins) && !self.meant.contains(&Key::Origins) {
            self.builder.add_error("origins", origin::missing("origins"));
        }
        self.builder
    }

    fn flag(&mut self, name: &str, value: Value) -> Option<bool> {
        match value {
            Value::Bool(flag) => Some(flag),
            // An environment variable is a string.
            Value::String(text) if text == "true" => Some(true),
            Value::String(text) if text == "false" => Some(false),
            value => self.invalid(name, &value, "is neither `true` nor `false`", FLAG),
        }
    }

    fn enforce(&mut self, name: &str, value: Value) -> Option<Enforce> {
        match value {
            Value::Bool(flag) => Some(Enforce::from_flag(flag)),
            Value::String(text) if text == "true" => Some(Enforce::On),
            Value::String(text) if text == "false" => Some(Enforce::Off),
            Value::String(text) => match Enforce::parse(&text) {
                Ok(enforce) => Some(enforce),
                Err(violation) => {
                    self.builder.add_error(name, violation.help(ENFORCE));
                    None
                }
            },
            value => self.invalid(name, &value, "is not a value of `enforce`", ENFORCE),
        }
    }

    fn seconds(&mut self, name: &str, value: Value) -> Option<u32> {
        let seconds = match value {
            Value::Number(text) | Value::String(text) => seconds(text.trim()),
            value => return self.invalid(name, &value, "is not a duration", DURATION),
        };
        match seconds {
            Ok(seconds) => Some(seconds),
            Err(violation) => {
                self.builder.add_error(name, violation);
                None
            }
        }
    }

    fn list(&mut self, key: Key, value: Value) -> Option<List> {
        let name = key.name();
        let list: List = match value {
            Value::String(text) => {
                self.builder.split.push(key);
                let items = text.split(|c: char| c == ',' || c.is_whitespace());
                items.filter(|item| !item.is_empty()).collect()
            }
            Value::List(values) => self.items(key, values)?,
            value => return self.invalid(name, &value, "is not a list of strings", LIST),
        };
        if key == Key::Hosts && list.is_empty() {
            // An unset variable must not remove the protection.
            let violation =
                Violation::new(Rule::InvalidHost, "hosts", "lists no host, so any host would pass");
            self.builder.add_error(
                name,
                violation.help("list the hosts, or leave `hosts` out to let any host pass"),
            );
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
                    self.builder.add_error(&field, violation.help("write it in quotes"));
                }
            }
        }
        self.builder.indices.push((key, indices));
        (was_empty || !strings.is_empty()).then(|| strings.into_iter().collect())
    }

    fn invalid<T>(&mut self, name: &str, value: &Value, defect: &str, help: &str) -> Option<T> {
        let violation = Violation::new(Rule::InvalidValue, value.quoted(name), defect);
        self.builder.add_error(name, violation.help(help));
        None
    }
}

fn help(kind: Kind) -> &'static str {
    match kind {
        Kind::Flag | Kind::Danger => FLAG,
        Kind::Enforce => ENFORCE,
        Kind::Duration => DURATION,
        Kind::Origins | Kind::DebugOrigins | Kind::Methods | Kind::Headers | Kind::Hosts => LIST,
        Kind::Policy | Kind::Crate => "leave it out",
    }
}

/// Seconds in digits, or a duration.
#[expect(clippy::result_large_err, reason = "built once, for a person to read")]
fn seconds(text: &str) -> Result<u32, Violation> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return max_age::parse(text);
    }
    match text.parse() {
        Ok(seconds) => max_age::check(seconds),
        Err(_) => Err(max_age::not_seconds(text)),
    }
}
