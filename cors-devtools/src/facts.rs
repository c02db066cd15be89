//! The settings of a policy that differ from the defaults, as a map from keys to values. Snapshots and the Explorer
//! show these facts.

use std::{collections::BTreeMap, fmt};

use cors_rules::key::{Key, ValueKind};
use cors_runtime::{Enforce, List, Policy};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The value of a key in a snapshot or in the Explorer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Value {
    /// A key without a value. The field is always `true`, because a snapshot omits flags that are not set.
    Flag(bool),
    Seconds(u32),
    /// `none`, `dynamic(…)`, or a form of `enforce`.
    Text(String),
    List(Vec<String>),
}

pub(crate) type Facts = BTreeMap<Key, Value>;

/// Returns the settings that differ from the defaults.
pub(crate) fn facts(policy: &Policy) -> Facts {
    let mut facts = Facts::new();
    let origins = match policy.dynamic_expression() {
        Some(source) => Value::Text(format!("dynamic({})", one_line(source))),
        None if policy.is_none() => Value::Text("none".to_owned()),
        None => list(policy.origins()),
    };
    let lists = [
        (Key::Origins, origins),
        (Key::DebugOrigins, list(policy.debug_origins())),
        (Key::Methods, list(policy.methods())),
        (Key::AllowHeaders, list(policy.allow_headers())),
        (Key::ExposeHeaders, list(policy.expose_headers())),
        (Key::Hosts, list(policy.hosts())),
    ];
    facts.extend(lists.into_iter().filter(|(_, value)| *value != Value::List(Vec::new())));
    facts.extend(policy.max_age().map(|seconds| (Key::MaxAge, Value::Seconds(seconds))));
    let enforce = match policy.enforce() {
        Enforce::Off => None,
        Enforce::Isolate => Some(Value::Text("isolate".to_owned())),
        Enforce::Report => Some(Value::Text("report".to_owned())),
        _ => Some(Value::Flag(true)),
    };
    facts.extend(enforce.map(|value| (Key::Enforce, value)));
    let flags = [
        (Key::AllowCredentials, policy.allow_credentials()),
        (Key::DangerAllowInsecureOrigins, policy.danger_allow_insecure_origins()),
        (Key::DangerAllowPublicSuffixes, policy.danger_allow_public_suffixes()),
        (Key::DangerAllowNullOrigin, policy.danger_allow_null_origin()),
    ];
    let set = flags.into_iter().filter(|(_, flag)| *flag);
    facts.extend(set.map(|(key, flag)| (key, Value::Flag(flag))));
    facts
}

fn list(values: &List) -> Value {
    Value::List(values.iter().map(str::to_owned).collect())
}

/// Replaces each sequence of spaces and line breaks in an expression by one space.
fn one_line(source: &str) -> String {
    source.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Parses a line that [`line`] wrote: a key, a space and a value.
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

/// Deserializes facts. A fact is valid if [`parse_line`] parses its [`line`] to the same fact.
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
