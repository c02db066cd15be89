//! IP addresses, in the form that browsers write and in every form that browsers read.

use crate::{ConstString, ascii};

/// An IPv4 address. The address is canonical if it was written as browsers write it: four decimal numbers from 0 to 255
/// without leading zeros.
pub(super) struct Ipv4 {
    pub(super) address: u32,
    pub(super) is_canonical: bool,
}

/// Returns whether the last label of a host is a number. Browsers parse such a host as an IPv4 address:
/// <https://url.spec.whatwg.org/#ends-in-a-number-checker>.
pub(super) const fn ends_in_a_number(host: &str) -> bool {
    let host = ascii::without_last_dot(host);
    // A fast path: a number ends in a hexadecimal digit or an `x`, and most hosts end in another byte.
    match host.as_bytes() {
        [.., last] if last.is_ascii_hexdigit() || matches!(last, b'x' | b'X') => {}
        _ => return false,
    }
    let last = match ascii::rsplit_once(host, b'.') {
        Some((_, last)) => last,
        None => host,
    };
    !last.is_empty() && (all_digits(last) || number(last).is_some())
}

/// Parses every form that browsers read as an IPv4 address:
/// <https://url.spec.whatwg.org/#concept-ipv4-parser>.
pub(super) const fn ipv4(host: &str) -> Option<Ipv4> {
    let mut rest = ascii::without_last_dot(host);
    let mut is_canonical = rest.len() == host.len();
    let (mut address, mut bits_left) = (0, 32);
    while let Some((part, after)) = ascii::split_once(rest, b'.') {
        match number(part) {
            Some(byte @ 0..=255) if bits_left > 8 => address = address << 8 | byte,
            _ => return None,
        }
        is_canonical &= !has_leading_zero(part);
        bits_left -= 8;
        rest = after;
    }
    // The last number fills the remaining bits of the address.
    match number(rest) {
        Some(last) if last >> bits_left == 0 => {
            is_canonical &= bits_left == 8 && !has_leading_zero(rest);
            Some(Ipv4 { address: (address << bits_left | last) as u32, is_canonical })
        }
        _ => None,
    }
}

/// Returns whether the host is an IPv4 address in the form that browsers write.
pub(super) const fn is_ipv4(host: &str) -> bool {
    matches!(ipv4(host), Some(Ipv4 { is_canonical: true, .. }))
}

pub(super) const fn write_ipv4(address: u32) -> ConstString {
    let bytes = address.to_be_bytes();
    let mut string = ConstString::new().push_number(bytes[0] as u64, 10);
    let mut i = 1;
    while i < bytes.len() {
        string = string.push(".").push_number(bytes[i] as u64, 10);
        i += 1;
    }
    string
}

/// Parses a decimal, octal or hexadecimal number. For a number that exceeds 32 bits, returns 2³².
/// <https://url.spec.whatwg.org/#ipv4-number-parser>
const fn number(part: &str) -> Option<u64> {
    let (mut digits, base) = match part.as_bytes() {
        [] => return None,
        [b'0', b'x' | b'X', digits @ ..] => (digits, 16),
        [b'0', digits @ ..] if !digits.is_empty() => (digits, 8),
        digits => (digits, 10),
    };
    let mut value: u64 = 0;
    while let [first, rest @ ..] = digits {
        let Some(digit) = (*first as char).to_digit(base) else { return None };
        value = value * base as u64 + digit as u64;
        if value > u32::MAX as u64 {
            value = u32::MAX as u64 + 1;
        }
        digits = rest;
    }
    Some(value)
}

const fn has_leading_zero(part: &str) -> bool {
    matches!(part.as_bytes(), [b'0', _, ..])
}

const fn all_digits(string: &str) -> bool {
    let mut bytes = string.as_bytes();
    while let [b'0'..=b'9', rest @ ..] = bytes {
        bytes = rest;
    }
    bytes.is_empty()
}

/// Parses an IPv6 address in brackets: <https://url.spec.whatwg.org/#concept-ipv6-parser>.
pub(super) const fn ipv6(host: &str) -> Option<[u16; 8]> {
    let [b'[', .., b']'] = host.as_bytes() else { return None };
    let string = ascii::slice(host, 1, host.len() - 1);
    let Some((before, after)) = split_at_gap(string) else {
        return match pieces(string, true) {
            Some((address, 8)) => Some(address),
            _ => None,
        };
    };
    let (Some((mut address, count_before)), Some((last, count))) =
        (pieces(before, false), pieces(after, true))
    else {
        return None;
    };
    // The `::` replaces at least one of the eight pieces.
    if count_before + count > 7 {
        return None;
    }
    let (_, end) = address.split_at_mut(8 - count);
    end.copy_from_slice(last.split_at(count).0);
    Some(address)
}

/// Splits an IPv6 address at the first `::`, which replaces a run of zeros.
const fn split_at_gap(string: &str) -> Option<(&str, &str)> {
    let bytes = string.as_bytes();
    let mut i = 1;
    while i < bytes.len() {
        if bytes[i - 1] == b':' && bytes[i] == b':' {
            return Some((ascii::slice(string, 0, i - 1), ascii::tail(string, i + 1)));
        }
        i += 1;
    }
    None
}

/// Parses the 16-bit pieces of an IPv6 address, which are between colons. Returns the pieces and their count. If
/// `may_end_in_ipv4` is `true`, the last 32 bits may be written as an IPv4 address.
const fn pieces(string: &str, may_end_in_ipv4: bool) -> Option<([u16; 8], usize)> {
    let (mut pieces, mut count) = ([0; 8], 0);
    let mut rest = if string.is_empty() { None } else { Some(string) };
    while let Some(string) = rest {
        let (piece, after) = match ascii::split_once(string, b':') {
            Some((piece, after)) => (piece, Some(after)),
            None => (string, None),
        };
        match (hexadecimal(piece), ipv4(piece)) {
            (Some(value), _) if count < 8 => {
                pieces[count] = value;
                count += 1;
            }
            (None, Some(Ipv4 { address, is_canonical: true }))
                if count < 7 && after.is_none() && may_end_in_ipv4 =>
            {
                pieces[count] = (address >> 16) as u16;
                pieces[count + 1] = address as u16;
                count += 2;
            }
            _ => return None,
        }
        rest = after;
    }
    Some((pieces, count))
}

const fn hexadecimal(piece: &str) -> Option<u16> {
    match (piece.as_bytes(), u16::from_str_radix(piece, 16)) {
        ([b'+', ..], _) => None,
        (digits, Ok(value)) if digits.len() <= 4 => Some(value),
        _ => None,
    }
}

/// Returns an IPv6 address in brackets, in the form of browsers:
/// <https://url.spec.whatwg.org/#concept-ipv6-serializer>.
pub(super) const fn write_ipv6(pieces: [u16; 8]) -> ConstString {
    let (gap, width) = longest_zeros(pieces);
    let mut string = ConstString::new().push("[");
    let mut i = 0;
    while i < 8 {
        if width > 1 && i == gap {
            string = string.push(if i == 0 { "::" } else { ":" });
            i += width;
            continue;
        }
        string = string.push_number(pieces[i] as u64, 16);
        if i < 7 {
            string = string.push(":");
        }
        i += 1;
    }
    string.push("]")
}

/// Returns the start and the length of the longest run of zeros. If several runs have this length, returns the first.
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
