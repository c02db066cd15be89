//! The conversion of regular expressions, which other libraries accept as origins, to patterns.

use crate::{ConstString, ascii};

/// Returns whether an invalid pattern has a clear sign of a regular expression: `^` at the start, `$` at the end, `\.`,
/// a repeated group or class, `|` after a `(`, or a repeated `.` that follows neither a letter nor a digit nor a `*`.
pub(super) const fn has_regex_syntax(string: &str) -> bool {
    let mut bytes = string.as_bytes();
    if matches!(bytes, [b'^', ..] | [.., b'$']) {
        return true;
    }
    let (mut before, mut is_in_group) = (b'^', false);
    while let [byte, after @ ..] = bytes {
        let is_repeated = matches!(after, [b'*' | b'+' | b'?', ..]);
        let is_regex_part = match byte {
            // After a letter, a digit or a `*`, the repeated `.` does not indicate a regular expression. For example,
            // `https://app.*` is a pattern with a misplaced wildcard.
            b'.' if is_repeated => before != b'*' && !before.is_ascii_alphanumeric(),
            b'.' => before == b'\\',
            b']' | b')' => is_repeated,
            b'|' => is_in_group,
            _ => false,
        };
        if is_regex_part {
            return true;
        }
        is_in_group |= *byte == b'(';
        before = *byte;
        bytes = after;
    }
    false
}

/// Parts of regular expressions, and the parts of patterns to write instead. The first match applies, so `$/i` precedes
/// `$/`, which precedes `$`. A class of characters in a host, such as `[a-z]+`, has no equivalent, because `*.` would
/// also match several labels.
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

/// Converts a regular expression to a pattern, and keeps the parts that have no known equivalent. Returns `None` for a
/// string without the syntax of regular expressions, and for a string that is not ASCII.
pub(super) const fn to_pattern(string: &str) -> Option<ConstString> {
    if !string.is_ascii() || !has_regex_syntax(string) {
        return None;
    }
    Some(replace(replace(string, &[("\\/", "/")]).as_str(), &PARTS))
}

/// Replaces each occurrence of the first string of a pair by the second string. If several pairs match at a position,
/// the first pair applies. `string` must be ASCII.
const fn replace(string: &str, pairs: &[(&str, &str)]) -> ConstString {
    let mut replaced = ConstString::new();
    let mut rest = string;
    while !rest.is_empty() {
        let mut i = 0;
        while i < pairs.len() && !ascii::starts_with(rest, pairs[i].0) {
            i += 1;
        }
        let (old, new) = if i < pairs.len() { pairs[i] } else { (" ", ascii::slice(rest, 0, 1)) };
        replaced = replaced.push(new);
        rest = ascii::tail(rest, old.len());
    }
    replaced
}
