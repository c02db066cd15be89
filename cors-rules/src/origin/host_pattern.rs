//! Hosts and ports in patterns and in requests.

use super::{ANY_WEB_SCHEME, Defect, MAX_HOST_BYTES, host, is_default_port, is_web, labels};
use crate::ascii;

/// The hosts and ports that a pattern matches. An element of `hosts` is such a pattern: `api.example.com`,
/// `*.example.com`, `localhost:*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostPattern<'a> {
    pub(super) wildcard: Wildcard<'a>,
    /// The host, or the domain after the wildcard. The string is empty if any host matches.
    pub(super) host: &'a str,
    pub(super) has_domain: bool,
    pub(super) port: Port,
}

/// The wildcard at the start of a host in a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wildcard<'a> {
    /// No wildcard: the host alone.
    None,
    /// `*.` before a domain: every name below the domain.
    Subdomains,
    /// `*-team.` before a domain: each name one label below the domain, such as `app-team.example.com`. The label must
    /// end in this string (`-team`) and be longer.
    LabelEnding(&'a str),
    /// `*` alone, without a port: any host of the scheme. `http` and `https` do not accept this wildcard.
    AnyHost,
}

/// The ports that a pattern matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    /// No port in the pattern: the default port of the scheme, which a serialized origin leaves out.
    Default,
    /// One port.
    Number(u16),
    /// Any port, including the default one.
    Any,
}

impl<'a> HostPattern<'a> {
    /// Parses `host`, `host:port` or `host:*`. The host may begin with a wildcard.
    ///
    /// # Errors
    /// A defect of the string, if it is not such a pattern.
    pub const fn parse(string: &'a str) -> Result<Self, Defect> {
        let trimmed = string.trim_ascii();
        if trimmed.is_empty() {
            return Err(Defect::Empty);
        }
        if trimmed.len() != string.len() {
            return Err(Defect::WhiteSpace);
        }
        if ascii::has(string, b',') {
            return Err(Defect::Several);
        }
        ok!(check_authority(string));
        Self::parse_after_scheme(ANY_WEB_SCHEME, string)
    }

    /// Parses the authority of a pattern with this scheme.
    pub(super) const fn parse_after_scheme(
        scheme: &str,
        authority: &'a str,
    ) -> Result<Self, Defect> {
        // A fast path: most authorities end in a letter and thus have no port.
        if let [.., b'a'..=b'z'] = authority.as_bytes()
            && let Ok(parsed) = Self::parse_host(scheme, authority, Port::Default)
        {
            return Ok(parsed);
        }
        match ok!(split_port(authority)) {
            (host, None) => Self::parse_host(scheme, host, Port::Default),
            (host, Some(port)) => Self::parse_host(scheme, host, ok!(parse_port(port, scheme))),
        }
    }

    /// Parses a host, which may begin with a wildcard.
    const fn parse_host(scheme: &str, host: &'a str, port: Port) -> Result<Self, Defect> {
        let (wildcard, domain) = match host.as_bytes() {
            [b'*', b'.', ..] => (Wildcard::Subdomains, ascii::tail(host, 2)),
            [b'*', b'-', ..] => {
                let Some((label, domain)) = ascii::split_once(host, b'.') else {
                    return Err(Defect::Asterisk);
                };
                let ending = ascii::tail(label, 1);
                ok!(labels::check_ending(ending));
                (Wildcard::LabelEnding(ending), domain)
            }
            [b'*'] if !is_web(scheme) && matches!(port, Port::Default) => {
                return Ok(Self { wildcard: Wildcard::AnyHost, host: "", has_domain: false, port });
            }
            _ => {
                let has_domain = ok!(host::is_domain(host, scheme));
                return Ok(Self { wildcard: Wildcard::None, host, has_domain, port });
            }
        };
        match host::is_web_domain(domain) {
            // A matching host is at least as long as the pattern. If the pattern is too long, no valid host matches.
            Ok(true) if host.len() > MAX_HOST_BYTES => Err(Defect::HostTooLong),
            Ok(true) => Ok(Self { wildcard, host: domain, has_domain: true, port }),
            Ok(false) => Err(Defect::IpSubdomains),
            Err(defect) => Err(defect),
        }
    }

    /// Returns whether the pattern matches the host and port that a request names, ignoring ASCII case.
    pub fn matches(&self, authority: &Authority<'_>) -> bool {
        self.matches_port(authority.port) && self.matches_name(authority.host)
    }

    pub(super) fn matches_port(&self, port: Option<u16>) -> bool {
        match (self.port, port) {
            (Port::Any, _) | (Port::Default, None) => true,
            (Port::Number(wanted), Some(port)) => wanted == port,
            _ => false,
        }
    }

    /// Returns whether the pattern matches a host name, ignoring ASCII case.
    pub(super) fn matches_name(&self, name: &str) -> bool {
        match self.wildcard {
            Wildcard::None => name.eq_ignore_ascii_case(self.host),
            Wildcard::Subdomains => labels_before(name, self.host).is_some(),
            Wildcard::LabelEnding(ending) => {
                labels_before(name, self.host).is_some_and(|label| has_ending(label, ending))
            }
            Wildcard::AnyHost => true,
        }
    }
}

/// The host and port that a request names:
/// <https://www.rfc-editor.org/rfc/rfc9110.html#section-7.2>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authority<'a> {
    host: &'a str,
    port: Option<u16>,
}

impl<'a> Authority<'a> {
    /// Parses the value of `Host` or `:authority`. `:80` and `:443` count as no port, since the scheme of a request is
    /// not known. Returns `None` for an empty host, for an invalid port (`a.example:`, `a.example:080`), and for
    /// misplaced colons or brackets, as in an IPv6 address without its brackets. The host is not checked further.
    pub fn parse(string: &'a str) -> Option<Self> {
        let (host, port) = match split_port(string).ok()? {
            (host, Some(port)) => (host, Some(port_number(port)?)),
            (host, None) => (host, None),
        };
        let port = port.filter(|port| !is_default_port(*port, ANY_WEB_SCHEME));
        (!host.is_empty()).then_some(Self { host, port })
    }

    /// Returns whether requests to the host never leave the machine. No page of an attacker can have such a host:
    /// <https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy>.
    pub fn is_loopback(&self) -> bool {
        self.host.eq_ignore_ascii_case("localhost")
            || labels_before(self.host, "localhost").is_some()
            || host::is_loopback(self.host)
    }
}

/// Returns the labels of `name` before `.domain`, if they are valid. Invalid labels must not match, since applications
/// build links from the host, and a client that is not a browser can send `evil.example/.example.com`.
fn labels_before<'a>(name: &'a str, domain: &str) -> Option<&'a str> {
    let dot = name.len().checked_sub(domain.len() + 1)?;
    let (labels, suffix) = name.split_at_checked(dot)?;
    let is_suffix = suffix.strip_prefix('.').is_some_and(|it| it.eq_ignore_ascii_case(domain));
    (is_suffix && labels.split('.').all(labels::is_label)).then_some(labels)
}

/// Returns whether `label` is a single label that is longer than `ending` and ends with it, ignoring ASCII case.
fn has_ending(label: &str, ending: &str) -> bool {
    let Some(start) = label.len().checked_sub(ending.len()) else { return false };
    start > 0
        && !label.contains('.')
        && label.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

/// Checks that an authority is ASCII, and that it contains no more than a host and a port.
pub(super) const fn check_authority(authority: &str) -> Result<(), Defect> {
    let mut bytes = authority.as_bytes();
    let mut checked = Ok(());
    // The loop goes from the last byte to the first byte, so `checked` has the first defect at the end.
    while let [rest @ .., byte] = bytes {
        match byte {
            b'/' | b'\\' => checked = Err(Defect::Path),
            b'?' => checked = Err(Defect::Query),
            b'#' => checked = Err(Defect::Fragment),
            b'@' => checked = Err(Defect::UserInfo),
            // A character outside ASCII takes precedence over every other defect.
            0x80.. => return Err(Defect::Unicode),
            _ => {}
        }
        bytes = rest;
    }
    checked
}

/// Splits an authority into host and port. Colons in the brackets of an IPv6 address are part of the host.
pub(super) const fn split_port(authority: &str) -> Result<(&str, Option<&str>), Defect> {
    let host_end = match authority.as_bytes() {
        [b'[', ..] => match ascii::find(authority, b']') {
            Some(bracket) => bracket + 1,
            None => return Err(Defect::Ipv6),
        },
        _ => match ascii::find(authority, b':') {
            Some(colon) => colon,
            None => return Ok((authority, None)),
        },
    };
    let (host, rest) = authority.split_at(host_end);
    match ascii::strip_prefix(rest, ":") {
        Some(port) if !ascii::has(port, b':') => Ok((host, Some(port))),
        None if rest.is_empty() => Ok((host, None)),
        _ => Err(Defect::Ipv6),
    }
}

const fn parse_port(port: &str, scheme: &str) -> Result<Port, Defect> {
    match port_number(port) {
        Some(number) if is_default_port(number, scheme) => Err(Defect::DefaultPort),
        Some(number) => Ok(Port::Number(number)),
        None if port.is_empty() => Err(Defect::EmptyPort),
        None if ascii::equal(port, "*") => Ok(Port::Any),
        None if ascii::has(port, b'*') => Err(Defect::Asterisk),
        None => Err(Defect::Port),
    }
}

/// Parses a port as browsers write it: from 1 to 65535, without leading zeros.
pub(super) const fn port_number(string: &str) -> Option<u16> {
    match ascii::number(string) {
        Some(number @ 1..=65_535) => Some(number as u16),
        _ => None,
    }
}
