//! Every help that is derived: the nearest key, other libraries' words, Punycode.

use cors_rules::{
    origin::{Pattern, correction},
    suggestion,
};

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

/// The key that another word was meant to be.
pub(crate) fn key(word: &str) -> Option<&'static str> {
    suggestion::key(word, &KEYS)
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
