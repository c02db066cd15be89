//! Deserialization of a policy from a file or from environment variables.
//!
//! serde reads each field as a [`FileValue`], which accepts any type. So the parser of the file format does not stop at
//! a value of a wrong type. This module and `cors-rules` find the errors in all fields, and report them at once.

mod value;

use std::fmt;

use cors_rules::{
    Rule, Violation, each_setting,
    enforce::Enforce,
    key::{self, Key, Meaning, ValueKind},
    max_age,
};
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};

use self::value::FileValue;
use super::{
    List, OriginSource, Policy, PolicyBuilder, PolicyErrors, list::split, with_run_time_help,
};

/// Reads and checks a policy. The keys and the rules are those of [`#[cors]`](macro@crate::cors). A list may be one
/// string with commas or spaces between its items. All errors are reported at once.
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

/// Reads the settings. [`PolicyBuilder::build`] later returns the errors in the values. This function fails only for a
/// file that is malformed or not a map.
impl<'de> Deserialize<'de> for PolicyBuilder {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(BuilderVisitor)
    }
}

/// The errors as the message of a serde error. File formats add a field before the message and a position after the
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

struct BuilderVisitor;

impl<'de> Visitor<'de> for BuilderVisitor {
    type Value = PolicyBuilder;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a CORS policy, as in `origins: [\"https://app.example.com\"]`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PolicyBuilder, A::Error> {
        let mut reader = Reader { builder: Policy::builder(), seen: Vec::new() };
        reader.builder.requires_origins = true;
        while let Some((name, value)) = map.next_entry::<String, FileValue>()? {
            reader.read(&name, value);
        }
        Ok(reader.builder)
    }
}

struct Reader {
    builder: PolicyBuilder,
    /// The keys that were already read, to detect duplicates.
    seen: Vec<Key>,
}

/// The type of a setting that can be read from a file.
trait FromFile: Sized {
    /// Returns the setting. If the value is invalid, adds an error to the builder and returns `None`.
    fn read(reader: &mut Reader, key: Key, value: FileValue) -> Option<Self>;
}

impl FromFile for OriginSource {
    fn read(reader: &mut Reader, key: Key, value: FileValue) -> Option<Self> {
        reader.list(key, value).map(Self::Listed)
    }
}

impl FromFile for List {
    fn read(reader: &mut Reader, key: Key, value: FileValue) -> Option<Self> {
        reader.list(key, value)
    }
}

impl FromFile for bool {
    fn read(reader: &mut Reader, key: Key, value: FileValue) -> Option<Self> {
        reader.flag(key, &value)
    }
}

impl FromFile for u32 {
    fn read(reader: &mut Reader, key: Key, value: FileValue) -> Option<Self> {
        reader.seconds(key, &value)
    }
}

impl FromFile for Enforce {
    fn read(reader: &mut Reader, key: Key, value: FileValue) -> Option<Self> {
        reader.enforce(key, &value)
    }
}

macro_rules! store_settings {
    ($($key:ident $name:ident $kind:ident $about:tt)*) => {
        impl Reader {
            fn store(&mut self, key: Key, value: FileValue) {
                match key {
                    $(Key::$key => self.builder.policy.$name = FromFile::read(self, key, value),)*
                    Key::Policy | Key::Crate => {}
                }
            }
        }
    };
}

each_setting!(store_settings);

impl Reader {
    fn read(&mut self, name: &str, value: FileValue) {
        let Some(key) = Key::SETTINGS.iter().copied().find(|key| key.name() == name) else {
            return self.report_unknown(name);
        };
        if self.seen.contains(&key) {
            let violation = Violation::new(Rule::DuplicateKey, name, "is set twice");
            return self.builder.add_error(Some(key), name, violation.help("remove one"));
        }
        self.seen.push(key);
        if let FileValue::Null = value {
            // A key without a value is an error, since the default may allow more than the author meant. In YAML, for
            // example, a list has no value if all its items are commented out.
            let violation = Violation::new(Rule::InvalidValue, name, "has no value");
            let help = format!("{}, or leave `{name}` out", help(key.kind()));
            return self.builder.add_error(Some(key), name, violation.help(&help));
        }
        self.store(key, value);
    }

    fn report_unknown(&mut self, name: &str) {
        let violation = Violation::new(Rule::UnknownKey, name, "is not a key of a policy");
        let (violation, key) = match key::translate_word(name) {
            Some(Meaning::Key(Key::Policy)) => {
                let help = "extend a policy in the code, with `Policy::to_builder`";
                (violation.help(help), Some(Key::Origins))
            }
            Some(Meaning::NoOrigin) => {
                (violation.help("use `Policy::NONE` in place of the file"), Some(Key::Origins))
            }
            Some(Meaning::Setting(key, value @ "false")) => {
                let help = format!("set `{}` to `{value}`", key.name());
                (violation.help(&help), Some(key))
            }
            Some(Meaning::Key(key) | Meaning::Setting(key, _)) if key != Key::Crate => {
                (violation.write(key.name()), Some(key))
            }
            Some(Meaning::Function) => {
                let help = "pass the function to `Cors::origins`, since a file has values only";
                (violation.help(help), Some(Key::Origins))
            }
            Some(Meaning::NotNeeded(help)) => {
                let help = violation.help(help);
                (with_run_time_help(help, "use `Policy::NONE` in place of the file"), None)
            }
            _ => (violation.help(&key::sentence(Key::SETTINGS)), Some(Key::Origins)),
        };
        if key == Some(Key::Origins) {
            // The author probably meant this key to set the origins. An error for missing origins would be a second
            // error for the same mistake.
            self.builder.requires_origins = false;
        }
        self.builder.add_error(None, name, violation);
    }

    fn flag(&mut self, key: Key, value: &FileValue) -> Option<bool> {
        match value {
            FileValue::Bool(flag) => Some(*flag),
            // Environment variables contain only strings, so the string `true` counts as the flag.
            FileValue::String(text) if text == "true" => Some(true),
            FileValue::String(text) if text == "false" => Some(false),
            value => self.invalid(key, value, "is neither `true` nor `false`"),
        }
    }

    fn enforce(&mut self, key: Key, value: &FileValue) -> Option<Enforce> {
        match value {
            FileValue::Bool(flag) => Some(Enforce::from_flag(*flag)),
            FileValue::String(text) if text == "true" => Some(Enforce::On),
            FileValue::String(text) if text == "false" => Some(Enforce::Off),
            FileValue::String(text) => {
                let enforce = Enforce::parse(text);
                let help = help(key.kind());
                self.value_or_error(key, enforce.map_err(|violation| violation.help(help)))
            }
            value => self.invalid(key, value, "is not a value of `enforce`"),
        }
    }

    fn seconds(&mut self, key: Key, value: &FileValue) -> Option<u32> {
        match value {
            FileValue::Number(text) | FileValue::String(text) => {
                self.value_or_error(key, seconds(text.trim()))
            }
            value => self.invalid(key, value, "is not a duration"),
        }
    }

    fn list(&mut self, key: Key, value: FileValue) -> Option<List> {
        let list: List = match value {
            FileValue::String(text) => {
                self.builder.add_item_indices(key, None);
                split(&text).collect()
            }
            FileValue::List(values) => self.items(key, values)?,
            value => return self.invalid(key, &value, "is not a list of strings"),
        };
        if key == Key::Hosts && list.is_empty() {
            // An empty list would allow any host. An empty environment variable must not turn the check of the host
            // off.
            let violation =
                Violation::new(Rule::InvalidHost, "hosts", "is empty, which would allow any host");
            let help = "list the hosts, or leave `hosts` out to allow any host";
            self.builder.add_error(Some(key), key.name(), violation.help(help));
        }
        Some(list)
    }

    /// Returns the strings of a list, and adds an error for each item that is not a string. Returns `None` if the list
    /// has items but no string.
    fn items(&mut self, key: Key, values: Vec<FileValue>) -> Option<List> {
        let was_empty = values.is_empty();
        let (mut strings, mut indices) = (Vec::new(), Vec::new());
        for (index, value) in values.into_iter().enumerate() {
            match value {
                FileValue::String(string) => {
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
        self.builder.add_item_indices(key, Some(indices));
        (was_empty || !strings.is_empty()).then(|| strings.into_iter().collect())
    }

    fn value_or_error<T>(&mut self, key: Key, value: Result<T, Violation>) -> Option<T> {
        value.map_err(|violation| self.builder.add_error(Some(key), key.name(), violation)).ok()
    }

    fn invalid<T>(&mut self, key: Key, value: &FileValue, defect: &str) -> Option<T> {
        let violation = Violation::new(Rule::InvalidValue, value.quoted(key.name()), defect);
        self.value_or_error(key, Err(violation.help(help(key.kind()))))
    }
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
#[expect(clippy::result_large_err, reason = "built once, for a person to read")]
fn seconds(text: &str) -> Result<u32, Violation> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return max_age::parse(text);
    }
    max_age::parse_seconds(text)
}
