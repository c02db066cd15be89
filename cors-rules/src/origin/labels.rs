//! The labels of a domain: their bytes, lengths and Punycode.

use super::{Defect, punycode};
use crate::ascii;

/// The maximum number of bytes of a label: <https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4>.
const MAX_LABEL_BYTES: usize = 63;

/// Checks the labels of a host from left to right. In each label, the bytes are checked first, then the length, then
/// the Punycode. The host may end in a dot: <https://url.spec.whatwg.org/#concept-domain>.
#[inline]
pub(super) const fn check(host: &str) -> Result<(), Defect> {
    let bytes = host.as_bytes();
    let len = bytes.len();
    let (mut start, mut i) = (0, 0);
    loop {
        while i < len && IS_LABEL_BYTE[bytes[i] as usize] {
            i += 1;
        }
        if i < len && bytes[i] != b'.' {
            return Err(byte_defect(bytes[i]));
        }
        if i == start {
            let ends_in_dot = i == len && start > 0;
            return if ends_in_dot { Ok(()) } else { Err(Defect::EmptyLabel) };
        }
        if i - start > MAX_LABEL_BYTES {
            return Err(Defect::LabelTooLong);
        }
        // Browsers reject a URL with a label that cannot be decoded, so no page has such a host:
        // https://url.spec.whatwg.org/#concept-domain-to-ascii
        if bytes[start] == b'x' && !punycode::is_valid(ascii::slice(host, start, i)) {
            return Err(Defect::Punycode);
        }
        if i == len {
            return Ok(());
        }
        i += 1;
        start = i;
    }
}

/// Checks the end of a label, such as `-team` in `*-team.example.com`. A matching label is longer, so the end must be
/// shorter than [`MAX_LABEL_BYTES`].
pub(super) const fn check_ending(ending: &str) -> Result<(), Defect> {
    ok!(check(ending));
    if ending.len() < MAX_LABEL_BYTES { Ok(()) } else { Err(Defect::LabelTooLong) }
}

/// Returns whether the string is a label, ignoring ASCII case.
pub(super) fn is_label(label: &str) -> bool {
    matches!(label.len(), 1..=MAX_LABEL_BYTES)
        && label.bytes().all(|byte| IS_LABEL_BYTE[byte.to_ascii_lowercase() as usize])
}

/// The bytes that a label may contain, in a table for speed, because the check of an `Origin` header looks up each byte
/// of a domain.
/// The table is a static, because const evaluation would copy a const at each use.
static IS_LABEL_BYTE: [bool; 256] = {
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
