//! The `Debug` output of a policy, its entries in the table of `policies()`, and its serialized form.

use std::fmt;

use cors_rules::{each_setting, enforce::Enforce, key::Key};

use super::{OriginSource, Policy, Setting};

impl fmt::Debug for OriginSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listed(origins) => fmt::Debug::fmt(origins, f),
            Self::None => f.write_str("none"),
            Self::Dynamic(expression, _) => write!(f, "dynamic({expression})"),
            Self::DynamicAsync(expression, _) => write!(f, "dynamic_async({expression})"),
            Self::Value(_) => f.write_str("set"),
        }
    }
}

macro_rules! debug_settings {
    ($($key:ident $name:ident $kind:ident $about:tt)*) => {
        /// Writes only the settings that have a value, with the names of their keys.
        impl fmt::Debug for Policy {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut debug = f.debug_struct("Policy");
                $(if let Some(value) = &self.$name {
                    debug.field(stringify!($name), value);
                })*
                debug.finish()
            }
        }
    };
}

each_setting!(debug_settings);

/// The maximum number of seconds for which Safari keeps a preflight response, even if `max_age` is longer:
/// <https://github.com/WebKit/WebKit/blob/main/Source/WebCore/loader/CrossOriginPreflightResultCache.cpp>.
const SAFARI_LIMIT: u32 = 600;

impl Policy {
    /// Returns the settings for the table of `policies()`. Leaves out defaults, and `origins` and `debug_origins`, which
    /// have a column of their own.
    pub(crate) fn settings_as_text(&self) -> Vec<String> {
        Key::SETTINGS.iter().filter_map(|key| self.setting_as_text(*key)).collect()
    }

    fn setting_as_text(&self, key: Key) -> Option<String> {
        let name = key.name();
        match self.setting(key)? {
            Setting::List(list) if key != Key::DebugOrigins && !list.is_empty() => {
                Some(format!("{name}={}", list.join(",")))
            }
            Setting::Origins(_) | Setting::List(_) => None,
            Setting::Flag(flag) => flag.then(|| name.to_owned()),
            Setting::Seconds(seconds) if seconds > SAFARI_LIMIT => {
                Some(format!("{name}={seconds} (Safari: {SAFARI_LIMIT})"))
            }
            Setting::Seconds(seconds) => Some(format!("{name}={seconds}")),
            Setting::Enforce(Enforce::Isolate) => Some(format!("{name}=isolate")),
            Setting::Enforce(Enforce::Report) => Some(format!("{name}=report")),
            Setting::Enforce(enforce) => enforce.is_on().then(|| name.to_owned()),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for OriginSource {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Listed(origins) => origins.serialize(serializer),
            Self::None => serializer.serialize_str("none"),
            Self::Dynamic(..) | Self::DynamicAsync(..) | Self::Value(_) => {
                serializer.serialize_str("dynamic")
            }
        }
    }
}

/// Writes all settings, defaults included, with the names of their keys. `origins` is a list or one of three other
/// values: `"none"` for `#[cors(none)]`, `"dynamic"` if the origins are known only at run time, and `null` if they are
/// missing.
#[cfg(feature = "serde")]
impl serde::Serialize for Policy {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        macro_rules! value {
            ($name:ident Origins) => {
                self.origin_source()
            };
            ($name:ident Enforce) => {
                EnforceForm(self.$name())
            };
            ($name:ident $kind:ident) => {
                self.$name()
            };
        }
        macro_rules! serialize_fields {
            ($($key:ident $name:ident $kind:ident $about:tt)*) => {{
                let mut fields = serializer.serialize_struct("Policy", Key::SETTINGS.len())?;
                $(fields.serialize_field(stringify!($name), &value!($name $kind))?;)*
                fields.end()
            }};
        }
        each_setting!(serialize_fields)
    }
}

/// Writes `enforce` as the attribute does: `true`, `false`, or a name such as `isolate`.
#[cfg(feature = "serde")]
struct EnforceForm(Enforce);

#[cfg(feature = "serde")]
impl serde::Serialize for EnforceForm {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Enforce::Isolate => serializer.serialize_str("isolate"),
            Enforce::Report => serializer.serialize_str("report"),
            enforce => serializer.serialize_bool(enforce.is_on()),
        }
    }
}
