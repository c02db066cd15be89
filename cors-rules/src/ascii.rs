//! String functions that the standard library does not have as `const fn`.
//!
//! Function calls are slow in const evaluation, even `len`. The loops that run most often avoid calls.

/// Returns `string[from..to]`, or the empty string if the range splits a character or is out of bounds.
pub(crate) const fn slice(string: &str, from: usize, to: usize) -> &str {
    match string.split_at_checked(to) {
        Some((head, _)) => tail(head, from),
        None => "",
    }
}

/// Returns `string[from..]`, or the empty string if `from` is not the start of a character or is out of bounds.
pub(crate) const fn tail(string: &str, from: usize) -> &str {
    if from == 0 {
        return string;
    }
    match string.split_at_checked(from) {
        Some((_, tail)) => tail,
        None => "",
    }
}

pub(crate) const fn first_char(string: &str) -> Option<char> {
    let bytes = string.as_bytes();
    let (mut code, len) = match bytes {
        [] => return None,
        [byte @ ..0x80, ..] => (*byte as u32, 1),
        [byte @ ..0xE0, ..] => ((*byte & 0x1F) as u32, 2),
        [byte @ ..0xF0, ..] => ((*byte & 0x0F) as u32, 3),
        [byte, ..] => ((*byte & 0x07) as u32, 4),
    };
    let mut i = 1;
    while i < len {
        code = code << 6 | (bytes[i] & 0x3F) as u32;
        i += 1;
    }
    char::from_u32(code)
}

pub(crate) const fn last_char(string: &str) -> Option<char> {
    let mut start = string.len().saturating_sub(1);
    while !string.is_char_boundary(start) {
        start -= 1;
    }
    first_char(tail(string, start))
}

/// Returns the index of the first occurrence of `byte`.
pub(crate) const fn find(string: &str, byte: u8) -> Option<usize> {
    let bytes = string.as_bytes();
    let len = bytes.len();
    let mut i = 0;
    while i < len {
        if bytes[i] == byte {
            return Some(i);
        }
        i += 1;
    }
    None
}

pub(crate) const fn has(string: &str, byte: u8) -> bool {
    find(string, byte).is_some()
}

/// Splits at the first occurrence of `byte`, which must be ASCII, and drops the byte.
pub(crate) const fn split_once(string: &str, byte: u8) -> Option<(&str, &str)> {
    match find(string, byte) {
        Some(at) => Some((slice(string, 0, at), tail(string, at + 1))),
        None => None,
    }
}

/// Splits at the last occurrence of `byte`, which must be ASCII, and drops the byte.
pub(crate) const fn rsplit_once(string: &str, byte: u8) -> Option<(&str, &str)> {
    let bytes = string.as_bytes();
    let mut at = bytes.len();
    while at > 0 {
        at -= 1;
        if bytes[at] == byte {
            return Some((slice(string, 0, at), tail(string, at + 1)));
        }
    }
    None
}

pub(crate) const fn without_last_dot(string: &str) -> &str {
    match string.as_bytes() {
        [.., b'.'] => slice(string, 0, string.len() - 1),
        _ => string,
    }
}

/// Returns the string without a prefix, or `None` if the string does not begin with the prefix.
pub(crate) const fn strip_prefix<'a>(string: &'a str, prefix: &str) -> Option<&'a str> {
    if starts_with(string, prefix) { Some(tail(string, prefix.len())) } else { None }
}

pub(crate) const fn starts_with(string: &str, prefix: &str) -> bool {
    let (string, prefix) = (string.as_bytes(), prefix.as_bytes());
    string.len() >= prefix.len() && is_at(string, prefix, 0)
}

pub(crate) const fn ends_with(string: &str, suffix: &str) -> bool {
    let (string, suffix) = (string.as_bytes(), suffix.as_bytes());
    string.len() >= suffix.len() && is_at(string, suffix, string.len() - suffix.len())
}

/// Returns whether `string` contains `part` at the index `at`. `string` must have at least `at + part.len()` bytes.
const fn is_at(string: &[u8], mut part: &[u8], mut at: usize) -> bool {
    while let [byte, rest @ ..] = part {
        if string[at] != *byte {
            return false;
        }
        part = rest;
        at += 1;
    }
    true
}

pub(crate) const fn equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    a.len() == b.len() && is_at(a, b, 0)
}

pub(crate) const fn contains(list: &[&str], string: &str) -> bool {
    let mut i = 0;
    while i < list.len() {
        if equal(list[i], string) {
            return true;
        }
        i += 1;
    }
    false
}

/// Returns whether a list contains a string, ignoring ASCII case.
pub(crate) const fn contains_ignoring_case(list: &[&str], string: &str) -> bool {
    let mut i = 0;
    while i < list.len() {
        if list[i].eq_ignore_ascii_case(string) {
            return true;
        }
        i += 1;
    }
    false
}

/// Returns whether one added, omitted or replaced byte turns `a` into `b`, ignoring ASCII case.
pub(crate) const fn is_one_edit_away(a: &str, b: &str) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    while let ([a_first, a_rest @ ..], [b_first, b_rest @ ..]) = (a, b)
        && a_first.eq_ignore_ascii_case(b_first)
    {
        (a, b) = (a_rest, b_rest);
    }
    match (a, b) {
        ([_, a_rest @ ..], [_, b_rest @ ..]) => {
            a_rest.eq_ignore_ascii_case(b_rest)
                || a_rest.eq_ignore_ascii_case(b)
                || a.eq_ignore_ascii_case(b_rest)
        }
        _ => a.len() + b.len() == 1,
    }
}

/// Returns whether the string is a token, which is the syntax of methods and header names:
/// <https://www.rfc-editor.org/rfc/rfc9110.html#name-tokens>.
pub(crate) const fn is_token(string: &str) -> bool {
    let bytes = string.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~' => {}
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {}
            _ => return false,
        }
        i += 1;
    }
    !string.is_empty()
}

/// Parses a `u32` without a sign or leading zeros.
pub(crate) const fn number(string: &str) -> Option<u32> {
    match (string.as_bytes(), u32::from_str_radix(string, 10)) {
        ([b'0'] | [b'1'..=b'9', ..], Ok(number)) => Some(number),
        _ => None,
    }
}
