//! The names that other libraries use for keys and values, and the code to write here instead.

use super::{Key, Kind};
use crate::suggestion;

/// Meaning of a word in place of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Another name of a key.
    Key(Key),
    /// A key with a value, such as `allow_any_origin`: the code that says the same.
    Setting(Key, &'static str),
    /// Origins that a function decides about.
    Function,
    /// Nothing that could be set here: the help.
    Nothing(&'static str),
}

const ANY_ORIGIN: Meaning = Meaning::Setting(Key::Origins, "origins = \"*\"");
const SUBDOMAINS: Meaning = Meaning::Setting(Key::Origins, "origins = \"https://*.example.com\"");
const FROM_ENV: Meaning =
    Meaning::Setting(Key::Origins, "origins = dynamic(Origins::from_env(\"…\").unwrap())");
const LOCALHOST: Meaning =
    Meaning::Setting(Key::DebugOrigins, "debug_origins = \"http://localhost:*\"");
const ANY_METHOD: Meaning = Meaning::Setting(Key::Methods, "methods = \"*\"");
const ANY_HEADER: Meaning = Meaning::Setting(Key::AllowHeaders, "allow_headers = \"*\"");
const ANY_EXPOSED: Meaning = Meaning::Setting(Key::ExposeHeaders, "expose_headers = \"*\"");
const NO_CREDENTIALS: Meaning =
    Meaning::Setting(Key::AllowCredentials, "allow_credentials = false");
const ISOLATE: Meaning = Meaning::Setting(Key::Enforce, "enforce = \"isolate\"");
const REPORT: Meaning = Meaning::Setting(Key::Enforce, "enforce = \"report\"");
const NONE: Meaning = Meaning::Setting(Key::Origins, "#[cors(none)]");

const NO_PRIVATE_NETWORK: Meaning =
    Meaning::Nothing("leave it out: browsers no longer ask for private networks this way");
const PREFLIGHT_REGISTERED: Meaning =
    Meaning::Nothing("leave it out: registering the handler registers its preflight");
const PREFLIGHT_NOT_PASSED: Meaning =
    Meaning::Nothing("leave it out: a preflight never reaches a handler");
const VARY: Meaning =
    Meaning::Nothing("leave it out: `Vary` is sent if the response depends on `Origin`");

/// The words in snake case, and their meanings.
const WORDS: &[(&str, Meaning)] = &[
    ("all", ANY_ORIGIN),
    ("all_origins", ANY_ORIGIN),
    ("any", ANY_ORIGIN),
    ("any_origin", ANY_ORIGIN),
    ("anyone", ANY_ORIGIN),
    ("allow_all", ANY_ORIGIN),
    ("allow_all_origins", ANY_ORIGIN),
    ("allow_any_origin", ANY_ORIGIN),
    ("mirror_request", ANY_ORIGIN),
    ("origin_allow_all", ANY_ORIGIN),
    ("permissive", ANY_ORIGIN),
    ("public", ANY_ORIGIN),
    ("send_wildcard", ANY_ORIGIN),
    ("wildcard", ANY_ORIGIN),
    ("allow_wildcard", SUBDOMAINS),
    ("allow_subdomains", SUBDOMAINS),
    ("set_is_origin_allowed_to_allow_wildcard_subdomains", SUBDOMAINS),
    ("from_env", FROM_ENV),
    ("origins_env", FROM_ENV),
    ("origins_from_env", FROM_ENV),
    ("allow_localhost", LOCALHOST),
    ("localhost", LOCALHOST),
    ("allow_any_method", ANY_METHOD),
    ("any_method", ANY_METHOD),
    ("allow_any_header", ANY_HEADER),
    ("any_header", ANY_HEADER),
    ("expose_any_header", ANY_EXPOSED),
    ("expose_any_headers", ANY_EXPOSED),
    ("disallow_credentials", NO_CREDENTIALS),
    ("no_credentials", NO_CREDENTIALS),
    ("isolate", ISOLATE),
    ("report", REPORT),
    ("report_only", REPORT),
    ("deny", NONE),
    ("deny_all", NONE),
    ("disable", NONE),
    ("disable_cors", NONE),
    ("disabled", NONE),
    ("false", NONE),
    ("nobody", NONE),
    ("none", NONE),
    ("off", NONE),
    ("allowed_origin_fn", Meaning::Function),
    ("allow_origin_fn", Meaning::Function),
    ("allow_origin_func", Meaning::Function),
    ("allow_origin_request_func", Meaning::Function),
    ("allow_origin_vary_request_func", Meaning::Function),
    ("is_origin_allowed", Meaning::Function),
    ("origin_fn", Meaning::Function),
    ("predicate", Meaning::Function),
    ("allow_private_network", NO_PRIVATE_NETWORK),
    ("allow_private_network_access", NO_PRIVATE_NETWORK),
    ("private_network", NO_PRIVATE_NETWORK),
    ("automatic_options", PREFLIGHT_REGISTERED),
    ("preflight", PREFLIGHT_REGISTERED),
    ("disable_preflight", PREFLIGHT_REGISTERED),
    ("options_passthrough", PREFLIGHT_NOT_PASSED),
    ("preflight_continue", PREFLIGHT_NOT_PASSED),
    (
        "options_success_status",
        Meaning::Nothing("leave it out: the status of a preflight response is 204"),
    ),
    ("always_send", VARY),
    ("disable_vary_header", VARY),
    ("vary", VARY),
    ("vary_header", VARY),
    ("urls_regex", Meaning::Nothing("leave it out: `#[cors]` applies to the handler below it")),
    (
        "guard",
        Meaning::Nothing("write it in the route attribute, as in `#[get(\"/\", guard = \"…\")]`"),
    ),
    (
        "name",
        Meaning::Nothing("write it in the route attribute, as in `#[get(\"/\", name = \"…\")]`"),
    ),
    ("path", Meaning::Nothing("write it in the route attribute, as in `#[get(\"/\")]`")),
    (
        "wrap",
        Meaning::Nothing("write it in the route attribute, as in `#[get(\"/\", wrap = \"…\")]`"),
    ),
];

/// Words in front of another one that add nothing to its meaning.
const PREFIXES: &[&str] = &["cors_", "set_", "with_", "use_", "add_", "app_"];

/// Returns the meaning of a word in place of a key, if it can be derived.
pub fn meaning(word: &str) -> Option<Meaning> {
    let word = suggestion::snake_case(word);
    let of_words = |word: &str| WORDS.iter().find(|(known, _)| *known == word);
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
