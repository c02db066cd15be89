//! The settings of a policy as text and as data.

use std::fmt;

use cors_rules::{each_setting, enforce::Enforce, key::Key};

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
        /// Writes the settings that are set, under the keys of the attribute.
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

/// The seconds for which Safari keeps a preflight response at most, even if `max_age` is longer:
/// <https://github.com/WebKit/WebKit/blob/main/Source/WebCore/loader/CrossOriginPreflightResultCache.cpp>.
const SAFARI_LIMIT: u32 = 600;

impl Policy {
    /// The settings except origins, under the keys of the attribute. Defaults are left out.
    pub(crate) fn settings_as_text(&self) -> Vec<String> {
        Key::SETTINGS.iter().filter_map(|key| self.setting_as_text(*key)).collect()
    }

    fn setting_as_text(&self, key: Key) -> Option<String> {
        let name = key.name();
        let flag = |is_set: bool| is_set.then(|| name.to_owned());
        match key {
            Key::Methods | Key::AllowHeaders | Key::ExposeHeaders | Key::Hosts => {
                let list = self.list(key).filter(|list| !list.is_empty())?;
                Some(format!("{name}={}", list.join(",")))
            }
            Key::AllowCredentials => flag(self.allow_credentials()),
            Key::MaxAge => Some(match self.max_age()? {
                seconds if seconds > SAFARI_LIMIT => {
                    format!("{name}={seconds} (Safari: {SAFARI_LIMIT})")
                }
                seconds => format!("{name}={seconds}"),
            }),
            Key::Enforce => match self.enforce() {
                Enforce::Isolate => Some(format!("{name}=isolate")),
                Enforce::Report => Some(format!("{name}=report")),
                enforce => flag(enforce.is_on()),
            },
            Key::DangerAllowInsecureOrigins => flag(self.danger_allow_insecure_origins()),
            Key::DangerAllowPublicSuffixes => flag(self.danger_allow_public_suffixes()),
            Key::DangerAllowNullOrigin => flag(self.danger_allow_null_origin()),
            Key::Origins | Key::DebugOrigins | Key::Policy | Key::Crate => None,
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

/// Writes all settings, defaults included, under the keys of the attribute. `origins` is `"dynamic"` if they are
/// known only at run time, and `null` if they are missing.
#[cfg(feature = "serde")]
impl serde::Serialize for Policy {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        let mut fields = serializer.serialize_struct("Policy", Key::SETTINGS.len())?;
        fields.serialize_field("origins", &self.origin_source())?;
        fields.serialize_field("debug_origins", self.debug_origins())?;
        fields.serialize_field("methods", self.methods())?;
        fields.serialize_field("allow_headers", self.allow_headers())?;
        fields.serialize_field("expose_headers", self.expose_headers())?;
        fields.serialize_field("allow_credentials", &self.allow_credentials())?;
        fields.serialize_field("max_age", &self.max_age())?;
        fields.serialize_field("enforce", &form(self.enforce()))?;
        fields.serialize_field("hosts", self.hosts())?;
        let dangers = self.dangers();
        fields.serialize_field("danger_allow_insecure_origins", &dangers.insecure_origins)?;
        fields.serialize_field("danger_allow_public_suffixes", &dangers.public_suffixes)?;
        fields.serialize_field("danger_allow_null_origin", &dangers.null_origin)?;
        fields.end()
    }
}

/// A value of `enforce`, as the attribute writes it.
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
