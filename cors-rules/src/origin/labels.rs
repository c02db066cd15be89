//! The labels of a domain: their bytes, their lengths, their Punycode.

use super::{Defect, punycode};
use crate::ascii;

/// The greatest length of a label: <https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4>.
const LONGEST: usize = 63;

/// The first defect of the labels of a host. A dot may be at the end:
/// <https://url.spec.whatwg.org/#concept-domain>.
#[inline]
pub(super) const fn defect(host: &str) -> Option<Defect> {
    let too_long = end_of_too_long(host);
    let checked = match too_long {
        // A defect before the end of the long label comes first.
        Some(end) => ascii::slice(host, 0, end).as_bytes(),
        None => host.as_bytes(),
    };
    let len = checked.len();
    let mut state = LABEL_START;
    let mut i = 0;
    while i < len {
        state = NEXT_STATE[checked[i] as usize][state] as usize;
        // Most bytes, dots included, need only this comparison: a host may have a hundred labels.
        if state > IN_X_LABEL {
            if state != AFTER_X_LABEL {
                return Some(byte_defect(checked[i]));
            }
            if !punycode::is_valid(last(ascii::slice(host, 0, i))) {
                return Some(Defect::Punycode);
            }
            state = LABEL_START;
        }
        i += 1;
    }
    if too_long.is_some() {
        return Some(Defect::LabelTooLong);
    }
    // A URL with a label that cannot be decoded has no host, and thus no page:
    // https://url.spec.whatwg.org/#concept-domain-to-ascii
    if state == IN_X_LABEL && !punycode::is_valid(last(host)) {
        return Some(Defect::Punycode);
    }
    None
}

/// The first defect of the end of a label that has at least one byte before it.
pub(super) const fn ending_defect(ending: &str) -> Option<Defect> {
    match defect(ending) {
        None if ending.len() >= LONGEST => Some(Defect::LabelTooLong),
        found => found,
    }
}

/// Returns whether the string is a label, in any case.
pub(super) fn is_label(label: &str) -> bool {
    matches!(label.len(), 1..=LONGEST)
        && label.bytes().all(|byte| is_label_byte(byte.to_ascii_lowercase()))
}

/// The end of the first label that is too long.
const fn end_of_too_long(host: &str) -> Option<usize> {
    let bytes = host.as_bytes();
    let mut label = 0;
    // The search for the dot of a label starts at the last byte that can be it, and goes backwards. Most bytes are
    // skipped.
    let mut i = LONGEST;
    while i < bytes.len() {
        if bytes[i] == b'.' {
            label = i + 1;
            i = label + LONGEST;
        } else if i > label {
            i -= 1;
        } else {
            return match ascii::find(host, b'.', label + LONGEST) {
                Some(dot) => Some(dot),
                None => Some(bytes.len()),
            };
        }
    }
    None
}

pub(super) const fn last(host: &str) -> &str {
    match ascii::rsplit_once(host, b'.') {
        Some((_, label)) => label,
        None => host,
    }
}

// The states of the scan.
const LABEL_START: usize = 0;
const IN_LABEL: usize = 1;
/// In a label that begins with `x`, as labels in Punycode do.
const IN_X_LABEL: usize = 2;
/// After the dot after a label that begins with `x`.
const AFTER_X_LABEL: usize = 3;
const INVALID: usize = 4;

/// The next state for each byte and each of the first three states. It is a table since each
/// request looks up every byte of a host. It has four columns so that a shift finds a row, and is a
/// static so that const evaluation does not copy it.
static NEXT_STATE: [[u8; 4]; 256] = {
    let mut next = [[INVALID as u8; 4]; 256];
    let mut byte = 0;
    while byte < next.len() {
        if is_label_byte(byte as u8) {
            next[byte][LABEL_START] = IN_LABEL as u8;
            next[byte][IN_LABEL] = IN_LABEL as u8;
            next[byte][IN_X_LABEL] = IN_X_LABEL as u8;
        }
        byte += 1;
    }
    next[b'x' as usize][LABEL_START] = IN_X_LABEL as u8;
    next[b'.' as usize][IN_LABEL] = LABEL_START as u8;
    next[b'.' as usize][IN_X_LABEL] = AFTER_X_LABEL as u8;
    next
};

const fn is_label_byte(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_')
}

const fn byte_defect(byte: u8) -> Defect {
    match byte {
        b'.' => Defect::EmptyLabel,
        b'A'..=b'Z' => Defect::UpperCase,
        b'*' => Defect::Asterisk,
        0x80.. => Defect::Unicode,
        _ => Defect::HostByte,
    }
}
