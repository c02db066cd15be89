//! The names that other libraries use for keys and values, and the code to write here instead.

use super::{Key, Kind};
use crate::suggestion;
use Meaning::{Function, NotNeeded, Setting};

/// Meaning of a word in place of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Another name of a key.
    Key(Key),
    /// A key with a value, such as `allow_any_origin`: the code that says the same.
    Setting(Key, &'static str),
    /// A function that decides which origins are allowed.
    Function,
    /// No setting of this attribute: the help.
    NotNeeded(&'static str),
}

/// Each meaning, and the words that have it, in snake case.
#[rustfmt::skip]
const WORDS: &[(&[&str], Meaning)] = &[
    (&["all", "all_origins", "any", "any_origin", "anyone", "allow_all", "allow_all_origins", "allow_any_origin",
        "mirror_request", "origin_allow_all", "permissive", "public", "send_wildcard", "wildcard"],
        Setting(Key::Origins, "origins = \"*\"")),
    (&["allow_wildcard", "allow_subdomains", "set_is_origin_allowed_to_allow_wildcard_subdomains"],
        Setting(Key::Origins, "origins = \"https://*.example.com\"")),
    (&["from_env", "origins_env", "origins_from_env"],
        Setting(Key::Origins, "origins = dynamic(Origins::from_env(\"…\").unwrap())")),
    (&["allow_localhost", "localhost"], Setting(Key::DebugOrigins, "debug_origins = \"http://localhost:*\"")),
    (&["allow_any_method", "any_method"], Setting(Key::Methods, "methods = \"*\"")),
    (&["allow_any_header", "any_header"], Setting(Key::AllowHeaders, "allow_headers = \"*\"")),
    (&["expose_any_header", "expose_any_headers"], Setting(Key::ExposeHeaders, "expose_headers = \"*\"")),
    (&["disallow_credentials", "no_credentials"], Setting(Key::AllowCredentials, "allow_credentials = false")),
    (&["isolate"], Setting(Key::Enforce, "enforce = \"isolate\"")),
    (&["report", "report_only"], Setting(Key::Enforce, "enforce = \"report\"")),
    (&["deny", "deny_all", "disable", "disable_cors", "disabled", "false", "nobody", "none", "off"],
        Setting(Key::Origins, "#[cors(none)]")),
    (&["allowed_origin_fn", "allow_origin_fn", "allow_origin_func", "allow_origin_request_func",
        "allow_origin_vary_request_func", "is_origin_allowed", "origin_fn", "predicate"], Function),
    (&["allow_private_network", "allow_private_network_access", "private_network"],
        NotNeeded("leave it out: browsers no longer ask for private networks this way")),
    (&["automatic_options", "preflight", "disable_preflight"],
        NotNeeded("leave it out: registering the handler registers its preflight")),
    (&["options_passthrough", "preflight_continue"],
        NotNeeded("leave it out: a preflight never reaches a handler")),
    (&["options_success_status"], NotNeeded("leave it out: the status of a preflight response is 204")),
    (&["always_send", "disable_vary_header", "vary", "vary_header"],
        NotNeeded("leave it out: `Vary` is sent if the response depends on `Origin`")),
    (&["urls_regex"], NotNeeded("leave it out: `#[cors]` applies to the handler below it")),
    (&["guard"], NotNeeded("write it in the route attribute, as in `#[get(\"/\", guard = \"…\")]`")),
    (&["name"], NotNeeded("write it in the route attribute, as in `#[get(\"/\", name = \"…\")]`")),
    (&["path"], NotNeeded("write it in the route attribute, as in `#[get(\"/\")]`")),
    (&["wrap"], NotNeeded("write it in the route attribute, as in `#[get(\"/\", wrap = \"…\")]`")),
];

/// Words in front of another one that add nothing to its meaning.
const PREFIXES: &[&str] = &["cors_", "set_", "with_", "use_", "add_", "app_"];

/// Returns the meaning of a word in place of a key, if it can be derived.
pub fn meaning(word: &str) -> Option<Meaning> {
    let word = suggestion::snake_case(word);
    let of_words = |word: &str| WORDS.iter().find(|(words, _)| words.contains(&word));
    spellings(&word)
        .find_map(of_words)
        .map(|(_, meaning)| *meaning)
        .or_else(|| meant(&word, Key::ALL).map(Meaning::Key))
}

/// Which of `keys` a word was meant to be: the same in another case, another library's word for it,
/// or the nearest one, if it is near.
pub fn meant(word: &str, keys: &[Key]) -> Option<Key> {
    let word = suggestion::snake_case(word);
    let is_name = |word: &str, key: Key| key.name() == word || key.elsewhere().contains(&word);
    let named = |word: &str| keys.iter().copied().find(|key| is_name(word, *key));
    spellings(&word)
        .find_map(named)
        .or_else(|| Key::named(suggestion::nearest(&word, keys.iter().map(|key| key.name()))?))
}

/// The word itself, and without a prefix.
fn spellings(word: &str) -> impl Iterator<Item = &str> {
    let shorter = PREFIXES.iter().filter_map(|prefix| word.strip_prefix(prefix));
    [word].into_iter().chain(shorter)
}

/// Returns the code to write instead of an unquoted word that is the value of a key of this kind.
pub fn value(word: &str, kind: Kind) -> Option<&'static str> {
    // A name in capitals may be a constant's; among methods it never is.
    let is_constant = !word.contains(|c: char| c.is_ascii_lowercase());
    if is_constant && kind != Kind::Methods {
        return None;
    }
    let is_origins = matches!(kind, Kind::Origins | Kind::DebugOrigins);
    match suggestion::snake_case(word).as_str() {
        "all" | "any" if is_origins || matches!(kind, Kind::Methods | Kind::Headers) => {
            Some("\"*\"")
        }
        "null" if is_origins => Some("\"null\""),
        "none" | "nobody" if is_origins => Some("#[cors(none)]"),
        _ => None,
    }
}
