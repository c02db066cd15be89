//! The words that users may write in place of keys and values, and the code to write instead. Most of these words are
//! names in other libraries.

use super::{Key, ValueKind, spelling};
use crate::origin::EXCLUSION_HELP;
use Meaning::{Exclusion, Function, NoOrigin, NotNeeded, Setting};

/// The meaning of a word that is written in place of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Another name of a key.
    Key(Key),
    /// A key, and the code of its value: `allow_any_origin` means `origins = "*"`.
    Setting(Key, &'static str),
    /// No origin is allowed: `#[cors(none)]`.
    NoOrigin,
    /// A function that decides which origins are allowed.
    Function,
    /// A setting to leave out of `#[cors]`, such as `vary_header` or `path`. The string is the help to show.
    NotNeeded(&'static str),
    /// A value that is not allowed, as in `excluded_origins`. No key means this. The string is the help to show.
    Exclusion(&'static str),
}

/// Groups of words in snake case, most of them from other libraries. The words of a group have the same meaning.
#[rustfmt::skip]
const WORDS: &[(&[&str], Meaning)] = &[
    (&["all", "all_origins", "any", "any_origin", "anyone", "allow_all", "allow_all_origins", "allow_any", "allow_any_origin",
        "everyone", "mirror_request", "origin_allow_all", "permissive", "public", "wildcard"],
        Setting(Key::Origins, "\"*\"")),
    (&["allow_wildcard", "allow_subdomains", "set_is_origin_allowed_to_allow_wildcard_subdomains"],
        Setting(Key::Origins, "\"https://*.example.com\"")),
    (&["from_env", "origins_env", "origins_from_env"],
        Setting(Key::Origins, "dynamic(Origins::from_env(\"…\").unwrap())")),
    (&["allow_localhost", "localhost"], Setting(Key::DebugOrigins, "\"http://localhost:*\"")),
    (&["allow_any_method", "any_method"], Setting(Key::Methods, "\"*\"")),
    (&["allow_any_header", "any_header"], Setting(Key::AllowHeaders, "\"*\"")),
    (&["expose_any_header", "expose_any_headers"], Setting(Key::ExposeHeaders, "\"*\"")),
    (&["isolate"], Setting(Key::Enforce, "\"isolate\"")),
    (&["report", "report_only"], Setting(Key::Enforce, "\"report\"")),
    (&["deny", "deny_all", "disable", "disable_cors", "disabled", "false", "nobody", "none", "off", "same_origin", "self"],
        NoOrigin),
    (&["allowed_origin_fn", "allow_origin_fn", "allow_origin_func", "allow_origin_request_func",
        "allow_origin_vary_request_func", "is_origin_allowed", "origin_fn", "predicate"], Function),
    (&["allow_private_network", "allow_private_network_access", "private_network"],
        NotNeeded("leave it out: browsers replaced private-network preflights by a prompt")),
    (&["automatic_options", "preflight", "disable_preflight"],
        NotNeeded("leave it out: registering the handler registers its preflight")),
    (&["options_passthrough", "preflight_continue"],
        NotNeeded("leave it out: a preflight never reaches a handler")),
    (&["options_success_status"], NotNeeded("leave it out: the status of a preflight response is 204")),
    (&["always_send", "disable_vary_header", "vary", "vary_header"],
        NotNeeded("leave it out: `Vary` is sent if the response depends on `Origin`")),
    (&["send_wildcard"], NotNeeded("leave it out: `origins = \"*\"` sends `*`")),
    (&["enable", "enabled", "on"], NotNeeded("leave it out: a policy always applies; `#[cors(none)]` allows no other origin")),
    (&["urls_regex"], NotNeeded("leave it out: `#[cors]` applies to the handler below it")),
    (&["guard"], NotNeeded("write it in the route attribute, as in `#[get(\"/\", guard = \"…\")]`")),
    (&["name"], NotNeeded("write it in the route attribute, as in `#[get(\"/\", name = \"…\")]`")),
    (&["path"], NotNeeded("write it in the route attribute, as in `#[get(\"/\")]`")),
    (&["wrap"], NotNeeded("write it in the route attribute, as in `#[get(\"/\", wrap = \"…\")]`")),
];

/// Prefixes that do not change the meaning of a word, as in `set_max_age`.
const PREFIXES: &[&str] =
    &["access_control_", "add_", "app_", "cors_", "danger_", "set_", "use_", "with_"];

/// Words that negate the rest of a name, as in `deny_credentials`.
#[rustfmt::skip]
const NEGATIONS: &[&str] = &[
    "ban", "banned", "block", "blocked", "deny", "denied", "disable", "disabled", "disallow", "disallowed", "dont",
    "except", "exclude", "excluded", "forbid", "forbidden", "hide", "ignore", "ignored", "never", "no", "not", "reject",
    "rejected", "remove", "skip", "without",
];

/// Returns the meaning of a word in place of a key, or `None` if the meaning is unknown.
pub fn translate_word(word: &str) -> Option<Meaning> {
    let word = spelling::snake_case(word);
    let in_table = |word: &str| WORDS.iter().find(|(words, _)| words.contains(&word));
    if let Some((_, meaning)) = spellings(&word).find_map(in_table) {
        return Some(*meaning);
    }
    if let Some(key) = spellings(&word).find_map(named) {
        return Some(Meaning::Key(key));
    }
    if let Some(negated) = without_negation(&word) {
        return translate_word(&negated).and_then(opposite);
    }
    if has_joined_negation(&word) {
        return None;
    }
    let (_, nearest) = Key::ALL.iter().filter_map(|key| Some((typos(&word, *key)?, *key))).min()?;
    Some(Meaning::Key(nearest))
}

/// Returns the number of typos between a word and the name of the key, or `None` if they differ too much. Returns 1 if
/// the word has one typo in comparison with one of [`Key::other_names`].
fn typos(word: &str, key: Key) -> Option<usize> {
    let mut names = [key.name()].into_iter().chain(key.other_names().iter().copied());
    match names.any(|name| spelling::is_one_typo(singular(word), singular(name))) {
        true => Some(1),
        false => spelling::typos(word, key.name()),
    }
}

/// Returns the word itself, followed by the word without its prefix if it begins with one of [`PREFIXES`].
fn spellings(word: &str) -> impl Iterator<Item = &str> {
    let shorter = PREFIXES.iter().filter_map(|prefix| word.strip_prefix(prefix));
    [word].into_iter().chain(shorter)
}

/// Returns the key that has this name, or that has the word in [`Key::other_names`]. A plural `s` is ignored.
fn named(word: &str) -> Option<Key> {
    let is_same = |name: &str| singular(name) == singular(word);
    let is_name = |key: &Key| is_same(key.name()) || key.other_names().iter().copied().any(is_same);
    Key::ALL.iter().copied().find(is_name)
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

/// Returns the word without its negations, or `None` if it has no negation.
fn without_negation(word: &str) -> Option<String> {
    let words: Vec<&str> = word.split('_').collect();
    let others: Vec<&str> =
        words.iter().copied().filter(|word| !NEGATIONS.contains(word)).collect();
    (others.len() < words.len()).then(|| others.join("_"))
}

/// Returns whether a part of the word begins with a negation, as in `nomethods`. No name of a key has such a part, so
/// the negation is not a typo.
fn has_joined_negation(word: &str) -> bool {
    let is_negated = |part: &str| {
        NEGATIONS.iter().chain(&["dis", "un"]).any(|negation| part.starts_with(negation))
    };
    word.split('_').any(is_negated)
}

/// Returns the meaning of a word with a negation. `meaning` is the meaning of the word without the negation.
fn opposite(meaning: Meaning) -> Option<Meaning> {
    let (Meaning::Key(key) | Setting(key, _)) = meaning else { return None };
    match key.kind() {
        ValueKind::Flag | ValueKind::Enforce => Some(Setting(key, "false")),
        ValueKind::Danger => Some(NotNeeded("leave it out: this is the default")),
        ValueKind::Origins | ValueKind::DebugOrigins => Some(Exclusion(EXCLUSION_HELP)),
        ValueKind::Methods
        | ValueKind::RequestHeaders
        | ValueKind::ResponseHeaders
        | ValueKind::Hosts => Some(Exclusion("leave it out: a policy lists only what it allows")),
        ValueKind::Duration | ValueKind::Policy | ValueKind::Crate => None,
    }
}

/// Returns the code that an unquoted word most likely means as a value, such as `"*"` for `any`. Returns `None` for an
/// unknown word. Except in `methods`, also returns `None` for a word in capitals, which may be a constant.
pub fn code_for_word(word: &str, kind: ValueKind) -> Option<&'static str> {
    // In `methods`, `ALL` and `ANY` more likely mean every method than a constant.
    let may_be_constant = !word.contains(|c: char| c.is_ascii_lowercase());
    if may_be_constant && kind != ValueKind::Methods {
        return None;
    }
    let is_origins = matches!(kind, ValueKind::Origins | ValueKind::DebugOrigins);
    match spelling::snake_case(word).as_str() {
        "all" | "any" if is_origins || kind == ValueKind::Methods || kind.is_headers() => {
            Some("\"*\"")
        }
        "null" if is_origins => Some("\"null\""),
        "none" | "nobody" if is_origins => Some("#[cors(none)]"),
        _ => None,
    }
}
