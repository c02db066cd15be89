//! The violations for values in a list of origins or hosts.

use super::{
    Defect, NULL,
    correction::{Target, correction, host_correction, is_placeholder, list_correction},
    split_at_slashes,
};
use crate::{ConstString, Rule, Violation, ascii, split_list};

/// Returns the violation for `null` in a policy without `danger_allow_null_origin`.
pub(crate) const fn null() -> Violation {
    Violation::new(
        Rule::NullOrigin,
        NULL,
        "is the origin of sandboxed frames and local files, so any page can send it",
    )
    .help("leave it out, or add `danger_allow_null_origin`")
}

/// Returns the violation for a policy without origins. The message quotes `key`, such as `origins` or `#[cors]`.
pub const fn missing(key: &str) -> Violation {
    Violation::new(Rule::MissingOrigins, key, "lists no origin, so no page could read the response")
        .help("write `origins = \"https://app.example.com\"`, or `origins = \"*\"` for every page")
}

/// Returns the violation for a string that is not an origin. The help is the origin or the list to write, or advice for
/// this kind of string.
pub(crate) const fn invalid(string: &str, defect: Defect) -> Violation {
    let sentence = ConstString::new().push("is not an origin: ").push(defect.clause());
    let violation = Violation::new(Rule::InvalidOrigin, string, sentence.as_str());
    if let Some(help) = word_help(string) {
        return violation.help(help);
    }
    if let Some(list) = list_correction(string, Target::Origin) {
        return violation.write_list(list);
    }
    if is_exclusion(string) {
        let sentence = "is not an origin: a policy cannot exclude origins";
        return Violation::new(Rule::InvalidOrigin, string, sentence).help(EXCLUSION_HELP);
    }
    if let Defect::IpRange = defect {
        return violation.help(defect.advice());
    }
    match correction(string) {
        Some(origin) => violation.write(origin.as_str()),
        None if is_placeholder(split_list::unquote(string)) => violation.help(
            "write the origin itself, since variables in a string are not replaced; or write \
             `origins = dynamic(…)` for origins that are known only at run time",
        ),
        None if ascii::starts_with(string, "*") => violation.help(Defect::Asterisk.advice()),
        // In `https://[abc].example.com`, the brackets are a character class of a regular expression.
        None if ascii::has(string, b'[') && ascii::has(string, b'.') => {
            violation.help(Defect::Regex.advice())
        }
        None => violation.help(defect.advice()),
    }
}

/// The help for a value or a key that was meant to exclude an origin, such as `!https://a.example`.
pub const EXCLUSION_HELP: &str =
    "leave it out, or write `origins = dynamic(…)` to reject an origin that a pattern allows";

/// The part of a help for a user who wants to allow no origin. `policy!` and the checks at run time replace this part,
/// for example by "write `policy!(none)`".
pub const WRITE_NONE: &str = "write `#[cors(none)]`";
/// The part of a help for origins that are known only at run time. The checks at run time replace this part.
pub const WRITE_DYNAMIC: &str = "write `origins = dynamic(…)`";
/// The part of a help for a user who wants to allow every origin. The checks at run time replace this part.
pub const WRITE_ANY: &str = "write `origins = \"*\"`";

/// Returns whether the string was meant to exclude an origin: it is a `!` or a `-`, followed by an origin.
const fn is_exclusion(string: &str) -> bool {
    match string.as_bytes() {
        [b'!' | b'-', ..] => correction(ascii::tail(string, 1)).is_some(),
        _ => false,
    }
}

/// Returns the help for a word that other libraries accept in place of an origin, such as `'self'`.
const fn word_help(string: &str) -> Option<&'static str> {
    let word = split_list::unquote(string);
    if ascii::contains_ignoring_case(&ANY_WORDS, word) {
        Some("write `\"*\"` for every origin")
    } else if ascii::contains_ignoring_case(&["none", "nobody"], word) {
        Some(WRITE_NONE)
    } else if word.eq_ignore_ascii_case("null") {
        Some("write `null`, and `danger_allow_null_origin` beside it")
    } else if ascii::contains_ignoring_case(&["self", "same-origin"], word) {
        Some(
            "leave it out, since pages of the server's own origin need no permission; write \
             `#[cors(none)]` to allow no other origin",
        )
    } else {
        None
    }
}

const ANY_WORDS: [&str; 13] = [
    "*", "all", "any", ".*", ".+", "^.*$", "^.+$", "**", "*.*", "*:*", "*://*", "*://*:*",
    "*://*/*",
];

/// Returns the violation for a string in `hosts`. The help is the host or the list to write, or advice for this kind of
/// string.
pub(crate) const fn invalid_host(string: &str, defect: Defect) -> Violation {
    let clause = match defect {
        Defect::Path if split_at_slashes(string).is_some() => "it has a scheme",
        Defect::DefaultPort => "`:80` and `:443` count as no port",
        defect => defect.clause(),
    };
    let sentence = ConstString::new().push("is not a host: ").push(clause);
    let violation = Violation::new(Rule::InvalidHost, string, sentence.as_str());
    if let Some(list) = list_correction(string, Target::Host) {
        return violation.write_list(list);
    }
    if ascii::contains(&ANY_WORDS, string) || ascii::contains(&["https://*", "http://*"], string) {
        return violation.help("leave `hosts` out to let any host pass");
    }
    match host_correction(string) {
        Some(host) => violation.write(host.as_str()),
        None => violation
            .help("write a host as a request names it, such as `api.example.com` or `localhost:*`"),
    }
}
