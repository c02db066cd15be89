//! Regular expressions, as other libraries take them for origins: told as what they are.

use super::Pattern;
use crate::{Text, ascii};

/// Whether a text that is no pattern has what only regular expressions have.
pub(super) const fn is_one(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut before, mut is_in_group) = (b'^', false);
    let mut i = 0;
    while i < bytes.len() {
        let is_repeated = i + 1 < bytes.len() && matches!(bytes[i + 1], b'*' | b'+' | b'?');
        let is_telling = match bytes[i] {
            b'^' => i == 0,
            b'$' => i + 1 == bytes.len(),
            // A `.*` behind a label is a `*` at the wrong place.
            b'.' => {
                before == b'\\'
                    || (is_repeated
                        && !matches!(before, b'*' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z'))
            }
            b']' | b')' => is_repeated,
            b'|' => is_in_group,
            _ => false,
        };
        if is_telling {
            return true;
        }
        is_in_group |= bytes[i] == b'(';
        before = bytes[i];
        i += 1;
    }
    false
}

/// The pattern that says the same, where one does.
pub(super) const fn pattern(text: &str) -> Option<Text> {
    let bytes = text.as_bytes();
    let mut pattern = Text::new();
    let mut at = if ascii::starts_with(text, "^") { 1 } else { 0 };
    while at < bytes.len() {
        let rest = ascii::tail(text, at);
        let (written, length) = if at + 1 == bytes.len() && bytes[at] == b'$' {
            ("", 1)
        } else if ascii::starts_with(rest, "s?://") {
            ("s://", 5)
        } else if ascii::starts_with(rest, "//.*.") {
            ("//*.", 5)
        } else if ascii::starts_with(rest, "//.*\\.") || ascii::starts_with(rest, "//.+\\.") {
            ("//*.", 6)
        } else if bytes[at] == b'\\' {
            (ascii::slice(rest, 1, 2), 2)
        } else {
            (ascii::slice(rest, 0, 1), 1)
        };
        // A character outside of ASCII, or nothing behind a backslash.
        if written.is_empty() && at + 1 < bytes.len() {
            return None;
        }
        pattern = pattern.push(written);
        at += length;
    }
    match Pattern::parse(pattern.as_str()) {
        Ok(_) => Some(pattern),
        Err(_) => None,
    }
}
