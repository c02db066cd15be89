//! The pattern or the list that a wrong value was meant to be.
//!
//! A correction never allows more than the value says. If a value has no single meaning, it has
//! none.

use super::{
    PAGELESS_SCHEMES, Pattern, default_port, host, ip, is_web, misspelled_web_scheme, pattern,
    regex,
};
use crate::{
    Text, ascii,
    split_list::{self, Values},
};

/// The pattern that a string was meant to be, if it can be derived.
///
/// A host outside ASCII has no correction here, since Punycode needs the tables of Unicode.
#[must_use]
pub const fn correction(text: &str) -> Option<Text> {
    if Pattern::parse(text).is_ok() {
        return Some(Text::new().push(text));
    }
    let text = without_prefix(split_list::unquote(text));
    if let Some(comma) = comma_for_dot(text) {
        let origin = Text::new().push(ascii::slice(text, 0, comma)).push(".");
        return plain_correction(origin.push(ascii::tail(text, comma + 1)).as_str());
    }
    match regex::to_pattern(text) {
        Some(pattern) => plain_correction(pattern.as_str()),
        None => plain_correction(text),
    }
}

const fn plain_correction(text: &str) -> Option<Text> {
    let (scheme, rest) = split_scheme(text);
    let mut authority = until_path(rest);
    if let Some(at) = ascii::rfind(authority, b'@') {
        authority = ascii::tail(authority, at + 1);
    }
    let (wildcard, authority) = split_wildcard(authority);
    let Ok((host, port)) = pattern::split_port(authority) else {
        return None;
    };
    let scheme = match corrected_scheme(scheme, host) {
        Some(scheme) => scheme,
        None if scheme.is_empty() && is_certainly_host(host, port) => Text::new().push("https"),
        None => return None,
    };
    let mut origin = scheme.push("://").push(wildcard);
    origin = if is_web(scheme.as_str()) {
        origin.push(canonical_host(host).as_str())
    } else {
        origin.push(host)
    };
    if let Some(port) = port {
        let port = if is_placeholder(port) { "*" } else { without_leading_zeros(port) };
        if !is_default_port(port, scheme.as_str()) {
            origin = origin.push(":").push(port);
        }
    }
    match Pattern::parse(origin.as_str()) {
        Ok(_) => Some(origin),
        Err(_) => None,
    }
}

/// Returns whether a string without a scheme is a host. Any word looks like a host, as does a
/// scheme with a port.
const fn is_certainly_host(host: &str, port: Option<&str>) -> bool {
    let has_port = matches!(port, Some(port) if !port.is_empty());
    (has_port || !is_single_label(host))
        && !is_known_web(host)
        && !ascii::contains_ignoring_case(&PAGELESS_SCHEMES, host)
}

/// The list that a string with several origins was meant to be, if each of them can be corrected.
pub(super) const fn list_correction(text: &str) -> Option<Text> {
    if let Some(list) = alternatives(text) {
        return Some(list);
    }
    if !is_list(text) {
        return None;
    }
    let mut values = Values::of(split_list::unbracket(text));
    let mut list = split_list::List::NEW;
    while let Some(value) = values.next() {
        match correction(value) {
            Some(origin) => list = list.with(origin.as_str()),
            None => return None,
        }
    }
    if list.len() > 1 || is_bracketed(text) { list.finish() } else { None }
}

/// Returns whether the string is a list, with brackets or with several schemes or commas.
pub(super) const fn is_list(text: &str) -> bool {
    if is_bracketed(text) {
        return true;
    }
    // A separator at the end separates nothing.
    let text = without_prefix(split_list::unquote(text));
    let (_, rest) = split_scheme(text);
    // A comma right behind the `/` of an origin is not a part of a path.
    let path = text.len() - rest.len() + until_path(rest).len() + "/".len();
    let bytes = text.as_bytes();
    let mut is_behind_separator = false;
    let mut i = 0;
    while i < bytes.len() {
        is_behind_separator |= split_list::is_separator(bytes[i]);
        let begins_scheme =
            is_behind_separator && matches!(bytes.split_at(i).1, [b':', b'/', b'/', ..]);
        if begins_scheme || (bytes[i] == b',' && i <= path) {
            return comma_for_dot(text).is_none();
        }
        i += 1;
    }
    false
}

const fn is_bracketed(text: &str) -> bool {
    split_list::unbracket(text).len() < ascii::trim(text).len()
}

/// The list of `https://{app,admin}.example.com` or `https://(app|admin)\.example\.com`.
const fn alternatives(text: &str) -> Option<Text> {
    let bytes = text.as_bytes();
    let mut open = 0;
    while open < bytes.len() && !matches!(bytes[open], b'{' | b'(') {
        open += 1;
    }
    if open == bytes.len() {
        return None;
    }
    let close = match ascii::find(text, if bytes[open] == b'{' { b'}' } else { b')' }, open) {
        Some(close) => close,
        None => return None,
    };
    let mut values = Values::of(ascii::slice(text, open + 1, close));
    let mut list = split_list::List::NEW;
    while let Some(value) = values.next() {
        let whole = Text::new()
            .push(ascii::slice(text, 0, open))
            .push(value)
            .push(ascii::tail(text, close + 1));
        match correction(whole.as_str()) {
            Some(origin) => list = list.with(origin.as_str()),
            None => return None,
        }
    }
    if list.len() > 1 { list.finish() } else { None }
}

/// The index of a comma that was typed instead of a dot, as in `https://app,example.com`. The part
/// before it is only a label, and neither a scheme nor another comma follows.
const fn comma_for_dot(text: &str) -> Option<usize> {
    let Some(comma) = ascii::find(text, b',', 0) else {
        return None;
    };
    let (scheme, label) = split_scheme(ascii::slice(text, 0, comma));
    let rest = ascii::tail(text, comma + 1);
    let is_typo = !scheme.is_empty()
        && is_single_label(label)
        && !host::is_loopback(label)
        && matches!(rest.as_bytes(), [b'a'..=b'z' | b'0'..=b'9', ..])
        && ascii::find(rest, b',', 0).is_none()
        && ascii::find(rest, b':', 0).is_none();
    if is_typo { Some(comma) } else { None }
}

/// Returns whether the string names a range of IP addresses: `192.168.0.0/24`, `192.168.*.*`.
pub(super) const fn is_ip_range(text: &str) -> bool {
    let (_, rest) = split_scheme(text);
    let authority = until_path(rest);
    let path = ascii::tail(rest, authority.len());
    let Ok((host, _)) = pattern::split_port(authority) else {
        return false;
    };
    let is_address = ip::is_ipv4(host) || ip::ipv6(host).is_some();
    if is_address && matches!(path.as_bytes(), [b'/', b'0'..=b'9', ..]) {
        return ascii::number(ascii::tail(path, 1)).is_some();
    }
    let bytes = host.as_bytes();
    let (mut has_number, mut has_asterisk, mut i) = (false, false, 0);
    while i < bytes.len() {
        match bytes[i] {
            b'0'..=b'9' => has_number = true,
            b'*' => has_asterisk = true,
            b'.' => {}
            _ => return false,
        }
        i += 1;
    }
    has_number && has_asterisk
}

/// Without the name of a header, or a scheme that wraps an origin.
const fn without_prefix(text: &str) -> &str {
    let Some(colon) = ascii::find(text, b':', 0) else {
        return text;
    };
    let prefixes = ["blob", "filesystem", "view-source", "origin", "access-control-allow-origin"];
    let rest = ascii::trim(ascii::tail(text, colon + 1));
    let is_prefix = ascii::contains_ignoring_case(&prefixes, ascii::slice(text, 0, colon));
    if is_prefix && super::scheme_end(rest).is_some() { rest } else { text }
}

/// Scheme and rest, with any number of slashes in any direction, on either side of the colon. The
/// scheme is empty if there is none. If there are two schemes, the second one counts.
const fn split_scheme(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() && !matches!(bytes[end], b':' | b'/' | b'\\') {
        end += 1;
    }
    let scheme = ascii::slice(text, 0, end);
    let mut rest = ascii::tail(text, end);
    let (mut colons, mut slashes) = (0, 0);
    while let [byte @ (b':' | b'/' | b'\\'), ..] = rest.as_bytes() {
        // Behind its slashes, a colon begins a placeholder or a port.
        if *byte == b':' {
            if colons == 1 || (slashes > 0 && !is_known_web(scheme)) {
                break;
            }
            colons += 1;
        } else {
            // A third slash begins a path.
            if slashes == 2 {
                break;
            }
            slashes += 1;
        }
        rest = ascii::tail(rest, 1);
    }
    let is_scheme = slashes > 0 && (colons > 0 || scheme.is_empty() || is_known_web(scheme))
        || is_known_web(scheme) && !matches!(rest.as_bytes(), [] | [b'0'..=b'9' | b'*', ..]);
    if !is_scheme || end == bytes.len() {
        return ("", text);
    }
    match split_scheme_again(rest) {
        Some(inner) => inner,
        None => (scheme, rest),
    }
}

/// The inner scheme and rest of `https://https://a.example`.
const fn split_scheme_again(rest: &str) -> Option<(&str, &str)> {
    match super::scheme_end(rest) {
        Some(end) if is_known_web(ascii::slice(rest, 0, end)) => {
            Some((ascii::slice(rest, 0, end), ascii::tail(rest, end + "://".len())))
        }
        _ => None,
    }
}

const fn is_known_web(scheme: &str) -> bool {
    ascii::contains_ignoring_case(&["https", "http", "wss", "ws", "http(s)", "https?"], scheme)
}

/// `None` for a scheme that no page's origin has, and without a scheme for a host on another
/// machine.
const fn corrected_scheme(scheme: &str, host: &str) -> Option<Text> {
    let lower = Text::new().push_lowercase(scheme);
    Some(match lower.as_str().as_bytes() {
        b"" if host::is_loopback(host) || ip::is_ipv4_loopback(host) => Text::new().push("http"),
        b"" => return None,
        b"wss" | b"http(s)" | b"https?" | b"*" => Text::new().push("https"),
        b"ws" => Text::new().push("http"),
        _ if ascii::contains(&PAGELESS_SCHEMES, lower.as_str()) => return None,
        _ => match misspelled_web_scheme(lower.as_str()) {
            Some(meant) => Text::new().push(meant),
            None => lower,
        },
    })
}

/// The wildcard that the beginning of a host was meant to be, and the rest. A placeholder such as
/// `{tenant}.`, `:tenant.` or `**.` is a wildcard, and so is a leading dot.
const fn split_wildcard(authority: &str) -> (&str, &str) {
    let bytes = authority.as_bytes();
    let Some(dot) = ascii::find(authority, b'.', 0) else {
        return ("", authority);
    };
    let label = ascii::slice(authority, 0, dot);
    let behind = ascii::tail(authority, dot + 1);
    if behind.is_empty() {
        return ("", authority);
    }
    if label.is_empty() || ascii::contains(&["*", "**", "%s"], label) {
        return ("*.", behind);
    }
    let Some(end) = placeholder_end(label) else {
        return ("", authority);
    };
    if end == label.len() {
        ("*.", behind)
    } else if bytes[end] == b'-' {
        ("*", ascii::tail(authority, end))
    } else {
        ("", authority)
    }
}

/// Returns whether the whole string is a placeholder: `{port}`, `$PORT`, `<port>`, `PORT`.
const fn is_placeholder(text: &str) -> bool {
    text.eq_ignore_ascii_case("port")
        || matches!(placeholder_end(text), Some(end) if end == text.len())
}

/// The end of a placeholder at the start of a label.
const fn placeholder_end(label: &str) -> Option<usize> {
    let close = match label.as_bytes() {
        [b'$', b'{', ..] | [b'{', ..] => b'}',
        [b'<', ..] => b'>',
        [b'[', ..] => b']',
        [b'%', ..] => b'%',
        [b'$' | b':', ..] => {
            let bytes = label.as_bytes();
            let mut end = 1;
            while end < bytes.len() && (bytes[end].is_ascii_alphanumeric() || bytes[end] == b'_') {
                end += 1;
            }
            return if end > 1 { Some(end) } else { None };
        }
        _ => return None,
    };
    match ascii::rfind(label, close) {
        Some(0) | None => None,
        Some(end) => Some(end + 1),
    }
}

/// Returns whether the string is a placeholder for a whole origin: `$http_origin`, `${ORIGIN}`,
/// `{{origin}}`.
pub(super) const fn is_variable(text: &str) -> bool {
    is_placeholder(split_list::unquote(text))
}

const fn is_single_label(host: &str) -> bool {
    !host.is_empty() && ascii::find(host, b'.', 0).is_none() && ascii::find(host, b':', 0).is_none()
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

const fn is_default_port(port: &str, scheme: &str) -> bool {
    match (ascii::number(port), default_port(scheme)) {
        (Some(port), Some(default)) => port == default as u32,
        _ => port.is_empty(),
    }
}
