use super::{Pattern, default_port, host, ip, misspelled_web_scheme, pattern};
use crate::{Text, ascii};

/// The pattern that a text was meant to be, where that can be told without guessing.
///
/// Punycode aside: that takes Unicode's tables, and the macro adds it.
#[must_use]
pub const fn correction(text: &str) -> Option<Text> {
    let text = ascii::trim(text);
    let (scheme, rest) = match scheme(text) {
        Some(split) => split,
        None if is_scheme_alone(text) => return None,
        None => ("", text),
    };
    let rest = without_user_info(until_path(rest));
    let Ok((host, port)) = pattern::split_port(rest) else {
        return None;
    };
    let subdomains = ascii::starts_with(host, "*.");
    let host = if subdomains { ascii::tail(host, 2) } else { host };
    let host = if scheme.is_empty() || is_web(scheme) {
        canonical_host(host)
    } else {
        Text::new().push(host)
    };
    let scheme = if let Some(meant) = misspelled_web_scheme(scheme)
        && !is_web(scheme)
    {
        Text::new().push(meant)
    } else if scheme.eq_ignore_ascii_case("wss") {
        Text::new().push("https")
    } else if scheme.eq_ignore_ascii_case("ws") {
        Text::new().push("http")
    } else if !scheme.is_empty() {
        Text::new().push_lowercase(scheme)
    } else if host::is_loopback(host.as_str()) {
        Text::new().push("http")
    } else {
        Text::new().push("https")
    };
    let mut origin = scheme.push("://");
    if subdomains {
        origin = origin.push("*.");
    }
    origin = origin.push(host.as_str());
    if let Some(port) = port {
        let port = without_leading_zeros(port);
        if !is_needless(port, scheme.as_str()) {
            origin = origin.push(":").push(port);
        }
    }
    if ascii::equal(origin.as_str(), text) && Pattern::parse(text).is_err() {
        return None;
    }
    match Pattern::parse(origin.as_str()) {
        Ok(_) => Some(origin),
        Err(_) => None,
    }
}

/// Scheme and rest, however many slashes stand between, and on which side of the colon.
const fn scheme(text: &str) -> Option<(&str, &str)> {
    let end = match (ascii::find(text, b':', 0), ascii::find(text, b'/', 0)) {
        // `https//a.example`, `https//:a.example`
        (_, Some(slash)) if is_web(ascii::slice(text, 0, slash)) => slash,
        // `//a.example`
        (_, Some(0)) => 0,
        (Some(colon), _) => colon,
        (None, _) => return None,
    };
    let behind = ascii::tail(text, end);
    let has_colon = ascii::starts_with(behind, ":");
    let mut rest = if has_colon { ascii::tail(behind, 1) } else { behind };
    if !ascii::starts_with(rest, "/") {
        return None;
    }
    let mut slashes = 0;
    while slashes < 2 && ascii::starts_with(rest, "/") {
        rest = ascii::tail(rest, 1);
        slashes += 1;
    }
    if !has_colon && ascii::starts_with(rest, ":") {
        rest = ascii::tail(rest, 1);
    }
    Some((ascii::slice(text, 0, end), rest))
}

const fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

/// Whether a number stands behind a scheme, as in `https:8443`: that tells no host.
const fn is_scheme_alone(text: &str) -> bool {
    match ascii::find(text, b':', 0) {
        Some(colon) => default_port(ascii::slice(text, 0, colon)).is_some(),
        None => false,
    }
}

const fn until_path(rest: &str) -> &str {
    let bytes = rest.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if matches!(bytes[i], b'/' | b'\\' | b'?' | b'#') {
            return ascii::slice(rest, 0, i);
        }
        i += 1;
    }
    rest
}

const fn without_user_info(authority: &str) -> &str {
    match ascii::rfind(authority, b'@') {
        Some(at) => ascii::tail(authority, at + 1),
        None => authority,
    }
}

const fn canonical_host(host: &str) -> Text {
    if let Some(pieces) = ip::ipv6(host) {
        return ip::write_ipv6(pieces);
    }
    if ip::ends_in_a_number(host)
        && let Some(address) = ip::ipv4(host)
    {
        return ip::write_ipv4(address);
    }
    Text::new().push_lowercase(host)
}

pub(super) const fn without_leading_zeros(port: &str) -> &str {
    let mut port = port;
    while port.len() > 1 && ascii::starts_with(port, "0") {
        port = ascii::tail(port, 1);
    }
    port
}

const fn is_needless(port: &str, scheme: &str) -> bool {
    match (ascii::number(port), default_port(scheme)) {
        (Some(port), Some(default)) => port == default as u32,
        _ => port.is_empty(),
    }
}
