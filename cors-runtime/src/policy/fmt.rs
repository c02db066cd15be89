//! The `Debug` output of a policy, and its entries in the table of `policies()`.

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
    /// Returns the settings for the table of `policies()`. Leaves out settings without a value, empty lists, and the
    /// value `false`. Also leaves out `origins` and `debug_origins`, which have a column of their own.
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
