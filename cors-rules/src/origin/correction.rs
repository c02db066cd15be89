//! Corrections of wrong values: the pattern, the host or the list to write instead.
//!
//! A correction never allows more than the value describes. A value with several meanings has no correction.

use super::{
    ANY_WEB_SCHEME, HostPattern, PAGELESS_SCHEMES, Pattern, host,
    host_pattern::{port_number, split_port},
    ip, is_default_port, is_web, misspelled_web_scheme, regex, split_at_slashes,
};
use crate::{
    ConstString, ascii,
    split_list::{self, QuotedList, Values},
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
    if let Some((label, rest)) = comma_for_dot(string) {
        return corrected_parts(ConstString::new().push(label).push(".").push(rest).as_str());
    }
    match regex::to_pattern(string) {
        Some(pattern) => corrected_parts(pattern.as_str()),
        None => corrected_parts(string),
    }
}

/// Returns the host that a string in `hosts` was meant to be, if it can be derived.
pub(super) const fn host_correction(string: &str) -> Option<ConstString> {
    let string = split_list::unquote(string);
    let rest = match (split_at_slashes(string), ascii::strip_prefix(string, "//")) {
        (Some((_, rest)), _) | (None, Some(rest)) => rest,
        (None, None) => string,
    };
    let bracketed = ConstString::new().push("[").push(rest).push("]");
    let is_ipv6 = ip::ipv6(bracketed.as_str()).is_some() && !may_end_in_port(rest);
    let rest = if is_ipv6 { bracketed.as_str() } else { rest };
    let Some(origin) = correction(ConstString::new().push("https://").push(rest).as_str()) else {
        return None;
    };
    let host = ascii::tail(origin.as_str(), "https://".len());
    let host = match split_port(host) {
        Ok((host, Some(port))) if is_default(port, ANY_WEB_SCHEME) => host,
        _ => host,
    };
    if HostPattern::parse(host).is_ok() { Some(ConstString::new().push(host)) } else { None }
}

/// Returns whether an IPv6 address without brackets may be a shorter address and a port, as in `::1:8080`.
const fn may_end_in_port(string: &str) -> bool {
    match ascii::rsplit_once(string, b':') {
        Some((address, port)) => {
            let bracketed = ConstString::new().push("[").push(address).push("]");
            port_number(port).is_some() && ip::ipv6(bracketed.as_str()).is_some()
        }
        None => false,
    }
}

/// Returns the list that a string with several origins was meant to be, if each origin can be corrected.
pub(super) const fn list_correction(string: &str) -> Option<ConstString> {
    if let Some(list) = alternatives(string, Target::Origin) {
        return Some(list);
    }
    if !is_list(string) {
        return None;
    }
    match corrected_list("", split_list::unbracket(string), "", Target::Origin) {
        Some(list) if is_bracketed(string) => list.finish(),
        Some(list) => list.finish_several(),
        None => None,
    }
}

/// Returns the list that a string with several hosts was meant to be, if each host can be corrected.
pub(super) const fn host_list_correction(string: &str) -> Option<ConstString> {
    if let Some(list) = alternatives(string, Target::Host) {
        return Some(list);
    }
    match corrected_list("", split_list::unbracket(string), "", Target::Host) {
        Some(list) => list.finish_several(),
        None => None,
    }
}

#[derive(Clone, Copy)]
enum Target {
    Origin,
    Host,
}

/// Corrects each of several values, after adding `before` and `after` to it. Returns `None` if a value has no
/// correction.
const fn corrected_list(
    before: &str,
    values: &str,
    after: &str,
    target: Target,
) -> Option<QuotedList> {
    let mut values = Values::new(values);
    let mut list = QuotedList::EMPTY;
    while let Some(value) = values.next() {
        let whole = ConstString::new().push(before).push(value).push(after);
        let corrected = match target {
            Target::Origin => correction(whole.as_str()),
            Target::Host => host_correction(whole.as_str()),
        };
        match corrected {
            Some(value) => list = list.with(value.as_str()),
            None => return None,
        }
    }
    Some(list)
}

/// Returns the list that is meant by `https://{app,admin}.example.com`, `https://(app|admin)\.example\.com` or
/// `https://example.com:[8080,8443]`.
const fn alternatives(string: &str, target: Target) -> Option<ConstString> {
    let bytes = string.as_bytes();
    let mut open = 0;
    while open < bytes.len()
        && !matches!(bytes.split_at(open).1, [b'{' | b'(', ..] | [b':', b'[', ..])
    {
        open += 1;
    }
    let close = match bytes.split_at(open).1 {
        [b'{', ..] => b'}',
        [b'(', ..] => b')',
        [_, ..] => {
            open += 1;
            b']'
        }
        [] => return None,
    };
    let Some((values, after)) = ascii::split_once(ascii::tail(string, open + 1), close) else {
        return None;
    };
    match corrected_list(ascii::slice(string, 0, open), values, after, target) {
        Some(list) => list.finish_several(),
        None => None,
    }
}

/// The parts of a string that resembles an origin.
struct Parts<'a> {
    /// The scheme, or an empty string if there is none.
    scheme: &'a str,
    authority: &'a str,
    /// Everything after the authority: the path, the query and the fragment, each of which may be missing.
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
    let Ok((host, port)) = split_port(authority) else {
        return None;
    };
    let scheme = match corrected_scheme(scheme, host) {
        Some(scheme) => scheme,
        None if scheme.is_empty() && is_certainly_host(host, port) => {
            ConstString::new().push("https")
        }
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
        if !port.is_empty() && !is_default(port, scheme.as_str()) {
            origin = origin.push(":").push(port);
        }
    }
    if Pattern::parse(origin.as_str()).is_ok() { Some(origin) } else { None }
}

const fn is_default(port: &str, scheme: &str) -> bool {
    matches!(port_number(port), Some(port) if is_default_port(port, scheme))
}

/// Returns whether a string without a scheme can only be a host. A single word without a port may have another meaning.
/// In `https:8080`, the word before the port is a scheme and not a host.
const fn is_certainly_host(host: &str, port: Option<&str>) -> bool {
    let has_port = matches!(port, Some(port) if !port.is_empty());
    (has_port || !is_single_label(host))
        && !is_known_web(host)
        && !ascii::contains_ignoring_case(&PAGELESS_SCHEMES, host)
}

/// Returns whether the string is a list: it has brackets, a scheme after a separator, or a comma.
pub(super) const fn is_list(string: &str) -> bool {
    if is_bracketed(string) {
        return true;
    }
    // A separator at the end of the string does not make a list.
    let string = without_prefix(split_list::unquote(string));
    // A comma in a path does not make a list, unless the comma follows the first slash directly.
    let path = string.len() - Parts::parse(string).path.len() + "/".len();
    let bytes = string.as_bytes();
    let mut is_behind_separator = false;
    let mut i = 0;
    while i < bytes.len() {
        is_behind_separator |= split_list::is_separator(bytes[i]);
        let begins_scheme =
            is_behind_separator && matches!(bytes.split_at(i).1, [b':', b'/', b'/', ..]);
        if begins_scheme || (bytes[i] == b',' && i <= path) {
            return comma_for_dot(string).is_none();
        }
        i += 1;
    }
    false
}

const fn is_bracketed(string: &str) -> bool {
    split_list::unbracket(string).len() < string.trim_ascii().len()
}

/// Splits at a comma that was typed instead of a dot, as in `https://app,example.com`. Such a comma follows a single
/// label, and neither a colon nor another comma follows it.
const fn comma_for_dot(string: &str) -> Option<(&str, &str)> {
    let Some((before, rest)) = ascii::split_once(string, b',') else {
        return None;
    };
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
    let Ok((host, _)) = split_port(authority) else {
        return false;
    };
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

/// Removes the name of a header, or a scheme such as `blob:`, if an origin follows.
const fn without_prefix(string: &str) -> &str {
    let Some((prefix, rest)) = ascii::split_once(string, b':') else {
        return string;
    };
    let prefixes = ["blob", "filesystem", "view-source", "origin", "access-control-allow-origin"];
    let rest = rest.trim_ascii();
    let is_prefix = ascii::contains_ignoring_case(&prefixes, prefix);
    if is_prefix && split_at_slashes(rest).is_some() { rest } else { string }
}

/// Splits the scheme from the rest, even if the separator is not `://`. The separator may have up to two slashes or
/// backslashes, on either side of the colon. If there is no scheme, the returned scheme is empty. If there are two
/// schemes, the second one is returned.
const fn split_any_scheme(string: &str) -> (&str, &str) {
    let bytes = string.as_bytes();
    let mut end = 0;
    while end < bytes.len() && !matches!(bytes[end], b':' | b'/' | b'\\') {
        end += 1;
    }
    let (scheme, mut rest) = string.split_at(end);
    let (mut colons, mut slashes) = (0, 0);
    while let [byte @ (b':' | b'/' | b'\\'), ..] = rest.as_bytes() {
        // A second colon begins a placeholder or a port. A colon after slashes does too, unless a web scheme precedes
        // the slashes, as in `https//:`.
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
        // The second of two schemes is returned, as in `https://https://a.example`.
        Some((inner, rest)) if is_known_web(inner) => (inner, rest),
        _ => (scheme, rest),
    }
}

const fn is_known_web(scheme: &str) -> bool {
    ascii::contains_ignoring_case(&["https", "http", "wss", "ws", "http(s)", "https?"], scheme)
}

/// Returns the scheme to write, such as `https` in place of `wss`. Returns `None` for another scheme that no page's
/// origin has, and for a missing scheme unless the host is loopback.
const fn corrected_scheme(scheme: &str, host: &str) -> Option<ConstString> {
    let lower = ConstString::lowercase(scheme);
    Some(match lower.as_str().as_bytes() {
        b"" if host::is_loopback(host) || ip::is_ipv4_loopback(host) => {
            ConstString::new().push("http")
        }
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

/// Splits a host into the wildcard that its beginning most likely means, and the rest. A placeholder (`{tenant}.`,
/// `:tenant.`, `**.`) and a leading dot mean a wildcard. If there is no wildcard, the first string is empty.
const fn split_wildcard(authority: &str) -> (&str, &str) {
    let (label, after) = match ascii::split_once(authority, b'.') {
        Some((label, after)) if !after.is_empty() => (label, after),
        _ => return ("", authority),
    };
    if label.is_empty() || ascii::contains(&["*", "**", "%s"], label) {
        return ("*.", after);
    }
    match placeholder_end(label) {
        Some(end) if end == label.len() => ("*.", after),
        Some(end) if label.as_bytes()[end] == b'-' => ("*", ascii::tail(authority, end)),
        _ => ("", authority),
    }
}

/// Returns whether the string is a placeholder for a whole origin: `$http_origin`, `${ORIGIN}`,
/// `{{origin}}`.
pub(super) const fn is_variable(string: &str) -> bool {
    is_placeholder(split_list::unquote(string))
}

/// Returns whether the whole string is a placeholder: `{port}`, `$PORT`, `<port>`, `PORT`.
const fn is_placeholder(string: &str) -> bool {
    string.eq_ignore_ascii_case("port")
        || matches!(placeholder_end(string), Some(end) if end == string.len())
}

/// Returns the index after a placeholder at the start of a label, or `None` if the label begins with no placeholder.
const fn placeholder_end(label: &str) -> Option<usize> {
    let bytes = label.as_bytes();
    let close = match bytes {
        [b'$', b'{', ..] | [b'{', ..] => b'}',
        [b'<', ..] => b'>',
        // `[*]` is a placeholder. `[name]` does not count, since it may be a character class of a regular expression.
        [b'[', b'*', b']', ..] => b']',
        [b'%', ..] => b'%',
        [b'$' | b':', ..] => {
            let mut end = 1;
            while end < bytes.len() && (bytes[end].is_ascii_alphanumeric() || bytes[end] == b'_') {
                end += 1;
            }
            return if end > 1 { Some(end) } else { None };
        }
        _ => return None,
    };
    match ascii::rsplit_once(label, close) {
        Some((before, _)) if is_name(before) => Some(before.len() + 1),
        _ => None,
    }
}

/// Returns whether the content of brackets is a name or `*`, and not ports, alternatives, or the characters of a
/// regular expression.
const fn is_name(mut content: &str) -> bool {
    while let [b'$' | b'{' | b'<' | b'%' | b'[', ..] = content.as_bytes() {
        content = ascii::tail(content, 1);
    }
    let bytes = content.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if !matches!(bytes[i], b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' | b'*' | b'}' | b'>')
        {
            return false;
        }
        i += 1;
    }
    matches!(bytes, [b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'*', ..])
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
