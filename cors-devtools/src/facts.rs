//! The settings of a policy as facts: the keys of the attribute, each with its value.

use std::{collections::BTreeMap, fmt};

use cors_runtime::{Enforce, Policy};
use serde::{Deserialize, Serialize};

macro_rules! keys {
    ($($key:ident $name:literal)*) => {
        /// A key of the attribute, in the order in which a snapshot lists them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub(crate) enum Key {
            $(#[serde(rename = $name)] $key,)*
        }

        impl Key {
            const ALL: &[Self] = &[$(Self::$key),*];

            pub(crate) const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$key => $name,)*
                }
            }
        }
    };
}

keys! {
    Origins "origins"
    DebugOrigins "debug_origins"
    Methods "methods"
    AllowHeaders "allow_headers"
    ExposeHeaders "expose_headers"
    AllowCredentials "allow_credentials"
    MaxAge "max_age"
    Enforce "enforce"
    Hosts "hosts"
    DangerInsecureOrigins "danger_allow_insecure_origins"
    DangerPublicSuffixes "danger_allow_public_suffixes"
    DangerNullOrigin "danger_allow_null_origin"
}

/// The value of a key, as a snapshot writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Value {
    /// The key alone; always `true`, because defaults are left out.
    Flag(bool),
    Seconds(u32),
    /// `none`, `dynamic(…)`, or a form of `enforce`.
    Text(String),
    List(Vec<String>),
}

pub(crate) type Facts = BTreeMap<Key, Value>;

/// Returns the settings that are not defaults.
pub(crate) fn facts(policy: &Policy) -> Facts {
    let mut facts = Facts::new();
    let origins = match policy.dynamic_origins() {
        Some(source) => Value::Text(format!("dynamic({})", one_line(source))),
        None if policy.is_none() => Value::Text("none".to_owned()),
        None => list(policy.origins().iter()),
    };
    let lists = [
        (Key::Origins, origins),
        (Key::DebugOrigins, list(policy.debug_origins().iter())),
        (Key::Methods, list(policy.methods().iter())),
        (Key::AllowHeaders, list(policy.allow_headers().iter())),
        (Key::ExposeHeaders, list(policy.expose_headers().iter())),
        (Key::Hosts, list(policy.hosts().iter())),
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
        (Key::DangerInsecureOrigins, policy.danger_allow_insecure_origins()),
        (Key::DangerPublicSuffixes, policy.danger_allow_public_suffixes()),
        (Key::DangerNullOrigin, policy.danger_allow_null_origin()),
    ];
    let set = flags.into_iter().filter(|(_, flag)| *flag);
    facts.extend(set.map(|(key, flag)| (key, Value::Flag(flag))));
    facts
}

fn list<T: ToString>(values: impl Iterator<Item = T>) -> Value {
    Value::List(values.map(|value| value.to_string()).collect())
}

/// An expression keeps its meaning without its line breaks.
fn one_line(source: &str) -> String {
    source.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Key {
    /// Parses a fact as `Display` writes it: the key, a space, the value.
    pub(crate) fn parse_fact(line: &str) -> Option<(Self, Value)> {
        let (name, value) = line.split_once(' ').unwrap_or((line, ""));
        let key = *Self::ALL.iter().find(|key| key.as_str() == name)?;
        Some((key, key.parse_value(value)?))
    }

    fn parse_value(self, text: &str) -> Option<Value> {
        let is_expression = text == "none" || text.starts_with("dynamic(");
        Some(match self {
            Self::Origins if is_expression => Value::Text(text.to_owned()),
            Self::Origins
            | Self::DebugOrigins
            | Self::Methods
            | Self::AllowHeaders
            | Self::ExposeHeaders
            | Self::Hosts => {
                let values =
                    text.split_whitespace().map(|value| value.trim_matches('"').to_owned());
                Some(Value::List(values.collect())).filter(|_| !text.is_empty())?
            }
            Self::MaxAge => Value::Seconds(text.parse().ok()?),
            Self::Enforce if matches!(text, "isolate" | "report") => Value::Text(text.to_owned()),
            Self::Enforce
            | Self::AllowCredentials
            | Self::DangerInsecureOrigins
            | Self::DangerPublicSuffixes
            | Self::DangerNullOrigin => Some(Value::Flag(true)).filter(|_| text.is_empty())?,
        })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Empty for a flag, which is its key alone.
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

/// Returns the line of a fact, without a space at its end.
pub(crate) fn line(key: Key, value: &Value) -> String {
    format!("{key} {value}").trim_end().to_owned()
}
