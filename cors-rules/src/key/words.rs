//! Which key a word of another library is about.

use super::{Key, Kind};
use crate::suggestion;

/// Words of other libraries, each with the key that it is about and what to write instead.
const PHRASES: &[(&str, Key, &str)] = &[
    ("all", Key::Origins, "origins = \"*\""),
    ("any", Key::Origins, "origins = \"*\""),
    ("any_origin", Key::Origins, "origins = \"*\""),
    ("allow_all", Key::Origins, "origins = \"*\""),
    ("allow_all_origins", Key::Origins, "origins = \"*\""),
    ("allow_any_origin", Key::Origins, "origins = \"*\""),
    ("cors_allow_all_origins", Key::Origins, "origins = \"*\""),
    ("cors_origin_allow_all", Key::Origins, "origins = \"*\""),
    ("mirror_request", Key::Origins, "origins = \"*\""),
    ("permissive", Key::Origins, "origins = \"*\""),
    ("public", Key::Origins, "origins = \"*\""),
    ("send_wildcard", Key::Origins, "origins = \"*\""),
    ("very_permissive", Key::Origins, "origins = \"*\""),
    ("wildcard", Key::Origins, "origins = \"*\""),
    ("allow_wildcard", Key::Origins, "origins = \"https://*.example.com\""),
    ("allow_subdomains", Key::Origins, "origins = \"https://*.example.com\""),
    (
        "set_is_origin_allowed_to_allow_wildcard_subdomains",
        Key::Origins,
        "origins = \"https://*.example.com\"",
    ),
    ("from_env", Key::Origins, "origins = dynamic(Origins::from_env(\"…\").unwrap())"),
    ("origins_env", Key::Origins, "origins = dynamic(Origins::from_env(\"…\").unwrap())"),
    ("origins_from_env", Key::Origins, "origins = dynamic(Origins::from_env(\"…\").unwrap())"),
    ("allow_localhost", Key::DebugOrigins, "debug_origins = \"http://localhost:*\""),
    ("localhost", Key::DebugOrigins, "debug_origins = \"http://localhost:*\""),
    ("allow_any_method", Key::Methods, "methods = \"*\""),
    ("any_method", Key::Methods, "methods = \"*\""),
    ("allow_any_header", Key::AllowHeaders, "allow_headers = \"*\""),
    ("any_header", Key::AllowHeaders, "allow_headers = \"*\""),
    ("expose_any_header", Key::ExposeHeaders, "expose_headers = \"*\""),
    ("expose_any_headers", Key::ExposeHeaders, "expose_headers = \"*\""),
    ("disallow_credentials", Key::AllowCredentials, "allow_credentials = false"),
    ("no_credentials", Key::AllowCredentials, "allow_credentials = false"),
    ("isolate", Key::Enforce, "enforce = \"isolate\""),
    ("report", Key::Enforce, "enforce = \"report\""),
    ("report_only", Key::Enforce, "enforce = \"report\""),
    ("deny", Key::Origins, "#[cors(none)]"),
    ("deny_all", Key::Origins, "#[cors(none)]"),
    ("disable", Key::Origins, "#[cors(none)]"),
    ("disabled", Key::Origins, "#[cors(none)]"),
    ("false", Key::Origins, "#[cors(none)]"),
    ("nobody", Key::Origins, "#[cors(none)]"),
    ("off", Key::Origins, "#[cors(none)]"),
    ("access_control_allow_origin", Key::Origins, "origins"),
    ("access_control_allow_methods", Key::Methods, "methods"),
    ("access_control_allow_headers", Key::AllowHeaders, "allow_headers"),
    ("access_control_expose_headers", Key::ExposeHeaders, "expose_headers"),
    ("access_control_allow_credentials", Key::AllowCredentials, "allow_credentials"),
    ("access_control_max_age", Key::MaxAge, "max_age"),
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
pub fn phrase(word: &str) -> Option<(Key, &'static str)> {
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

/// Which of `keys` a word was meant to be: the same in another case, another library's word for it,
/// or the nearest one, if it is near.
#[must_use]
pub fn meant(word: &str, keys: &[Key]) -> Option<Key> {
    let word = suggestion::snake_case(word);
    let find = |is_meant: &dyn Fn(&Key) -> bool| keys.iter().copied().find(is_meant);
    find(&|key| key.name() == word)
        .or_else(|| find(&|key| key.elsewhere().contains(&word.as_str())))
        .or_else(|| {
            let nearest = suggestion::nearest(&word, keys.iter().map(|key| key.name()))?;
            Key::named(nearest)
        })
}
