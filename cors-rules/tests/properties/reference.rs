//! The `url` crate as the reference for origins: <https://url.spec.whatwg.org/#origin>.

use url::{Origin, Url};

/// Schemes that no page's origin has: some have an opaque origin, and no page is loaded by others.
const PAGELESS_SCHEMES: [&str; 9] =
    ["file", "ws", "wss", "ftp", "data", "blob", "about", "javascript", "filesystem"];

/// Returns whether a browser at that URL could send the string as its origin: it is what the origin
/// of its own URL serializes to.
pub(crate) fn round_trips(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once("://") else { return false };
    if matches!(scheme, "http" | "https") {
        return serialized(text).as_deref() == Some(text);
    }
    // In the standard, origins of other schemes are opaque. Browsers send scheme, host and port.
    let Ok(url) = Url::parse(text) else { return false };
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let host = url.host_str().filter(|host| !host.is_empty());
    host.is_some_and(|host| format!("{}://{host}{port}", url.scheme()) == text)
        && !PAGELESS_SCHEMES.contains(&scheme)
        && !["http", "https"].iter().any(|web| is_one_edit_away(scheme, web))
}

fn is_one_edit_away(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.split_at(same).1, b.split_at(same).1);
    match (a, b) {
        ([], [_]) | ([_], []) => true,
        ([_, a_rest @ ..], [_, b_rest @ ..]) => a_rest == b_rest || a == b_rest || a_rest == b,
        _ => false,
    }
}

/// The serialization of the origin of a URL, unless it is opaque.
pub(crate) fn serialized(text: &str) -> Option<String> {
    let origin = Url::parse(text).ok()?.origin();
    matches!(origin, Origin::Tuple(..)).then(|| origin.ascii_serialization())
}

/// Returns whether an origin is within the limits that the grammar has on purpose. Under `http` and
/// `https`, labels have 1 to 63 bytes of `a-z 0-9 _ -`. A host has at most 253 bytes and no `*`, a
/// scheme 64, and no port is 0.
pub(crate) fn is_within_limits(serialized: &str) -> bool {
    let Some((scheme, rest)) = serialized.split_once("://") else { return false };
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (rest, ""),
    };
    let domain = host.strip_suffix('.').unwrap_or(host);
    let in_alphabet = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
    let is_label =
        |label: &str| !label.is_empty() && label.len() <= 63 && label.bytes().all(in_alphabet);
    let is_host = match scheme {
        _ if host.starts_with('[') => true,
        "http" | "https" => host.len() <= 253 && domain.split('.').all(is_label),
        _ => host.len() <= 253 && !host.contains('*'),
    };
    scheme.len() <= 64 && is_host && port != "0"
}

/// Returns whether a host has a label that needs the tables of Unicode to be validated. Browsers
/// never send an invalid one.
pub(crate) fn has_punycode(text: &str) -> bool {
    text.contains("xn--")
}
