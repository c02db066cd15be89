//! Corrections of wrong values: the pattern, the host or the list to write instead.
//!
//! A correction is the most likely meaning of the value. A value whose meaning is not clear enough has no correction.

mod lists;
mod placeholder;

use self::placeholder::split_wildcard;
use super::{
    ANY_WEB_SCHEME, HostPattern, PAGELESS_SCHEMES, Pattern, host,
    host_pattern::{port_number, split_port},
    ip, is_default_port, is_web, misspelled_web_scheme, regex, split_at_slashes,
};
use crate::{ConstString, ascii, split_list};

pub(super) use self::{
    lists::{Target, is_list, list_correction},
    placeholder::is_placeholder,
};

/// Returns the pattern that a string was meant to be, if it can be derived.
///
/// A host with characters outside ASCII has no correction here, since the conversion to Punycode needs the tables of
/// Unicode. `cors-macros` corrects such hosts.
pub const fn correction(string: &str) -> Option<ConstString> {
    if Pattern::parse(string).is_ok() {
        return Some(ConstString::new().push(string));
    }
    let string = without_prefix(split_list::unquote(string));
    if let Some((before, after)) = comma_for_dot(string) {
        return corrected_parts(ConstString::new().push(before).push(".").push(after).as_str());
    }
    match regex::to_pattern(string) {
        Some(pattern) => corrected_parts(pattern.as_str()),
        None => corrected_parts(string),
    }
}

/// Returns the host that a string in `hosts` was meant to be, if it can be derived.
pub const fn host_correction(string: &str) -> Option<ConstString> {
    let string = split_list::unquote(string);
    let rest = match (split_at_slashes(string), ascii::strip_prefix(string, "//")) {
        (Some((_, rest)), _) | (None, Some(rest)) => rest,
        (None, None) => string,
    };
    let origin = ConstString::new().push("https://").push(rest);
    let Some(origin) = correction(origin.as_str()) else { return None };
    let host = ascii::tail(origin.as_str(), "https://".len());
    let host = match split_port(host) {
        Ok((host, Some(port))) if is_default(port, ANY_WEB_SCHEME) => host,
        _ => host,
    };
    if HostPattern::parse(host).is_ok() { Some(ConstString::new().push(host)) } else { None }
}

/// The parts of a string that resembles an origin.
struct Parts<'a> {
    /// Empty if there is no scheme.
    scheme: &'a str,
    authority: &'a str,
    /// The rest after the authority, such as `/path?query#fragment`.
    path: &'a str,
}

impl<'a> Parts<'a> {
    const fn parse(string: &'a str) -> Self {
        let (scheme, rest) = split_any_scheme(string);
        let bytes = rest.as_bytes();
        let mut end = 0;
        while end < bytes.len() && !matches!(bytes[end], b'/' | b'\\' | b'?' | b'#') {
            end += 1;
        }
        let (authority, path) = rest.split_at(end);
        Self { scheme, authority, path }
    }
}

const fn corrected_parts(string: &str) -> Option<ConstString> {
    let Parts { scheme, authority, path } = Parts::parse(string);
    // In `https://app?.example.com`, the `?` is meant as a wildcard for one character, which patterns do not have.
    if ascii::starts_with(path, "?.") {
        return None;
    }
    let authority = match ascii::rsplit_once(authority, b'@') {
        Some((_, authority)) => authority,
        None => authority,
    };
    let (wildcard, authority) = split_wildcard(authority);
    let Ok((host, port)) = split_port(authority) else { return None };
    let Some(scheme) = corrected_scheme(scheme, host, port) else { return None };
    let mut origin = scheme.push("://").push(wildcard);
    origin = if is_web(scheme.as_str()) {
        origin.push(canonical_host(host).as_str())
    } else {
        origin.push(host)
    };
    let port = match port {
        Some(port) if is_placeholder(port) => "*",
        Some(port) => without_leading_zeros(port),
        None => "",
    };
    if !port.is_empty() && !is_default(port, scheme.as_str()) {
        origin = origin.push(":").push(port);
    }
    if Pattern::parse(origin.as_str()).is_ok() { Some(origin) } else { None }
}

const fn is_default(port: &str, scheme: &str) -> bool {
    matches!(port_number(port), Some(port) if is_default_port(port, scheme))
}

/// Returns whether a string without a scheme is very likely a host. Returns `false` for a single word without a port,
/// such as `staff`, and for the name of a web scheme or of one of [`PAGELESS_SCHEMES`], as in `https:8080`.
const fn is_certainly_host(host: &str, port: Option<&str>) -> bool {
    let has_port = matches!(port, Some(port) if !port.is_empty());
    (has_port || !is_single_label(host))
        && !is_known_web(host)
        && !ascii::contains_ignoring_case(&PAGELESS_SCHEMES, host)
}

/// Splits at a comma that was typed instead of a dot, as in `https://app,example.com`. The comma must follow a scheme
/// and a single label that is not a loopback host. The rest must begin with `a-z` or `0-9`, and contain no other comma
/// and no colon.
const fn comma_for_dot(string: &str) -> Option<(&str, &str)> {
    let Some((before, rest)) = ascii::split_once(string, b',') else { return None };
    let (scheme, label) = split_any_scheme(before);
    let is_typo = !scheme.is_empty()
        && is_single_label(label)
        && !host::is_loopback(label)
        && matches!(rest.as_bytes(), [b'a'..=b'z' | b'0'..=b'9', ..])
        && !ascii::has(rest, b',')
        && !ascii::has(rest, b':');
    if is_typo { Some((before, rest)) } else { None }
}

/// Returns whether the string names a range of IP addresses: `192.168.0.0/24`, `192.168.*.*`.
pub(super) const fn is_ip_range(string: &str) -> bool {
    let Parts { authority, path, .. } = Parts::parse(string);
    let Ok((host, _)) = split_port(authority) else { return false };
    if ip::is_ipv4(host) || ip::ipv6(host).is_some() {
        let prefix_length = ascii::strip_prefix(path, "/");
        return matches!(prefix_length, Some(length) if ascii::number(length).is_some());
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

/// Removes the name of a header, or a scheme such as `blob:`, if an origin follows, as in `Origin: https://a.example`.
const fn without_prefix(string: &str) -> &str {
    let Some((prefix, rest)) = ascii::split_once(string, b':') else { return string };
    let prefixes = ["blob", "filesystem", "view-source", "origin", "access-control-allow-origin"];
    let rest = rest.trim_ascii();
    let is_prefix = ascii::contains_ignoring_case(&prefixes, prefix);
    if is_prefix && split_at_slashes(rest).is_some() { rest } else { string }
}

/// Splits the scheme from the rest, even if the separator is not `://`. The separator has at most one colon, and at
/// most two slashes or backslashes in total. The slashes can be before or after the colon, and the colon or the slashes
/// can be missing, as in `https//a.example`. If there is no scheme, the returned scheme is empty.
const fn split_any_scheme(string: &str) -> (&str, &str) {
    let bytes = string.as_bytes();
    let mut end = 0;
    while end < bytes.len() && !matches!(bytes[end], b':' | b'/' | b'\\') {
        end += 1;
    }
    let (scheme, mut rest) = string.split_at(end);
    let (mut colons, mut slashes) = (0, 0);
    while let [byte @ (b':' | b'/' | b'\\'), ..] = rest.as_bytes() {
        // A second colon begins a placeholder or a port, as in `https://:tenant.example.com`. A first colon after
        // slashes does so too, as in `//:8080`. But if a web scheme precedes the slashes, as in `https//:a.example`,
        // the first colon belongs to the separator.
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
        return ("", string);
    }
    match split_at_slashes(rest) {
        // If the string has two schemes, as in `https://https://a.example`, the second one is returned.
        Some((inner, rest)) if is_known_web(inner) => (inner, rest),
        _ => (scheme, rest),
    }
}

const fn is_known_web(scheme: &str) -> bool {
    ascii::contains_ignoring_case(&["https", "http", "wss", "ws", "http(s)", "https?"], scheme)
}

/// Returns the scheme to write, such as `https` in place of `wss`. If the scheme is missing, returns `http` for a
/// loopback host. For any other host without a scheme, returns `https` if [`is_certainly_host`] returns `true`, and
/// otherwise `None`. For a scheme of [`PAGELESS_SCHEMES`] other than `ws` and `wss`, such as `file`, returns `None`.
const fn corrected_scheme(scheme: &str, host: &str, port: Option<&str>) -> Option<ConstString> {
    let lower = ConstString::lowercase(scheme);
    Some(match lower.as_str().as_bytes() {
        b"" if host::is_loopback(canonical_host(host).as_str()) => ConstString::new().push("http"),
        b"" if is_certainly_host(host, port) => ConstString::new().push("https"),
        b"" => return None,
        b"wss" | b"http(s)" | b"https?" | b"*" => ConstString::new().push("https"),
        b"ws" => ConstString::new().push("http"),
        _ if ascii::contains(&PAGELESS_SCHEMES, lower.as_str()) => return None,
        _ => match misspelled_web_scheme(lower.as_str()) {
            Some(meant) => ConstString::new().push(meant),
            None => lower,
        },
    })
}

const fn is_single_label(host: &str) -> bool {
    !host.is_empty() && !ascii::has(host, b'.') && !ascii::has(host, b':')
}

const fn canonical_host(host: &str) -> ConstString {
    if let Some(pieces) = ip::ipv6(host) {
        return ip::write_ipv6(pieces);
    }
    match ip::ipv4(host) {
        Some(ip) if ip::ends_in_a_number(host) => ip::write_ipv4(ip.address),
        _ => ConstString::lowercase(host),
    }
}

const fn without_leading_zeros(mut port: &str) -> &str {
    while port.len() > 1
        && let Some(rest) = ascii::strip_prefix(port, "0")
    {
        port = rest;
    }
    port
}
