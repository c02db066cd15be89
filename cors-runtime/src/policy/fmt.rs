//! The settings of a policy as text and as data.

use std::fmt;

use cors_rules::{each_setting, enforce::Enforce};

use super::{OriginSource, Policy};

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
        /// The settings that are set, under the attribute's keys.
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

/// The seconds after which Safari forgets a preflight response, whatever `max_age` says:
/// <https://github.com/WebKit/WebKit/blob/main/Source/WebCore/loader/CrossOriginPreflightResultCache.cpp>.
const SAFARI_LIMIT: u32 = 600;

/// The text of a setting that is not a default. Origins have a column of their own.
macro_rules! setting_text {
    ($name:ident Origins $value:ident) => { None };
    ($name:ident DebugOrigins $value:ident) => { None };
    ($name:ident Flag $value:ident) => { $value.then(|| stringify!($name).to_owned()) };
    ($name:ident Danger $value:ident) => { setting_text!($name Flag $value) };
    ($name:ident Duration $value:ident) => {
        Some(match *$value > SAFARI_LIMIT {
            true => format!("{}={} (Safari: {SAFARI_LIMIT})", stringify!($name), $value),
            false => format!("{}={}", stringify!($name), $value),
        })
    };
    ($name:ident Enforce $value:ident) => {
        match $value {
            Enforce::Off => None,
            Enforce::Isolate => Some(concat!(stringify!($name), "=isolate").to_owned()),
            Enforce::Report => Some(concat!(stringify!($name), "=report").to_owned()),
            _ => Some(stringify!($name).to_owned()),
        }
    };
    ($name:ident $list:ident $value:ident) => {
        (!$value.is_empty()).then(|| format!("{}={}", stringify!($name), $value.join(",")))
    };
}

macro_rules! settings_as_text {
    ($($key:ident $name:ident $kind:ident $about:tt)*) => {
        impl Policy {
            /// The settings besides origins, under the attribute's keys. Defaults are left out.
            pub(crate) fn settings_as_text(&self) -> Vec<String> {
                let texts = [
                    $(self.$name.as_ref().and_then(|_value| setting_text!($name $kind _value)),)*
                ];
                texts.into_iter().flatten().collect()
            }
        }
    };
}

each_setting!(settings_as_text);

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

/// Under the attribute's keys, defaults included. `origins` is `"dynamic"` if they are known only at
/// run time, and `null` if they are missing.
#[cfg(feature = "serde")]
impl serde::Serialize for Policy {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        macro_rules! value {
            ($name:ident Origins) => {
                self.origin_source()
            };
            ($name:ident Danger) => {
                self.$name.unwrap_or_default()
            };
            ($name:ident Enforce) => {
                form(self.$name())
            };
            ($name:ident $kind:ident) => {
                self.$name()
            };
        }
        macro_rules! fields {
            ($($key:ident $name:ident $kind:ident $about:tt)*) => {{
                let count = [$(stringify!($name)),*].len();
                let mut fields = serializer.serialize_struct("Policy", count)?;
                $(fields.serialize_field(stringify!($name), &value!($name $kind))?;)*
                fields.end()
            }};
        }
        each_setting!(fields)
    }
}

/// A bool, or the name of the form.
#[cfg(feature = "serde")]
#[derive(serde::Serialize)]
#[serde(untagged)]
enum Form {
    Bool(bool),
    Name(&'static str),
}

#[cfg(feature = "serde")]
fn form(enforce: Enforce) -> Form {
    match enforce {
        Enforce::Isolate => Form::Name("isolate"),
        Enforce::Report => Form::Name("report"),
        enforce => Form::Bool(enforce.is_on()),
    }
}
