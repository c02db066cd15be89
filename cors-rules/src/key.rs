//! The keys of a policy. The enum [`Key`] is generated from the table in the macro `each_key!`.

mod spelling;
mod table;
mod words;

pub use spelling::snake_case;
pub use words::{Meaning, code_for_word, translate_word};

use crate::{ascii, each_key};

/// The type of a key's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// One origin pattern, a list of them, `dynamic(…)` or `dynamic_async(…)`.
    Origins,
    /// One origin pattern or a list of them, only for debug builds.
    DebugOrigins,
    /// One method or a list of them.
    Methods,
    /// One name of a request header or a list of them.
    RequestHeaders,
    /// One name of a response header or a list of them.
    ResponseHeaders,
    /// One host pattern or a list of them.
    Hosts,
    /// `true` or `false`. A key without a value means `true`.
    Flag,
    /// A flag that permits a dangerous setting.
    Danger,
    /// A number of seconds, or a duration with one unit, such as `10m`.
    Duration,
    /// `true`, `false`, `"isolate"` or `"report"`. A key without a value means `true`.
    Enforce,
    /// The path of a const policy.
    Policy,
    /// The path of the crate `cors-runtime`.
    Crate,
}

impl ValueKind {
    /// Returns whether the value can be a list.
    pub const fn is_list(self) -> bool {
        self.is_headers()
            || matches!(self, Self::Origins | Self::DebugOrigins | Self::Methods | Self::Hosts)
    }

    /// Returns whether the value is a header name or a list of them.
    pub const fn is_headers(self) -> bool {
        matches!(self, Self::RequestHeaders | Self::ResponseHeaders)
    }

    /// Returns whether a list of this kind contains a value. The comparison ignores ASCII case for header names only.
    pub const fn list_contains(self, list: &[&str], value: &str) -> bool {
        match self.is_headers() {
            true => ascii::contains_ignoring_case(list, value),
            false => ascii::contains(list, value),
        }
    }
}

macro_rules! keys {
    ($($variant:ident $name:ident $kind:ident {
        takes: $takes:literal,
        default: $default:literal,
        example: $example:literal,
        section: $section:literal,
        other_names: [$($other_name:literal),* $(,)?],
    })*) => {
        /// A key of `#[cors(…)]`. `policy!(…)` accepts every key except `crate`, and a settings file accepts
        /// [`Key::SETTINGS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Key {
            $(#[doc = $takes] $variant,)*
        }

        impl Key {
            /// Every key, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the name of the key, such as `max_age`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($name),)* }
            }

            /// Returns the type of the key's value.
            pub const fn kind(self) -> ValueKind {
                match self { $(Self::$variant => ValueKind::$kind,)* }
            }

            /// Returns words, in snake case, that a user may write by mistake in place of the key. Examples are names
            /// in other libraries.
            pub(crate) const fn other_names(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($other_name),*],)* }
            }
        }
    };
}

each_key!(keys);

impl Key {
    /// The keys of a policy's settings. A settings file accepts these keys. The last two keys of [`ALL`](Self::ALL),
    /// `policy` and `crate`, are not settings.
    pub const SETTINGS: &'static [Self] = Self::ALL.split_at(Self::ALL.len() - 2).0;

    /// Returns the key with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|key| key.name() == name)
    }

    /// Returns the help for a value that is missing or has the wrong type.
    pub fn help(self) -> String {
        let key = self.name();
        match self.kind() {
            ValueKind::Origins => format!("write `{key} = \"https://app.example.com\"`"),
            ValueKind::DebugOrigins => format!("write `{key} = \"http://localhost:*\"`"),
            ValueKind::Hosts => format!("write `{key} = \"api.example.com\"`"),
            ValueKind::Enforce => {
                format!("write `{key}`, `{key} = \"isolate\"` or `{key} = \"report\"`")
            }
            ValueKind::Methods => format!("write `{key} = [GET, POST]`"),
            ValueKind::RequestHeaders | ValueKind::ResponseHeaders => {
                format!("write `{key} = [\"x-request-id\"]`")
            }
            ValueKind::Flag | ValueKind::Danger => format!("write `{key}` or `{key} = false`"),
            ValueKind::Duration => format!("write `{key} = \"2h\"`, or a number of seconds"),
            ValueKind::Policy => {
                format!("write the path of a const `Policy`, as in `{key} = FIRST_PARTY`")
            }
            ValueKind::Crate => {
                format!("write the path of the runtime crate, as in `{key} = ::cors_runtime`")
            }
        }
    }

    /// Returns the help for a list element that is not a string.
    pub const fn help_for_element(self) -> &'static str {
        match self.kind() {
            ValueKind::Origins | ValueKind::DebugOrigins => {
                "write an origin in quotes, as in `\"https://app.example.com\"`"
            }
            ValueKind::Hosts => "write a host in quotes, as in `\"api.example.com\"`",
            ValueKind::Methods => "write the name of a method, as in `GET` or `\"GET\"`",
            _ => "write a header name in quotes, as in `\"x-request-id\"`",
        }
    }
}

/// Returns a sentence that lists the keys. For keys of kind [`ValueKind::Danger`], the sentence has only their number
/// and prefix.
pub fn sentence(keys: &[Key]) -> String {
    let (dangers, others): (Vec<Key>, Vec<Key>) =
        keys.iter().partition(|key| key.kind() == ValueKind::Danger);
    let others: Vec<String> = others.iter().map(|key| format!("`{}`", key.name())).collect();
    let (others, dangers) = (others.join(", "), dangers.len());
    format!("the keys are {others}, and {dangers} that begin with `danger_allow_`")
}
