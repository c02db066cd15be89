//! Functions that split a string of several values, such as `GET, POST`, and remove quotes around a value.

use crate::{ConstString, ascii};

/// An iterator over the values between commas, semicolons, `|` or white space. The brackets around the list and the
/// quotes around a value are removed.
pub(crate) struct Values<'a> {
    string: &'a str,
    at: usize,
}

impl<'a> Values<'a> {
    pub(crate) const fn new(string: &'a str) -> Self {
        Self { string: unbracket(string), at: 0 }
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

    /// Returns the list, or `None` if it has fewer than `min` values or is too long to show.
    pub(crate) const fn finish(self, min: usize) -> Option<ConstString> {
        let string = self.string.push("]");
        if self.len < min || string.is_cut() { None } else { Some(string) }
    }
}

/// Returns whether this byte can separate the values in a string, as in `GET, POST` or `GET|POST`.
pub(crate) const fn is_separator(byte: u8) -> bool {
    matches!(byte, b',' | b';' | b'|' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0C')
}

/// Removes white space, quotes and invisible characters around a value, and commas and semicolons after the value. Also
/// removes the angle brackets around a URL, as in `<https://a.example>`.
pub(crate) const fn unquote(mut string: &str) -> &str {
    loop {
        string = string.trim_ascii();
        string = match (ascii::first_char(string), ascii::last_char(string)) {
            (Some('<'), Some('>')) if ascii::starts_with(string, "<h") => {
                ascii::slice(string, 1, string.len() - 1)
            }
            (Some(first), _) if is_quote(first) => ascii::tail(string, first.len_utf8()),
            (_, Some(last)) if is_quote(last) || matches!(last, ',' | ';') => {
                ascii::slice(string, 0, string.len() - last.len_utf8())
            }
            _ => return string,
        };
    }
}

/// Returns whether a character is a quote, or an invisible character that text from a document may contain.
const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '\u{2018}'..='\u{201F}' | '«' | '»' | '\u{A0}' | '\u{AD}')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
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
