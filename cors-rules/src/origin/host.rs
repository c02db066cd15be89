//! The grammar of a host, under both parsers.

use super::{Defect, LONGEST_HOST, ip, labels};
use crate::ascii;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Domain,
    Ip,
}

/// A host as a browser serializes it: <https://url.spec.whatwg.org/#concept-host-serializer>, its
/// labels narrowed to `a-z 0-9 _ -`.
///
/// The `_` is no letter of a host in the `Origin` header's own grammar. Browsers send it all the
/// same, since it is no [forbidden domain code point](https://url.spec.whatwg.org/#forbidden-domain-code-point)
/// and pages are served from such names.
pub(super) const fn kind(host: &str) -> Result<Kind, Defect> {
    let bytes = host.as_bytes();
    let len = bytes.len();
    if len == 0 {
        return Err(Defect::NoHost);
    }
    if bytes[0] == b'[' {
        return match ip::ipv6_defect(host) {
            Some(defect) => Err(defect),
            None => Ok(Kind::Ip),
        };
    }
    if len > LONGEST_HOST {
        return Err(Defect::HostTooLong);
    }
    if let Some(defect) = labels::defect(host) {
        return Err(defect);
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

/// A host of a pattern: whether `*.` stands before it, and the rest.
pub(super) const fn pattern(host: &str) -> Result<(bool, &str), Defect> {
    let [b'*', b'.', ..] = host.as_bytes() else {
        return match kind(host) {
            Ok(_) => Ok((false, host)),
            Err(defect) => Err(defect),
        };
    };
    let domain = ascii::tail(host, 2);
    match kind(domain) {
        Ok(Kind::Domain) if host.len() > LONGEST_HOST => Err(Defect::HostTooLong),
        Ok(Kind::Domain) => Ok((true, domain)),
        Ok(Kind::Ip) => Err(Defect::IpSubdomains),
        Err(defect) => Err(defect),
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
