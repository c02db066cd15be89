//! Validation of `xn--` labels: <https://www.rfc-editor.org/rfc/rfc3492#section-6.2>.

use crate::ascii;

/// Returns whether a label is valid. A label that begins with `xn--` must be decodable, and the decoded label must have
/// a character outside ASCII. Any other label is valid.
pub(super) const fn is_valid(label: &str) -> bool {
    match ascii::strip_prefix(label, "xn--") {
        Some(encoded) => decodes(encoded),
        None => true,
    }
}

const fn decodes(label: &str) -> bool {
    let bytes = label.as_bytes();
    let (mut length, mut i) = match ascii::rsplit_once(label, b'-') {
        Some((basic, _)) if basic.is_empty() => return false,
        Some((basic, _)) => (basic.len() as u64, basic.len() + 1),
        None => (0, 0),
    };
    if i == bytes.len() {
        return false;
    }
    let (mut point, mut at, mut bias) = (128u64, 0u64, 72u64);
    while i < bytes.len() {
        let before = at;
        let (mut weight, mut k) = (1u64, 36u64);
        loop {
            if i == bytes.len() {
                return false;
            }
            let digit = match bytes[i] {
                letter @ b'a'..=b'z' => (letter - b'a') as u64,
                figure @ b'0'..=b'9' => (figure - b'0') as u64 + 26,
                _ => return false,
            };
            i += 1;
            at += digit * weight;
            // A label has fewer than 64 characters, so a greater number leads to a code point beyond those of Unicode.
            if at > 64 * char::MAX as u64 {
                return false;
            }
            let threshold = if k <= bias {
                1
            } else if k >= bias + 26 {
                26
            } else {
                k - bias
            };
            if digit < threshold {
                break;
            }
            weight *= 36 - threshold;
            k += 36;
        }
        length += 1;
        bias = adapt(at - before, length, before == 0);
        point += at / length;
        at %= length;
        // The 32 code points after ASCII are controls, which no domain contains.
        if point < 0xA0 || char::from_u32(point as u32).is_none() {
            return false;
        }
        at += 1;
    }
    true
}

const fn adapt(delta: u64, length: u64, first: bool) -> u64 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / length;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}
