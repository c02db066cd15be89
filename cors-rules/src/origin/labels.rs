//! The labels of a domain: their bytes, their lengths, and the encoded ones.

use super::{Defect, punycode};
use crate::ascii;

/// The most bytes between two dots: <https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4>.
const LONGEST: usize = 63;

/// The first of the labels' defects. The last label may be empty, of a dot at the end:
/// <https://url.spec.whatwg.org/#concept-domain>.
#[inline]
pub(super) const fn defect(host: &str) -> Option<Defect> {
    let too_long = end_of_too_long(host);
    let judged = match too_long {
        // What is wrong in front of its end is told first.
        Some(end) => ascii::slice(host, 0, end).as_bytes(),
        None => host.as_bytes(),
    };
    let len = judged.len();
    let mut place = BEGINNING;
    let mut i = 0;
    while i < len {
        place = NEXT[judged[i] as usize][place] as usize;
        // One test for most bytes, dots among them: a host may have a hundred labels.
        if place > ENCODED {
            if place != BEHIND_ENCODED {
                return Some(byte_defect(judged[i]));
            }
            if !punycode::is_valid(last(ascii::slice(host, 0, i))) {
                return Some(Defect::Punycode);
            }
            place = BEGINNING;
        }
        i += 1;
    }
    if too_long.is_some() {
        return Some(Defect::LabelTooLong);
    }
    // A URL whose label does not decode has no host, and no page:
    // https://url.spec.whatwg.org/#concept-domain-to-ascii
    if place == ENCODED && !punycode::is_valid(last(host)) {
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

/// Whether a request may name a host with that label: names have no case.
pub(super) fn is_one(label: &str) -> bool {
    matches!(label.len(), 1..=LONGEST)
        && label.bytes().all(|byte| is_label_byte(byte.to_ascii_lowercase()))
}

/// Where the first label ends that is longer than one may be.
const fn end_of_too_long(host: &str) -> Option<usize> {
    let bytes = host.as_bytes();
    let mut label = 0;
    // Where its dot may stand at the latest, and from there backwards: short labels are leapt over.
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

const fn last(host: &str) -> &str {
    match ascii::rfind(host, b'.') {
        Some(dot) => ascii::tail(host, dot + 1),
        None => host,
    }
}

// What stands before a byte decides what it may be.

/// The beginning of a label.
const BEGINNING: usize = 0;
const WITHIN: usize = 1;
/// Within a label that begins with `x`, as encoded ones do.
const ENCODED: usize = 2;
/// The beginning of the next label.
const BEHIND_ENCODED: usize = 3;
const WRONG: usize = 4;

/// Where a byte leads, from each of the first three places. A table, since every byte of a host is
/// looked at in each request; four columns, so that a row is found by a shift; a static, which const
/// evaluation does not copy for each.
static NEXT: [[u8; 4]; 256] = {
    let mut next = [[WRONG as u8; 4]; 256];
    let mut byte = 0;
    while byte < next.len() {
        if is_label_byte(byte as u8) {
            next[byte][BEGINNING] = WITHIN as u8;
            next[byte][WITHIN] = WITHIN as u8;
            next[byte][ENCODED] = ENCODED as u8;
        }
        byte += 1;
    }
    next[b'x' as usize][BEGINNING] = ENCODED as u8;
    next[b'.' as usize][WITHIN] = BEGINNING as u8;
    next[b'.' as usize][ENCODED] = BEHIND_ENCODED as u8;
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
