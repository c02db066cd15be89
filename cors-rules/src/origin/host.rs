//! The grammar of hosts without wildcards.

use super::{Defect, MAX_HOST_BYTES, ip, is_web, labels};
use crate::ascii;

/// Checks a host as a browser serializes it: <https://url.spec.whatwg.org/#concept-host-serializer>. Returns whether
/// the host is a domain. IP addresses and opaque hosts are not domains.
///
/// A label of a domain consists of the bytes `a-z 0-9 _ -`. Browsers accept hosts with `_`, because `_` is not a
/// [forbidden domain code point](https://url.spec.whatwg.org/#forbidden-domain-code-point).
pub(super) const fn is_domain(host: &str, scheme: &str) -> Result<bool, Defect> {
    match is_web_domain(host) {
        Err(_) if !is_web(scheme) && !matches!(host.as_bytes(), [b'[', ..]) => {
            ok!(check_opaque(host));
            Ok(false)
        }
        checked => checked,
    }
}

/// Checks a host by the rules for `http` and `https` origins. Returns whether the host is a domain.
pub(super) const fn is_web_domain(host: &str) -> Result<bool, Defect> {
    let bytes = host.as_bytes();
    let len = bytes.len();
    if len == 0 {
        return Err(Defect::NoHost);
    }
    if bytes[0] == b'[' {
        return match ip::ipv6(host) {
            Some(pieces) if ascii::equal(ip::write_ipv6(pieces).as_str(), host) => Ok(false),
            Some(_) => Err(Defect::IpForm),
            None => Err(Defect::Ipv6),
        };
    }
    if len > MAX_HOST_BYTES {
        return Err(Defect::HostTooLong);
    }
    ok!(labels::check(host));
    if !ip::ends_in_a_number(host) {
        return Ok(true);
    }
    match ip::ipv4(host) {
        Some(ip) if ip.is_canonical => Ok(false),
        Some(_) => Err(Defect::IpForm),
        None => Err(Defect::Ipv4),
    }
}

/// Checks an opaque host: <https://url.spec.whatwg.org/#forbidden-host-code-point>. A `*` is a defect too, so that no
/// origin looks like a pattern.
const fn check_opaque(host: &str) -> Result<(), Defect> {
    let mut bytes = host.as_bytes();
    if bytes.is_empty() {
        return Err(Defect::NoHost);
    }
    if bytes.len() > MAX_HOST_BYTES {
        return Err(Defect::HostTooLong);
    }
    while let [byte, rest @ ..] = bytes {
        match byte {
            b'*' => return Err(Defect::Asterisk),
            0x80.. => return Err(Defect::Unicode),
            ..=b' ' | 0x7F => return Err(Defect::HostByte),
            b'#' | b'/' | b':' | b'<' | b'>' | b'?' | b'@' | b'[' | b'\\' | b']' | b'^' | b'|' => {
                return Err(Defect::HostByte);
            }
            _ => bytes = rest,
        }
    }
    Ok(())
}

/// Returns whether requests to the host never leave the machine:
/// <https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy>.
pub(super) const fn is_loopback(host: &str) -> bool {
    ascii::equal(host, "localhost")
        || ascii::ends_with(host, ".localhost")
        || ascii::equal(host, "[::1]")
        || (ascii::starts_with(host, "127.") && ip::is_ipv4(host))
}
