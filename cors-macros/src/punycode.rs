//! Suggests the Punycode form of a host with non-ASCII characters. `cors-rules` cannot suggest it, because it has
//! no IDNA tables.

use cors_rules::origin::{Pattern, correction};

/// An origin whose host is outside ASCII, as browsers send it.
pub(crate) fn corrected(value: &str) -> Option<String> {
    // Typographic quotes are no part of the host.
    let value =
        value.trim_matches(|c: char| c.is_whitespace() || !(c.is_ascii() || c.is_alphanumeric()));
    if value.is_ascii() {
        return None;
    }
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
