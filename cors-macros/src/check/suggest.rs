//! Every help that is derived: the nearest key, other libraries' words, Punycode.

use cors_policy::origin::{Pattern, correction};

const KEYS: [&str; 13] = [
    "origins",
    "debug_origins",
    "methods",
    "allow_headers",
    "expose_headers",
    "allow_credentials",
    "max_age",
    "enforce",
    "policy",
    "danger_allow_insecure_origins",
    "danger_allow_public_suffixes",
    "danger_allow_null_origin",
    "crate",
];

pub(crate) const ALL_KEYS: &str = "the keys are `origins`, `debug_origins`, `methods`, \
     `allow_headers`, `expose_headers`, `allow_credentials`, `max_age`, `enforce`, `policy`, \
     `crate` and three that begin with `danger_allow_`";

/// The words of other libraries, in snake case: actix-cors, tower-http, `jub0bs/cors`, rs/cors,
/// Spring, rocket_cors, express, Django, Rails, ASP.NET.
const ELSEWHERE: [(&str, &[&str]); 9] = [
    (
        "origins",
        &[
            "allowed_origin",
            "allowed_origins",
            "allow_origin",
            "allow_origins",
            "origin",
            "origin_patterns",
            "allowed_origin_patterns",
            "allow_origin_regex",
            "any_origin",
            "allow_any_origin",
            "allowed_origin_fn",
            "allow_origin_func",
            "send_wildcard",
            "cors_allowed_origins",
        ],
    ),
    (
        "methods",
        &["allowed_methods", "allow_methods", "allow_any_method", "method", "request_methods"],
    ),
    (
        "allow_headers",
        &[
            "allowed_headers",
            "allowed_header",
            "allow_header",
            "allow_any_header",
            "headers",
            "request_headers",
            "allowed_request_headers",
        ],
    ),
    (
        "expose_headers",
        &[
            "exposed_headers",
            "expose_header",
            "exposed_header",
            "expose_any_header",
            "expose",
            "response_headers",
            "expose_any_headers",
        ],
    ),
    (
        "allow_credentials",
        &[
            "supports_credentials",
            "credentials",
            "credentialed",
            "with_credentials",
            "allowed_credentials",
            "allow_credential",
        ],
    ),
    (
        "max_age",
        &[
            "max_age_in_seconds",
            "max_age_seconds",
            "preflight_max_age",
            "age",
            "cache",
            "access_control_max_age",
        ],
    ),
    ("enforce", &["block_on_origin_mismatch", "block", "strict", "reject"]),
    (
        "danger_allow_insecure_origins",
        &[
            "dangerously_tolerate_insecure_origins",
            "allow_insecure_origins",
            "tolerate_insecure_origins",
        ],
    ),
    (
        "danger_allow_public_suffixes",
        &[
            "dangerously_tolerate_subdomains_of_public_suffixes",
            "tolerate_subdomains_of_public_suffixes",
            "allow_public_suffixes",
        ],
    ),
];

/// The key that another word was meant to be.
pub(crate) fn key(word: &str) -> Option<&'static str> {
    let word = snake_case(word);
    if let Some(key) = KEYS.iter().find(|key| **key == word) {
        return Some(key);
    }
    let elsewhere = ELSEWHERE.iter().find(|(_, words)| words.contains(&word.as_str()));
    if let Some((key, _)) = elsewhere {
        return Some(key);
    }
    let distance = |key: &str| strsim::damerau_levenshtein(&word, key);
    let nearest = KEYS.into_iter().min_by_key(|key| distance(key))?;
    (distance(nearest) <= word.len().max(3) / 3).then_some(nearest)
}

fn snake_case(word: &str) -> String {
    let mut snake = String::new();
    for letter in word.chars() {
        if letter.is_uppercase() && !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// An origin whose host is outside ASCII, as browsers send it.
pub(crate) fn punycode(value: &str) -> Option<String> {
    let value = value.trim();
    let (scheme, rest) = value.split_once("://").unwrap_or(("https", value));
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let authority = rest.get(..end)?;
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, format!(":{port}")),
        None => (authority, String::new()),
    };
    let (wildcard, host) = match host.strip_prefix("*.") {
        Some(domain) => ("*.", domain),
        None => ("", host),
    };
    let host = idna::domain_to_ascii(host).ok()?;
    let origin = format!("{scheme}://{wildcard}{host}{port}");
    match Pattern::parse(&origin) {
        Ok(_) => Some(origin),
        Err(_) => correction(&origin).map(|text| text.as_str().to_owned()),
    }
}
