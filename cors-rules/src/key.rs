//! The keys of a policy: one table, from which everything that lists keys is made.

mod table;
mod words;

pub use words::{meant, needless, phrase, value};

use crate::each_key;

/// A key of `#[cors(…)]`, `policy!(…)` and settings files.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// The same, as the docs say it.
    pub takes: &'static str,
    /// What holds where it is left out.
    pub default: &'static str,
    /// Where all of it is told, on the page of the attribute.
    pub section: &'static str,
    /// What other libraries call it, in snake case.
    pub elsewhere: &'static [&'static str],
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// One origin pattern or a list of them.
    Origins,
    /// One host or a list of them.
    Hosts,
    /// `true`, `false`, nothing for `true`, or one of the other forms.
    Enforce,
    /// One method or a list of them.
    Methods,
    /// One header name or a list of them.
    Headers,
    /// `true`, `false`, or nothing for `true`.
    Flag,
    /// A flag by which a policy accepts a danger.
    Danger,
    /// Seconds, or a duration of one unit.
    Duration,
    /// A path in the program, which a settings file cannot name.
    Path,
}

impl Kind {
    /// Whether the key takes a list.
    #[must_use]
    pub const fn is_of_lists(self) -> bool {
        matches!(self, Self::Origins | Self::Hosts | Self::Methods | Self::Headers)
    }

    /// What to write, for a key that has no value or one of another kind.
    #[must_use]
    pub fn example(self, key: &str) -> String {
        match self {
            Self::Origins if key == "debug_origins" => {
                format!("write `{key} = \"http://localhost:*\"`")
            }
            Self::Origins => format!("write `{key} = \"https://app.example.com\"`"),
            Self::Hosts => format!("write `{key} = \"api.example.com\"`"),
            Self::Enforce => {
                format!("write `{key}`, `{key} = \"isolate\"` or `{key} = \"report\"`")
            }
            Self::Methods => format!("write `{key} = [GET, POST]`"),
            Self::Headers => format!("write `{key} = [\"x-request-id\"]`"),
            Self::Flag | Self::Danger => format!("write `{key}` or `{key} = false`"),
            Self::Duration => format!("write `{key} = \"2h\"`, or a number of seconds"),
            Self::Path if key == "crate" => {
                format!("write the path of the runtime crate, as in `{key} = ::cors_runtime`")
            }
            Self::Path => {
                format!("write the path of a const `Policy`, as in `{key} = FIRST_PARTY`")
            }
        }
    }

    /// What to write in place of an element that is not a text.
    #[must_use]
    pub const fn example_of_element(self) -> &'static str {
        match self {
            Self::Origins => "write an origin in quotes, as in `\"https://app.example.com\"`",
            Self::Hosts => "write a host in quotes, as in `\"api.example.com\"`",
            Self::Methods => "write the name of a method, as in `GET` or `\"GET\"`",
            _ => "write a header name in quotes, as in `\"x-request-id\"`",
        }
    }
}

macro_rules! all {
    ($($name:ident $kind:ident {
        takes: $takes:literal,
        default: $default:literal,
        example: $example:literal,
        section: $section:literal,
        elsewhere: [$($elsewhere:literal),* $(,)?],
    })*) => {
        /// Every key, in the order in which they are documented.
        pub const ALL: &[Key] = &[$(Key {
            name: stringify!($name),
            kind: Kind::$kind,
            takes: $takes,
            default: $default,
            section: $section,
            elsewhere: &[$($elsewhere),*],
        }),*];
    };
}

each_key!(all);

/// The keys of a settings file: those of the attribute that name nothing in the program.
pub fn of_settings() -> impl Iterator<Item = &'static Key> + Clone {
    ALL.iter().filter(|key| key.kind != Kind::Path)
}

/// The key of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Key> {
    ALL.iter().find(|key| key.name == name)
}

/// A sentence that names those keys, the dangers only by how they begin.
#[must_use]
pub fn sentence(keys: impl Iterator<Item = &'static Key> + Clone) -> String {
    let dangers = keys.clone().filter(|key| key.kind == Kind::Danger).count();
    let named: Vec<String> =
        keys.filter(|key| key.kind != Kind::Danger).map(|key| format!("`{}`", key.name)).collect();
    format!("the keys are {}, and {dangers} that begin with `danger_allow_`", named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{ALL, meant, of_settings, sentence};

    #[test]
    fn only_a_key_that_exists_is_suggested() {
        let only = |name: &'static str| ALL.iter().filter(move |key| key.name == name);
        assert_eq!(meant("allowedOrigins", only("origins")), Some("origins"));
        assert_eq!(meant("max-age", ALL.iter()), Some("max_age"));
        assert_eq!(meant("max-age", only("origins")), None);
        assert_eq!(meant("maxage", only("")), None);
    }

    #[test]
    fn a_sentence_names_every_key() {
        assert_eq!(
            sentence(of_settings()),
            "the keys are `origins`, `debug_origins`, `methods`, `allow_headers`, \
             `expose_headers`, `allow_credentials`, `max_age`, `enforce`, `hosts`, and 3 that begin with \
             `danger_allow_`"
        );
    }
}
