//! The grammar of a host, under both parsers.

use super::{Defect, LONGEST_HOST, ip, punycode};
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
    let mut label = 0;
    let mut i = 0;
    while i < len {
        let byte = bytes[i];
        if byte == b'.' {
            if i == label {
                return Err(Defect::EmptyLabel);
            }
            // No call for most: a host may have a hundred labels.
            let is_plain = bytes[label] != b'x' && i - label <= LONGEST_LABEL;
            if !is_plain && let Some(defect) = label_defect(host, label, i) {
                return Err(defect);
            }
            label = i + 1;
        } else if !LABEL_BYTES[byte as usize] {
            return Err(byte_defect(byte));
        }
        i += 1;
    }
    // The last label may be empty, of a dot at the end:
    // https://url.spec.whatwg.org/#concept-domain
    if let Some(defect) = label_defect(host, label, len) {
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

/// What is wrong with a label whose bytes are those of one.
const fn label_defect(host: &str, start: usize, end: usize) -> Option<Defect> {
    if end - start > LONGEST_LABEL {
        return Some(Defect::LabelTooLong);
    }
    // A URL whose label does not decode has no host, and no page:
    // https://url.spec.whatwg.org/#concept-domain-to-ascii
    let may_be_encoded = start < end && host.as_bytes()[start] == b'x';
    if may_be_encoded && !punycode::is_valid(ascii::slice(host, start, end)) {
        return Some(Defect::Punycode);
    }
    None
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

/// Whether a request may name a host with that label: names have no case.
pub(super) fn is_label(label: &str) -> bool {
    matches!(label.len(), 1..=LONGEST_LABEL)
        && label.bytes().all(|byte| LABEL_BYTES[usize::from(byte.to_ascii_lowercase())])
}

/// The most bytes between two dots: <https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4>.
const LONGEST_LABEL: usize = 63;

/// A table, since every byte of a host is looked at in each request; a static, which const
/// evaluation does not copy for each.
static LABEL_BYTES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = matches!(byte as u8, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
        byte += 1;
    }
    table
};

const fn byte_defect(byte: u8) -> Defect {
    match byte {
        b'A'..=b'Z' => Defect::UpperCase,
        b'*' => Defect::Asterisk,
        0x80.. => Defect::Unicode,
        _ => Defect::HostByte,
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
