//! Which key a word of another library is about.

use super::{Key, Kind};
use crate::suggestion;

/// What is said elsewhere in one word: the word, the key it is about, and what to write instead.
const PHRASES: &[(&str, &str, &str)] = &[
    ("all", "origins", "origins = \"*\""),
    ("any", "origins", "origins = \"*\""),
    ("any_origin", "origins", "origins = \"*\""),
    ("allow_all", "origins", "origins = \"*\""),
    ("allow_all_origins", "origins", "origins = \"*\""),
    ("allow_any_origin", "origins", "origins = \"*\""),
    ("cors_allow_all_origins", "origins", "origins = \"*\""),
    ("cors_origin_allow_all", "origins", "origins = \"*\""),
    ("mirror_request", "origins", "origins = \"*\""),
    ("permissive", "origins", "origins = \"*\""),
    ("public", "origins", "origins = \"*\""),
    ("send_wildcard", "origins", "origins = \"*\""),
    ("very_permissive", "origins", "origins = \"*\""),
    ("wildcard", "origins", "origins = \"*\""),
    ("allow_wildcard", "origins", "origins = \"https://*.example.com\""),
    ("allow_subdomains", "origins", "origins = \"https://*.example.com\""),
    (
        "set_is_origin_allowed_to_allow_wildcard_subdomains",
        "origins",
        "origins = \"https://*.example.com\"",
    ),
    ("from_env", "origins", "origins = dynamic(Origins::from_env(\"…\").unwrap())"),
    ("origins_env", "origins", "origins = dynamic(Origins::from_env(\"…\").unwrap())"),
    ("origins_from_env", "origins", "origins = dynamic(Origins::from_env(\"…\").unwrap())"),
    ("allow_localhost", "debug_origins", "debug_origins = \"http://localhost:*\""),
    ("localhost", "debug_origins", "debug_origins = \"http://localhost:*\""),
    ("allow_any_method", "methods", "methods = \"*\""),
    ("any_method", "methods", "methods = \"*\""),
    ("allow_any_header", "allow_headers", "allow_headers = \"*\""),
    ("any_header", "allow_headers", "allow_headers = \"*\""),
    ("expose_any_header", "expose_headers", "expose_headers = \"*\""),
    ("expose_any_headers", "expose_headers", "expose_headers = \"*\""),
    ("disallow_credentials", "allow_credentials", "allow_credentials = false"),
    ("no_credentials", "allow_credentials", "allow_credentials = false"),
    ("isolate", "enforce", "enforce = \"isolate\""),
    ("report", "enforce", "enforce = \"report\""),
    ("report_only", "enforce", "enforce = \"report\""),
    ("deny", "origins", "#[cors(none)]"),
    ("deny_all", "origins", "#[cors(none)]"),
    ("disable", "origins", "#[cors(none)]"),
    ("disabled", "origins", "#[cors(none)]"),
    ("false", "origins", "#[cors(none)]"),
    ("nobody", "origins", "#[cors(none)]"),
    ("off", "origins", "#[cors(none)]"),
    ("access_control_allow_origin", "origins", "origins"),
    ("access_control_allow_methods", "methods", "methods"),
    ("access_control_allow_headers", "allow_headers", "allow_headers"),
    ("access_control_expose_headers", "expose_headers", "expose_headers"),
    ("access_control_allow_credentials", "allow_credentials", "allow_credentials"),
    ("access_control_max_age", "max_age", "max_age"),
];

/// What other libraries can be told and a policy cannot, since there is nothing to choose.
const NEEDLESS: &[(&str, &str)] = &[
    ("allow_private_network", "leave it out: browsers no longer ask for private networks this way"),
    (
        "allow_private_network_access",
        "leave it out: browsers no longer ask for private networks this way",
    ),
    ("private_network", "leave it out: browsers no longer ask for private networks this way"),
    ("automatic_options", "leave it out: registering the handler registers its preflight"),
    ("disable_preflight", "leave it out: a preflight of this handler is always answered"),
    ("options_passthrough", "leave it out: no preflight reaches a handler"),
    ("options_success_status", "leave it out: the answer to a preflight is 204"),
    ("preflight", "leave it out: registering the handler registers its preflight"),
    ("preflight_continue", "leave it out: no preflight reaches a handler"),
    ("always_send", "leave it out: `Vary` is sent where the response depends on `Origin`"),
    ("disable_vary_header", "leave it out: `Vary` is sent where the response depends on `Origin`"),
    ("vary", "leave it out: `Vary` is sent where the response depends on `Origin`"),
    ("vary_header", "leave it out: `Vary` is sent where the response depends on `Origin`"),
    ("guard", "write it in the route attribute, as in `#[get(\"/\", guard = \"…\")]`"),
    ("name", "write it in the route attribute, as in `#[get(\"/\", name = \"…\")]`"),
    ("path", "write it in the route attribute, as in `#[get(\"/\")]`"),
    ("wrap", "write it in the route attribute, as in `#[get(\"/\", wrap = \"…\")]`"),
];

/// The key that a word of another library is about, and what says the same here.
#[must_use]
pub fn phrase(word: &str) -> Option<(&'static str, &'static str)> {
    let word = suggestion::snake_case(word);
    PHRASES.iter().find(|(phrase, ..)| *phrase == word).map(|(_, key, instead)| (*key, *instead))
}

/// What to do about a word for which there is no key, and need not be.
#[must_use]
pub fn needless(word: &str) -> Option<&'static str> {
    let word = suggestion::snake_case(word);
    NEEDLESS.iter().find(|(needless, _)| *needless == word).map(|(_, help)| *help)
}

/// A value that is written as a word without quotes: what it is in a list of that kind.
#[must_use]
pub fn value(word: &str, kind: Kind) -> Option<&'static str> {
    // A name in capitals is a constant's.
    if !word.contains(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    match (suggestion::snake_case(word).as_str(), kind) {
        ("all" | "any", Kind::Origins | Kind::Methods | Kind::Headers) => Some("\"*\""),
        ("null", Kind::Origins) => Some("\"null\""),
        ("none" | "nobody", Kind::Origins) => Some("#[cors(none)]"),
        _ => None,
    }
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
