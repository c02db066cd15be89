//! What the `url` crate says of an origin: <https://url.spec.whatwg.org/#origin>.

use url::{Origin, Url};

const SCHEMES_WITH_A_TUPLE_ORIGIN: [&str; 5] = ["http", "https", "ws", "wss", "ftp"];

/// Whether a browser with that URL could have sent the text as its origin: the text is how the
/// origin of its own URL is serialized.
pub(crate) fn round_trips(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    if SCHEMES_WITH_A_TUPLE_ORIGIN.contains(&scheme) {
        return serialized(text).as_deref() == Some(text);
    }
    // The origins of other schemes are opaque to the standard, yet some browsers send tuples: we
    // ask of their hosts what `http` and `https` ask, and they have no default port.
    let stand_in = if rest.ends_with(":443") { "http" } else { "https" };
    let text = format!("{stand_in}://{rest}");
    is_scheme(scheme) && serialized(&text).as_ref() == Some(&text)
}

/// How the origin of a URL is serialized, where it is no opaque one.
pub(crate) fn serialized(text: &str) -> Option<String> {
    let origin = Url::parse(text).ok()?.origin();
    matches!(origin, Origin::Tuple(..)).then(|| origin.ascii_serialization())
}

/// By `url` too: a scheme that it keeps as it is.
fn is_scheme(scheme: &str) -> bool {
    Url::parse(&format!("{scheme}:x")).is_ok_and(|url| url.scheme() == scheme) && scheme != "file"
}

/// Where we are narrower than the standard, on purpose: labels of `a-z 0-9 _ -`, none empty but
/// behind a last dot, 63 bytes at most, 253 for a host; schemes up to 64 bytes; no port 0.
pub(crate) fn is_within_our_bounds(serialized: &str) -> bool {
    let Some((scheme, rest)) = serialized.split_once("://") else { return false };
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (rest, ""),
    };
    let domain = host.strip_suffix('.').unwrap_or(host);
    let is_ipv6 = host.starts_with('[');
    let in_alphabet = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
    let is_label =
        |label: &str| !label.is_empty() && label.len() <= 63 && label.bytes().all(in_alphabet);
    let is_host = is_ipv6 || (host.len() <= 253 && domain.split('.').all(is_label));
    scheme.len() <= 64 && is_host && port != "0"
}

/// Whether a host has a label that only Unicode's tables could judge: a browser never sends an
/// invalid one, and telling takes those tables.
pub(crate) fn has_punycode(text: &str) -> bool {
    text.contains("xn--")
}
