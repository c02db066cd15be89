//! The settings of a policy as text and as data.

use std::fmt;

use cors_rules::each_setting;
#[cfg(feature = "serde")]
use cors_rules::enforce::Enforce;

use super::{OriginSource, Policy};

impl fmt::Debug for OriginSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listed(origins) => fmt::Debug::fmt(origins, f),
            Self::None => f.write_str("none"),
            Self::Dynamic(expression, _) => write!(f, "dynamic({expression})"),
            Self::DynamicAsync(expression, _) => write!(f, "dynamic_async({expression})"),
            Self::Set(_) => f.write_str("set"),
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

#[cfg(feature = "serde")]
impl serde::Serialize for OriginSource {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Listed(origins) => origins.serialize(serializer),
            Self::None => serializer.serialize_str("none"),
            Self::Dynamic(..) | Self::DynamicAsync(..) | Self::Set(_) => {
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
