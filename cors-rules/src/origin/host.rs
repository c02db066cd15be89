//! The grammar of a host, under both parsers.

use super::{Defect, LONGEST_HOST, ip};
use crate::ascii;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Domain,
    Ip,
}

/// A host as a browser serializes it: <https://url.spec.whatwg.org/#concept-host-serializer>, its
/// labels narrowed to `a-z 0-9 _ -`.
pub(super) const fn kind(host: &str) -> Result<Kind, Defect> {
    let bytes = host.as_bytes();
    if bytes.is_empty() {
        return Err(Defect::NoHost);
    }
    if bytes[0] == b'[' {
        return match ip::ipv6_defect(host) {
            Some(defect) => Err(defect),
            None => Ok(Kind::Ip),
        };
    }
    if bytes.len() > LONGEST_HOST {
        return Err(Defect::HostTooLong);
    }
    let mut label = 0;
    let mut i = 0;
    while i <= bytes.len() {
        if i == bytes.len() || bytes[i] == b'.' {
            // One dot may stand at the end: https://url.spec.whatwg.org/#concept-domain
            if i == label && (i < bytes.len() || i == 0) {
                return Err(Defect::EmptyLabel);
            }
            if i - label > 63 {
                return Err(Defect::LabelTooLong);
            }
            label = i + 1;
        } else if let Some(defect) = byte_defect(bytes[i]) {
            return Err(defect);
        }
        i += 1;
    }
    if !ip::ends_in_a_number(host) {
        return Ok(Kind::Domain);
    }
    if ip::is_ipv4(host) {
        return Ok(Kind::Ip);
    }
    match ip::ipv4(host) {
        Some(_) => Err(Defect::IpForm),
        None => Err(Defect::Ipv4),
    }
}

const fn byte_defect(byte: u8) -> Option<Defect> {
    match byte {
        b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => None,
        b'A'..=b'Z' => Some(Defect::UpperCase),
        b'*' => Some(Defect::Asterisk),
        0x80.. => Some(Defect::Unicode),
        _ => Some(Defect::HostByte),
    }
}

/// Whether a request to the host cannot leave the machine:
/// <https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy>.
pub(super) const fn is_loopback(host: &str) -> bool {
    ascii::equal(host, "localhost")
        || ascii::ends_with(host, ".localhost")
        || ascii::equal(host, "[::1]")
        || (ip::is_ipv4(host) && ascii::starts_with(host, "127."))
}
