//! Regular expressions, which other libraries accept as origins.

use crate::{Text, ascii};

/// Returns whether an invalid pattern contains the syntax of regular expressions.
pub(super) const fn has_regex_syntax(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut before, mut is_in_group) = (b'^', false);
    let mut i = 0;
    while i < bytes.len() {
        let is_repeated = i + 1 < bytes.len() && matches!(bytes[i + 1], b'*' | b'+' | b'?');
        let is_regex_part = match bytes[i] {
            b'^' => i == 0,
            b'$' => i + 1 == bytes.len(),
            // A `.*` after a letter or a digit is a misplaced `*`.
            b'.' => {
                before == b'\\'
                    || (is_repeated
                        && !matches!(before, b'*' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z'))
            }
            b']' | b')' => is_repeated,
            b'|' => is_in_group,
            _ => false,
        };
        if is_regex_part {
            return true;
        }
        is_in_group |= bytes[i] == b'(';
        before = bytes[i];
        i += 1;
    }
    false
}

/// Parts of regular expressions, and the equivalent parts of patterns. The longest come first. A class of characters
/// such as `[a-z]+` has no equivalent: `*.` also matches several labels.
const PARTS: [(&str, &str); 20] = [
    ("(:[0-9]+)?", ":*"),
    ("(:\\d+)?", ":*"),
    (":[0-9]+", ":*"),
    (":\\d+", ":*"),
    ("(s)?:", "s:"),
    ("s?:", "s:"),
    ("//(.*)\\.", "//*."),
    ("//(.+)\\.", "//*."),
    ("//.*\\.", "//*."),
    ("//.+\\.", "//*."),
    ("//.*.", "//*."),
    ("/^", ""),
    ("~*^", ""),
    ("~^", ""),
    ("$/gi", ""),
    ("$/i", ""),
    ("$/", ""),
    ("^", ""),
    ("$", ""),
    ("\\", ""),
];

/// Converts a regular expression to a pattern, as far as its parts are known.
pub(super) const fn to_pattern(text: &str) -> Option<Text> {
    if !has_regex_syntax(text) {
        return None;
    }
    match replace(text, &[("\\/", "/")]) {
        Some(text) => replace(text.as_str(), &PARTS),
        None => None,
    }
}

/// Replaces each part of the string that equals the first string of a pair by the second string. The first pair that
/// matches applies. Returns `None` for a string that is not ASCII.
const fn replace(text: &str, pairs: &[(&str, &str)]) -> Option<Text> {
    if !text.is_ascii() {
        return None;
    }
    let mut replaced = Text::new();
    let mut at = 0;
    while at < text.len() {
        let rest = ascii::tail(text, at);
        let mut i = 0;
        while i < pairs.len() && !ascii::starts_with(rest, pairs[i].0) {
            i += 1;
        }
        if i < pairs.len() {
            replaced = replaced.push(pairs[i].1);
            at += pairs[i].0.len();
        } else {
            replaced = replaced.push(ascii::slice(rest, 0, 1));
            at += 1;
        }
    }
    Some(replaced)
}
