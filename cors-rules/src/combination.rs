//! What only two settings together are refused for: who may read with credentials.
//!
//! <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>

use crate::{
    Rule, Violation, ascii,
    origin::{self, ANY, NULL, Pattern},
};

/// Which dangers a policy takes upon itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dangers {
    /// `danger_allow_insecure_origins`.
    pub insecure_origins: bool,
    /// `danger_allow_public_suffixes`.
    pub public_suffixes: bool,
    /// `danger_allow_null_origin`.
    pub null_origin: bool,
}

/// The violation of `origins = "*"` with credentials.
#[must_use]
pub const fn any_origin_with_credentials() -> Violation {
    Violation::new(
        Rule::AnyOriginWithCredentials,
        ANY,
        "is every origin, and browsers show no page an answer to `*` that was asked for with credentials",
    )
    .help("name the origins that may send credentials, or drop `allow_credentials`")
}

/// The violation of `expose_headers = "*"` with credentials.
#[must_use]
pub const fn any_exposed_with_credentials() -> Violation {
    Violation::new(
        Rule::AnyExposedWithCredentials,
        "*",
        "is every header only without credentials: with them, browsers read it as a header's name",
    )
    .help("name the headers to expose, or drop `allow_credentials`")
}

/// What is wrong with letting an origin send credentials unencrypted, or from anywhere.
#[must_use]
pub const fn insecure_origin(value: &str, dangers: Dangers) -> Option<Violation> {
    if dangers.insecure_origins {
        return None;
    }
    let (insecure, help) = if ascii::equal(value, NULL) {
        (true, "leave it out, or add `danger_allow_insecure_origins` too")
    } else {
        match Pattern::parse(value) {
            Ok(pattern) if ascii::equal(pattern.scheme(), "http") => (
                pattern.is_insecure(),
                "write it with `https://`, or add `danger_allow_insecure_origins`",
            ),
            Ok(pattern) => {
                (pattern.is_insecure(), "leave it out, or add `danger_allow_insecure_origins`")
            }
            Err(_) => (false, ""),
        }
    };
    if !insecure {
        return None;
    }
    Some(
        Violation::new(
            Rule::InsecureOriginWithCredentials,
            value,
            "is no `https` origin, so others than its owner can speak for it, with credentials",
        )
        .help(help),
    )
}

/// What is wrong with letting everybody below a public suffix send credentials.
#[must_use]
pub const fn public_suffix(value: &str, dangers: Dangers) -> Option<Violation> {
    match Pattern::parse(value) {
        Ok(pattern) if pattern.is_below_public_suffix() && !dangers.public_suffixes => Some(
            Violation::new(
                Rule::PublicSuffixWithCredentials,
                value,
                "is below a public suffix: anybody can register a matching origin, with credentials",
            )
            .help("name the sites that are yours, or add `danger_allow_public_suffixes`"),
        ),
        _ => None,
    }
}

/// The settings of a policy that are judged together.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// `origins`, where they are listed.
    pub origins: &'a [&'a str],
    /// `debug_origins`.
    pub debug_origins: &'a [&'a str],
    /// `expose_headers`.
    pub expose_headers: &'a [&'a str],
    /// `allow_credentials`.
    pub allow_credentials: bool,
    /// The `danger_` keys.
    pub dangers: Dangers,
}

/// What is wrong between the settings of a policy, if anything.
#[must_use]
pub const fn check(settings: Settings<'_>) -> Option<Violation> {
    let Settings { origins, debug_origins, expose_headers, allow_credentials, dangers } = settings;
    let any = contains(origins, ANY);
    if (any && !debug_origins.is_empty()) || contains(debug_origins, ANY) {
        return Some(origin::any_mixed());
    }
    if !dangers.null_origin && (contains(origins, NULL) || contains(debug_origins, NULL)) {
        return Some(origin::null());
    }
    if !allow_credentials {
        return None;
    }
    if any {
        return Some(any_origin_with_credentials());
    }
    if let Some(violation) = check_with_credentials(origins, dangers) {
        return Some(violation);
    }
    if let Some(violation) = check_with_credentials(debug_origins, dangers) {
        return Some(violation);
    }
    if contains(expose_headers, "*") { Some(any_exposed_with_credentials()) } else { None }
}

const fn check_with_credentials(origins: &[&str], dangers: Dangers) -> Option<Violation> {
    let mut i = 0;
    while i < origins.len() {
        if let Some(violation) = insecure_origin(origins[i], dangers) {
            return Some(violation);
        }
        if let Some(violation) = public_suffix(origins[i], dangers) {
            return Some(violation);
        }
        i += 1;
    }
    None
}

const fn contains(list: &[&str], value: &str) -> bool {
    let mut i = 0;
    while i < list.len() {
        if ascii::equal(list[i], value) {
            return true;
        }
        i += 1;
    }
    false
}
