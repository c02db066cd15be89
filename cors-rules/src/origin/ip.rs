//! IP addresses, in the form that browsers write and in the forms that they read.

use super::Defect;
use crate::{Text, ascii};

/// <https://url.spec.whatwg.org/#ends-in-a-number-checker>
pub(super) const fn ends_in_a_number(host: &str) -> bool {
    let host = without_last_dot(host);
    // Most hosts do not end in a hexadecimal digit.
    match host.as_bytes() {
        [.., last] if last.is_ascii_hexdigit() || matches!(last, b'x' | b'X') => {}
        _ => return false,
    }
    let last = match ascii::rfind(host, b'.') {
        Some(dot) => ascii::tail(host, dot + 1),
        None => host,
    };
    !last.is_empty() && (all_digits(last) || number(last).is_some())
}

/// Four numbers of 0 to 255 without leading zeros.
pub(super) const fn is_ipv4(host: &str) -> bool {
    let mut rest = host;
    let mut parts = 0;
    loop {
        let dot = ascii::find(rest, b'.', 0);
        let part = match dot {
            Some(dot) => ascii::slice(rest, 0, dot),
            None => rest,
        };
        match ascii::number(part) {
            Some(0..=255) => parts += 1,
            _ => return false,
        }
        match dot {
            Some(dot) => rest = ascii::tail(rest, dot + 1),
            None => return parts == 4,
        }
    }
}

/// Parses every form that browsers read as an IPv4 address:
/// <https://url.spec.whatwg.org/#concept-ipv4-parser>.
pub(super) const fn ipv4(host: &str) -> Option<u32> {
    let mut rest = without_last_dot(host);
    let mut address: u64 = 0;
    let mut parts = 0;
    loop {
        let dot = ascii::find(rest, b'.', 0);
        let part = match dot {
            Some(dot) => ascii::slice(rest, 0, dot),
            None => rest,
        };
        let Some(number) = number(part) else {
            return None;
        };
        if parts == 4 {
            return None;
        }
        match dot {
            Some(dot) => {
                if number > 255 {
                    return None;
                }
                address = address << 8 | number;
                parts += 1;
                rest = ascii::tail(rest, dot + 1);
            }
            None => {
                let bits = 8 * (4 - parts);
                if number >> bits != 0 {
                    return None;
                }
                return Some((address << bits | number) as u32);
            }
        }
    }
}

/// Returns whether a browser reads the host as an address of this machine: `127.1` is one.
pub(super) const fn is_ipv4_loopback(host: &str) -> bool {
    matches!(ipv4(host), Some(address) if address >> 24 == 127)
}

pub(super) const fn write_ipv4(address: u32) -> Text {
    let [a, b, c, d] = address.to_be_bytes();
    Text::new()
        .push_number(a as u64, 10)
        .push(".")
        .push_number(b as u64, 10)
        .push(".")
        .push_number(c as u64, 10)
        .push(".")
        .push_number(d as u64, 10)
}

/// <https://url.spec.whatwg.org/#ipv4-number-parser>
const fn number(part: &str) -> Option<u64> {
    let bytes = part.as_bytes();
    let (from, base) = match bytes {
        [] => return None,
        [b'0', b'x' | b'X', ..] => (2, 16),
        [b'0', _, ..] => (1, 8),
        _ => (0, 10),
    };
    let mut value: u64 = 0;
    let mut i = from;
    while i < bytes.len() {
        let Some(digit) = (bytes[i] as char).to_digit(base) else {
            return None;
        };
        value = value * base as u64 + digit as u64;
        if value > u32::MAX as u64 {
            value = u32::MAX as u64 + 1;
        }
        i += 1;
    }
    Some(value)
}

const fn all_digits(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if !bytes[i].is_ascii_digit() {
            return false;
        }
        i += 1;
    }
    true
}

const fn without_last_dot(host: &str) -> &str {
    match host.as_bytes() {
        [.., b'.'] => ascii::slice(host, 0, host.len() - 1),
        _ => host,
    }
}

pub(super) const fn ipv6_defect(host: &str) -> Option<Defect> {
    let Some(address) = ipv6(host) else {
        return Some(Defect::Ipv6);
    };
    let written = write_ipv6(address);
    if ascii::equal(written.as_str(), host) { None } else { Some(Defect::IpForm) }
}

/// Parses an address in brackets: <https://url.spec.whatwg.org/#concept-ipv6-parser>.
pub(super) const fn ipv6(host: &str) -> Option<[u16; 8]> {
    if !ascii::starts_with(host, "[") || !ascii::ends_with(host, "]") || host.len() < 2 {
        return None;
    }
    let text = ascii::slice(host, 1, host.len() - 1);
    let bytes = text.as_bytes();
    let mut pieces = [0u16; 8];
    let mut count = 0;
    let mut gap = None;
    let mut i = 0;
    if bytes.len() >= 2 && bytes[0] == b':' {
        if bytes[1] != b':' {
            return None;
        }
        gap = Some(0);
        i = 2;
    }
    while i < bytes.len() {
        if count == 8 {
            return None;
        }
        if bytes[i] == b':' {
            if gap.is_some() {
                return None;
            }
            gap = Some(count);
            i += 1;
            continue;
        }
        let start = i;
        let mut piece: u16 = 0;
        while i < bytes.len() && i - start < 4 {
            let Some(digit) = (bytes[i] as char).to_digit(16) else {
                break;
            };
            piece = piece << 4 | digit as u16;
            i += 1;
        }
        if i < bytes.len() && bytes[i] == b'.' {
            let last = ascii::tail(text, start);
            if count > 6 || !is_ipv4(last) {
                return None;
            }
            let Some(address) = ipv4(last) else {
                return None;
            };
            pieces[count] = (address >> 16) as u16;
            pieces[count + 1] = address as u16;
            count += 2;
            break;
        }
        if i == start {
            return None;
        }
        if i < bytes.len() {
            if bytes[i] != b':' || i + 1 == bytes.len() {
                return None;
            }
            i += 1;
        }
        pieces[count] = piece;
        count += 1;
    }
    let Some(gap) = gap else {
        return if count == 8 { Some(pieces) } else { None };
    };
    if count == 8 {
        return None;
    }
    let shift = 8 - count;
    let mut from = count;
    while from > gap {
        from -= 1;
        pieces[from + shift] = pieces[from];
        pieces[from] = 0;
    }
    Some(pieces)
}

/// <https://url.spec.whatwg.org/#concept-ipv6-serializer>, in brackets.
pub(super) const fn write_ipv6(pieces: [u16; 8]) -> Text {
    let (gap, width) = longest_zeros(pieces);
    let mut text = Text::new().push("[");
    let mut i = 0;
    while i < 8 {
        if width > 1 && i == gap {
            text = text.push(if i == 0 { "::" } else { ":" });
            i += width;
            continue;
        }
        text = text.push_number(pieces[i] as u64, 16);
        if i < 7 {
            text = text.push(":");
        }
        i += 1;
    }
    text.push("]")
}

const fn longest_zeros(pieces: [u16; 8]) -> (usize, usize) {
    let (mut best, mut width) = (0, 0);
    let mut i = 0;
    while i < 8 {
        let from = i;
        while i < 8 && pieces[i] == 0 {
            i += 1;
        }
        if i - from > width {
            best = from;
            width = i - from;
        }
        i += 1;
    }
    (best, width)
}
