//! The settings of a policy that differ from the defaults, as a map from keys to values. Snapshots and the Explorer
//! show these facts.

use std::{collections::BTreeMap, fmt};

use cors_rules::{
    each_setting,
    key::{Key, ValueKind},
};
use cors_runtime::{Enforce, List, Policy};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The value of a key in a snapshot or in the Explorer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Value {
    /// A key without a value. The field is always `true`, because a snapshot omits flags that are not set.
    Flag(bool),
    Seconds(u32),
    /// `none` or `dynamic(…)` for `origins`, or a value of `enforce` such as `isolate`.
    Text(String),
    List(Vec<String>),
}

pub(crate) type Facts = BTreeMap<Key, Value>;

/// The type of a setting, as a method of [`Policy`] returns it. An example is `bool` for `allow_credentials`.
trait Setting {
    /// Returns the value to show for this setting, or `None` if the setting has its default.
    fn fact(self) -> Option<Value>;
}

impl Setting for &List {
    fn fact(self) -> Option<Value> {
        (!self.is_empty()).then(|| Value::List(self.iter().map(str::to_owned).collect()))
    }
}

impl Setting for bool {
    fn fact(self) -> Option<Value> {
        self.then_some(Value::Flag(true))
    }
}

impl Setting for Option<u32> {
    fn fact(self) -> Option<Value> {
        self.map(Value::Seconds)
    }
}

impl Setting for Enforce {
    fn fact(self) -> Option<Value> {
        match self {
            Self::Off => None,
            Self::Isolate => Some(Value::Text("isolate".to_owned())),
            Self::Report => Some(Value::Text("report".to_owned())),
            _ => Some(Value::Flag(true)),
        }
    }
}

macro_rules! facts {
    ($($key:ident $name:ident $kind:ident $about:tt)*) => {
        /// Returns the settings that differ from the defaults.
        pub(crate) fn facts(policy: &Policy) -> Facts {
            let mut facts = Facts::new();
            $(facts.extend(policy.$name().fact().map(|value| (Key::$key, value)));)*
            let origins = match policy.dynamic_expression() {
                Some(source) => Some(format!("dynamic({})", one_line(source))),
                None => policy.is_none().then(|| "none".to_owned()),
            };
            facts.extend(origins.map(|text| (Key::Origins, Value::Text(text))));
            facts
        }
    };
}

each_setting!(facts);

/// Replaces each sequence of spaces and line breaks in an expression by one space.
fn one_line(source: &str) -> String {
    source.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Parses a line that [`line`] returned, such as `max_age 7200` or `allow_credentials`.
pub(crate) fn parse_line(line: &str) -> Option<(Key, Value)> {
    let (name, value) = line.split_once(' ').unwrap_or((line, ""));
    let key = key(name)?;
    Some((key, parse_value(key.kind(), value)?))
}

fn key(name: &str) -> Option<Key> {
    Key::SETTINGS.iter().copied().find(|key| key.name() == name)
}

fn parse_value(kind: ValueKind, text: &str) -> Option<Value> {
    let is_expression = text == "none" || text.starts_with("dynamic(");
    match kind {
        ValueKind::Origins if is_expression => Some(Value::Text(text.to_owned())),
        kind if kind.is_list() => {
            let values = text.split_whitespace().map(|value| value.trim_matches('"').to_owned());
            (!text.is_empty()).then(|| Value::List(values.collect()))
        }
        ValueKind::Duration => text.parse().ok().map(Value::Seconds),
        ValueKind::Enforce if matches!(text, "isolate" | "report") => {
            Some(Value::Text(text.to_owned()))
        }
        _ => text.is_empty().then_some(Value::Flag(true)),
    }
}

/// Serializes facts as a map from the names of keys to values.
pub(crate) fn serialize<S: Serializer>(facts: &Facts, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(facts.iter().map(|(key, value)| (key.name(), value)))
}

/// Deserializes facts. Rejects a fact if [`parse_line`] does not convert its [`line`] back to the same fact.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Facts, D::Error> {
    let named = BTreeMap::<String, Value>::deserialize(deserializer)?;
    let facts = named.into_iter().map(|(name, value)| {
        let key = key(&name).ok_or_else(|| D::Error::custom(format!("`{name}` is not a key")))?;
        match parse_line(&line(key, &value)) {
            Some((_, parsed)) if parsed == value => Ok((key, value)),
            _ => Err(D::Error::custom(format!("`{value}` is not a value of `{name}`"))),
        }
    });
    facts.collect()
}

/// Writes the value as it is in a line of a snapshot. A flag has no value there.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(_) => Ok(()),
            Self::Seconds(seconds) => seconds.fmt(f),
            Self::Text(text) => f.write_str(text),
            Self::List(values) => {
                let quoted = values.iter().map(|value| if value == "*" { "\"*\"" } else { value });
                f.write_str(&quoted.collect::<Vec<_>>().join(" "))
            }
        }
    }
}

/// Returns the line of a fact in a snapshot, without a trailing space.
pub(crate) fn line(key: Key, value: &Value) -> String {
    format!("{} {value}", key.name()).trim_end().to_owned()
}
