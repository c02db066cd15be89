//! The keys of a policy: one table, from which everything that lists keys is made.

use crate::suggestion;

/// A key of `#[cors(…)]`, `policy!(…)` and settings files.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// What other libraries call it, in snake case: actix-cors, tower-http, `jub0bs/cors`, rs/cors,
    /// Spring, rocket_cors, express, Django, Rails, ASP.NET.
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

/// Every key, in the order in which they are documented.
pub const ALL: &[Key] = &[
    Key {
        name: "origins",
        kind: Kind::Origins,
        elsewhere: &[
            "allowed_origin",
            "allowed_origins",
            "allow_origin",
            "allow_origins",
            "origin",
            "origin_patterns",
            "allowed_origin_patterns",
            "allow_origin_regex",
            "allowed_origin_fn",
            "allow_origin_func",
            "cors_allowed_origins",
        ],
    },
    Key { name: "debug_origins", kind: Kind::Origins, elsewhere: &[] },
    Key {
        name: "methods",
        kind: Kind::Methods,
        elsewhere: &["allowed_methods", "allow_methods", "method", "request_methods"],
    },
    Key {
        name: "allow_headers",
        kind: Kind::Headers,
        elsewhere: &[
            "allowed_headers",
            "allowed_header",
            "allow_header",
            "headers",
            "request_headers",
            "allowed_request_headers",
        ],
    },
    Key {
        name: "expose_headers",
        kind: Kind::Headers,
        elsewhere: &[
            "exposed_headers",
            "expose_header",
            "exposed_header",
            "expose",
            "response_headers",
        ],
    },
    Key {
        name: "allow_credentials",
        kind: Kind::Flag,
        elsewhere: &[
            "supports_credentials",
            "credentials",
            "credentialed",
            "with_credentials",
            "allowed_credentials",
            "allow_credential",
        ],
    },
    Key {
        name: "max_age",
        kind: Kind::Duration,
        elsewhere: &[
            "max_age_in_seconds",
            "max_age_seconds",
            "preflight_max_age",
            "age",
            "cache",
            "access_control_max_age",
        ],
    },
    Key {
        name: "enforce",
        kind: Kind::Enforce,
        elsewhere: &["block_on_origin_mismatch", "block", "strict", "reject"],
    },
    Key { name: "hosts", kind: Kind::Hosts, elsewhere: &["host", "allowed_hosts"] },
    Key { name: "policy", kind: Kind::Path, elsewhere: &[] },
    Key { name: "crate", kind: Kind::Path, elsewhere: &[] },
    Key {
        name: "danger_allow_insecure_origins",
        kind: Kind::Danger,
        elsewhere: &[
            "dangerously_tolerate_insecure_origins",
            "allow_insecure_origins",
            "tolerate_insecure_origins",
        ],
    },
    Key {
        name: "danger_allow_public_suffixes",
        kind: Kind::Danger,
        elsewhere: &[
            "dangerously_tolerate_subdomains_of_public_suffixes",
            "tolerate_subdomains_of_public_suffixes",
            "allow_public_suffixes",
        ],
    },
    Key { name: "danger_allow_null_origin", kind: Kind::Danger, elsewhere: &[] },
];

/// The keys of a settings file: those of the attribute that name nothing in the program.
pub fn of_settings() -> impl Iterator<Item = &'static Key> + Clone {
    ALL.iter().filter(|key| key.kind != Kind::Path)
}

/// The key of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Key> {
    ALL.iter().find(|key| key.name == name)
}

/// What other libraries say in one word: the word, the key it is about, and what to write instead.
const PHRASES: &[(&str, &str, &str)] = &[
    ("any_origin", "origins", "origins = \"*\""),
    ("allow_any_origin", "origins", "origins = \"*\""),
    ("send_wildcard", "origins", "origins = \"*\""),
    ("permissive", "origins", "origins = \"*\""),
    ("very_permissive", "origins", "origins = \"*\""),
    ("allow_any_method", "methods", "methods = \"*\""),
    ("any_method", "methods", "methods = \"*\""),
    ("allow_any_header", "allow_headers", "allow_headers = \"*\""),
    ("any_header", "allow_headers", "allow_headers = \"*\""),
    ("expose_any_header", "expose_headers", "expose_headers = \"*\""),
    ("expose_any_headers", "expose_headers", "expose_headers = \"*\""),
    ("disable", "origins", "#[cors(none)]"),
    ("disabled", "origins", "#[cors(none)]"),
    ("off", "origins", "#[cors(none)]"),
    ("access_control_allow_origin", "origins", "origins"),
    ("access_control_allow_methods", "methods", "methods"),
    ("access_control_allow_headers", "allow_headers", "allow_headers"),
    ("access_control_expose_headers", "expose_headers", "expose_headers"),
    ("access_control_allow_credentials", "allow_credentials", "allow_credentials"),
    ("access_control_max_age", "max_age", "max_age"),
];

/// The key that a word of another library is about, and what says the same here.
#[must_use]
pub fn phrase(word: &str) -> Option<(&'static str, &'static str)> {
    let word = suggestion::snake_case(word);
    PHRASES.iter().find(|(phrase, ..)| *phrase == word).map(|(_, key, instead)| (*key, *instead))
}

/// Which of `keys` a word was meant to be: the same in another case, another library's word for it,
/// or the nearest one, if it is near.
#[must_use]
pub fn meant(word: &str, keys: impl Iterator<Item = &'static Key> + Clone) -> Option<&'static str> {
    let word = suggestion::snake_case(word);
    let same = keys.clone().find(|key| key.name == word).map(|key| key.name);
    let elsewhere =
        || keys.clone().find(|key| key.elsewhere.contains(&word.as_str())).map(|key| key.name);
    same.or_else(elsewhere).or_else(|| suggestion::nearest(&word, keys.clone().map(|key| key.name)))
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
