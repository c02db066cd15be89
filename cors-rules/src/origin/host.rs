//! The grammar of hosts, in patterns and in the origins that browsers send.

use super::{Defect, MAX_HOST_BYTES, ip, is_web, labels};
use crate::ascii;

/// The form of a host without a wildcard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Domain,
    Ip,
    /// An opaque host, which only schemes other than `http` and `https` have.
    Opaque,
}

/// The hosts that a pattern matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wildcard<'a> {
    /// No wildcard: the host alone.
    None,
    /// `*.` before a domain: every name below the domain.
    Subdomains,
    /// `*-team.` before a domain: each name one label below the domain, such as `app-team.example.com`. The label must
    /// end in this string (`-team`) and be longer.
    LabelEnding(&'a str),
    /// `*` alone: any host of the scheme.
    AnyHost,
}

/// Parses a host as a browser serializes it: <https://url.spec.whatwg.org/#concept-host-serializer>.
///
/// A label consists of the bytes `a-z 0-9 _ -`. The grammar of the `Origin` header excludes `_`, but browsers send
/// hosts with `_`, because `_` is not a [forbidden domain code
/// point](https://url.spec.whatwg.org/#forbidden-domain-code-point).
const fn parse(host: &str, scheme: &str) -> Result<Kind, Defect> {
    match parse_web(host) {
        Err(_) if !is_web(scheme) && !matches!(host.as_bytes(), [b'[', ..]) => {
            match opaque_defect(host) {
                Some(defect) => Err(defect),
                None => Ok(Kind::Opaque),
            }
        }
        parsed => parsed,
    }
}

const fn parse_web(host: &str) -> Result<Kind, Defect> {
    let bytes = host.as_bytes();
    let len = bytes.len();
    if len == 0 {
        return Err(Defect::NoHost);
    }
    if bytes[0] == b'[' {
        return match ip::ipv6(host) {
            Some(pieces) if ascii::equal(ip::write_ipv6(pieces).as_str(), host) => Ok(Kind::Ip),
            Some(_) => Err(Defect::IpForm),
            None => Err(Defect::Ipv6),
        };
    }
    if len > MAX_HOST_BYTES {
        return Err(Defect::HostTooLong);
    }
    if let Some(defect) = labels::defect(host) {
        return Err(defect);
    }
    if !ip::ends_in_a_number(host) {
        return Ok(Kind::Domain);
    }
    match ip::ipv4(host) {
        Some(ip) if ip.is_canonical => Ok(Kind::Ip),
        Some(_) => Err(Defect::IpForm),
        None => Err(Defect::Ipv4),
    }
}

/// Returns the first defect of an opaque host: <https://url.spec.whatwg.org/#forbidden-host-code-point>. A `*` is a
/// defect too, so that no origin looks like a pattern.
const fn opaque_defect(host: &str) -> Option<Defect> {
    let bytes = host.as_bytes();
    if bytes.is_empty() {
        return Some(Defect::NoHost);
    }
    if bytes.len() > MAX_HOST_BYTES {
        return Some(Defect::HostTooLong);
    }
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'*' => return Some(Defect::Asterisk),
            0x80.. => return Some(Defect::Unicode),
            b'#' | b'/' | b':' | b'<' | b'>' | b'?' | b'@' | b'[' | b'\\' | b']' | b'^' | b'|' => {
                return Some(Defect::HostByte);
            }
            0x21..=0x7E => {}
            _ => return Some(Defect::HostByte),
        }
        i += 1;
    }
    None
}

/// Parses the host of a pattern. Returns the wildcard, the rest of the host, and its kind. The rest of both
/// `*.example.com` and `example.com` is `example.com`.
pub(super) const fn parse_pattern<'a>(
    host: &'a str,
    scheme: &str,
) -> Result<(Wildcard<'a>, &'a str, Kind), Defect> {
    let (wildcard, domain) = match host.as_bytes() {
        [b'*', b'.', ..] => (Wildcard::Subdomains, ascii::tail(host, 2)),
        [b'*', b'-', ..] => {
            let Some((label, domain)) = ascii::split_once(host, b'.') else {
                return Err(Defect::Asterisk);
            };
            let ending = ascii::tail(label, 1);
            if let Some(defect) = labels::ending_defect(ending) {
                return Err(defect);
            }
            (Wildcard::LabelEnding(ending), domain)
        }
        [b'*'] if !is_web(scheme) => return Ok((Wildcard::AnyHost, "", Kind::Opaque)),
        _ => {
            return match parse(host, scheme) {
                Ok(kind) => Ok((Wildcard::None, host, kind)),
                Err(defect) => Err(defect),
            };
        }
    };
    match parse_web(domain) {
        // A matching host is at least as long as the pattern. If the pattern is too long, no valid host matches.
        Ok(Kind::Domain) if host.len() > MAX_HOST_BYTES => Err(Defect::HostTooLong),
        Ok(kind @ Kind::Domain) => Ok((wildcard, domain, kind)),
        Ok(_) => Err(Defect::IpSubdomains),
        Err(defect) => Err(defect),
    }
}

/// Returns whether requests to the host never leave the machine:
/// <https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy>.
pub(super) const fn is_loopback(host: &str) -> bool {
    ascii::equal(host, "localhost")
        || ascii::ends_with(host, ".localhost")
        || ascii::equal(host, "[::1]")
        || (ascii::starts_with(host, "127.") && ip::is_ipv4(host))
}
