//! The settings of a policy that differ from the defaults, as a map from keys to values. Snapshots and the Explorer
//! show these facts.

use std::{collections::BTreeMap, fmt};

use cors_rules::key::{Key, ValueKind};
use cors_runtime::Policy;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The value of a key in a snapshot or in the Explorer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Value {
    /// A key without a value, such as `allow_credentials`. In [`Facts`], the field is always `true`, because a flag
    /// that is not set has no entry.
    Flag(bool),
    Seconds(u32),
    /// `none` or `dynamic(…)` for `origins`, or a value of `enforce` such as `isolate`.
    Text(String),
    List(Vec<String>),
}

pub(crate) type Facts = BTreeMap<Key, Value>;

/// Returns the settings that differ from the defaults.
pub(crate) fn facts(policy: &Policy) -> Facts {
    let settings = serde_json::to_value(policy).unwrap_or_default();
    let fact = |key: Key| {
        let value = Value::deserialize(settings.get(key.name())?).ok()?;
        (!value.is_default()).then_some((key, value))
    };
    let mut facts: Facts = Key::SETTINGS.iter().copied().filter_map(fact).collect();
    if let Some(source) = policy.dynamic_expression() {
        // A fact has one line, but the expression can have line breaks.
        let source = source.split_whitespace().collect::<Vec<_>>().join(" ");
        facts.insert(Key::Origins, Value::Text(format!("dynamic({source})")));
    }
    facts
}

impl Value {
    fn is_default(&self) -> bool {
        match self {
            Self::Flag(is_set) => !is_set,
            Self::List(values) => values.is_empty(),
            Self::Seconds(_) | Self::Text(_) => false,
        }
    }
}

/// Parses a line that [`line`] returned, such as `max_age 7200` or `allow_credentials`.
pub(crate) fn parse_line(line: &str) -> Option<(Key, Value)> {
    let (name, value) = line.split_once(' ').unwrap_or((line, ""));
    let key = Key::named(name)?;
    Some((key, parse_value(key.kind(), value)?))
}

fn parse_value(kind: ValueKind, text: &str) -> Option<Value> {
    match kind {
        ValueKind::Origins if text == "none" || text.starts_with("dynamic(") => {
            Some(Value::Text(text.to_owned()))
        }
        ValueKind::Origins
        | ValueKind::DebugOrigins
        | ValueKind::Methods
        | ValueKind::RequestHeaders
        | ValueKind::ResponseHeaders
        | ValueKind::Hosts => {
            let values = text.split_whitespace().map(|value| value.trim_matches('"').to_owned());
            (!text.is_empty()).then(|| Value::List(values.collect()))
        }
        ValueKind::Duration => text.parse().ok().map(Value::Seconds),
        ValueKind::Enforce if matches!(text, "isolate" | "report") => {
            Some(Value::Text(text.to_owned()))
        }
        ValueKind::Enforce | ValueKind::Flag | ValueKind::Danger => {
            text.is_empty().then_some(Value::Flag(true))
        }
        ValueKind::Policy | ValueKind::Crate => None,
    }
}

/// Serializes facts as a map from the names of keys to values.
pub(crate) fn serialize<S: Serializer>(facts: &Facts, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(facts.iter().map(|(key, value)| (key.name(), value)))
}

/// Deserializes facts. Rejects a fact if [`parse_line`] does not convert its [`line`] back to the same fact, because
/// the value is then not valid for the key.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Facts, D::Error> {
    let named = BTreeMap::<String, Value>::deserialize(deserializer)?;
    let facts = named.into_iter().map(|(name, value)| {
        let key = Key::named(&name);
        let key = key.ok_or_else(|| D::Error::custom(format!("`{name}` is not a key")))?;
        match parse_line(&line(key, &value)) {
            Some((_, parsed)) if parsed == value => Ok((key, value)),
            _ => Err(D::Error::custom(format!("`{value}` is not a value of `{name}`"))),
        }
    });
    facts.collect()
}

/// Writes the value as in a line of a snapshot, such as `7200` in `max_age 7200`. Writes nothing for a flag, because
/// its line has only the key.
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
