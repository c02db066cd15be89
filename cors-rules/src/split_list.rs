//! Functions that split a string of several values, such as `GET, POST`, and remove quotes around a value.

use crate::{ConstString, ascii};

/// An iterator over the values between commas, semicolons, bars or white space. Quotes around a value are removed.
pub(crate) struct Values<'a> {
    string: &'a str,
    at: usize,
}

impl<'a> Values<'a> {
    pub(crate) const fn new(string: &'a str) -> Self {
        Self { string, at: 0 }
    }

    pub(crate) const fn next(&mut self) -> Option<&'a str> {
        let bytes = self.string.as_bytes();
        while self.at < bytes.len() && is_separator(bytes[self.at]) {
            self.at += 1;
        }
        let start = self.at;
        while self.at < bytes.len() && !is_separator(bytes[self.at]) {
            self.at += 1;
        }
        if start == self.at {
            None
        } else {
            Some(unquote(ascii::slice(self.string, start, self.at)))
        }
    }
}

/// A list in the syntax of the attribute: `["GET", "PUT"]`.
#[derive(Clone, Copy)]
pub(crate) struct QuotedList {
    string: ConstString,
    len: usize,
}

impl QuotedList {
    pub(crate) const EMPTY: Self = Self { string: ConstString::new().push("["), len: 0 };

    pub(crate) const fn with(mut self, value: &str) -> Self {
        let quote = if self.len == 0 { "\"" } else { ", \"" };
        self.string = self.string.push(quote).push(value).push("\"");
        self.len += 1;
        self
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Returns the list, or `None` if it is too long to show.
    pub(crate) const fn finish(self) -> Option<ConstString> {
        let string = self.string.push("]");
        if string.is_cut() { None } else { Some(string) }
    }

    /// Returns the list, or `None` if it has fewer than two values or is too long to show.
    pub(crate) const fn finish_several(self) -> Option<ConstString> {
        if self.len > 1 { self.finish() } else { None }
    }
}

/// Returns whether this byte can separate the values in a string, as in `GET, POST` or `GET|POST`.
pub(crate) const fn is_separator(byte: u8) -> bool {
    matches!(byte, b',' | b';' | b'|' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0C')
}

/// Removes white space, quotes, invisible characters and angle brackets around a value, and commas and semicolons after
/// the value.
pub(crate) const fn unquote(string: &str) -> &str {
    let mut string = string;
    loop {
        let before = string.len();
        string = string.trim_ascii();
        string = match string.as_bytes() {
            // These are the angle brackets in `<https://app.example.com>`.
            [b'<', b'h', .., b'>'] => ascii::slice(string, 1, string.len() - 1),
            [b'"' | b'\'' | b'`', ..] => ascii::tail(string, 1),
            // These bytes are a typographic quote: “ ” „ ‘ ’ ‚
            [0xE2, 0x80, 0x98..=0x9F, ..] => ascii::tail(string, 3),
            // These bytes are a guillemet (« or »), a no-break space or a soft hyphen.
            [0xC2, 0xAB | 0xBB | 0xA0 | 0xAD, ..] => ascii::tail(string, 2),
            // These bytes are a zero-width character or a mark of text direction.
            [0xE2, 0x80, 0x8B..=0x8F, ..] | [0xE2, 0x81, 0xA0, ..] | [0xEF, 0xBB, 0xBF, ..] => {
                ascii::tail(string, 3)
            }
            _ => string,
        };
        string = match string.as_bytes() {
            [.., b'"' | b'\'' | b'`' | b',' | b';'] => ascii::slice(string, 0, string.len() - 1),
            [.., 0xE2, 0x80, 0x98..=0x9F] => ascii::slice(string, 0, string.len() - 3),
            [.., 0xC2, 0xAB | 0xBB | 0xA0 | 0xAD] => ascii::slice(string, 0, string.len() - 2),
            [.., 0xE2, 0x80, 0x8B..=0x8F] | [.., 0xE2, 0x81, 0xA0] | [.., 0xEF, 0xBB, 0xBF] => {
                ascii::slice(string, 0, string.len() - 3)
            }
            _ => string,
        };
        if string.len() == before {
            return string;
        }
    }
}

/// Removes the brackets around a list. The brackets of an IPv6 address or of a placeholder are kept.
pub(crate) const fn unbracket(string: &str) -> &str {
    let string = string.trim_ascii();
    let inner = match string.as_bytes() {
        [b'[', .., b']'] | [b'(', .., b')'] | [b'{', .., b'}'] => {
            ascii::slice(string, 1, string.len() - 1)
        }
        _ => return string,
    };
    let bytes = inner.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        // A list contains quotes, separators or slashes. An IPv6 address and a placeholder such as `{origin}` do not.
        if is_separator(bytes[i]) || matches!(bytes[i], b'"' | b'\'' | b'/') {
            return inner;
        }
        i += 1;
    }
    string
}
