//! Several values in one text, which make a list.

use crate::{Text, ascii};

/// What stands between commas, semicolons, bars or white space.
pub(crate) struct Values<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Values<'a> {
    pub(crate) const fn of(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(crate) const fn next(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() && is_separator(bytes[self.at]) {
            self.at += 1;
        }
        let start = self.at;
        while self.at < bytes.len() && !is_separator(bytes[self.at]) {
            self.at += 1;
        }
        if start == self.at { None } else { Some(ascii::slice(self.text, start, self.at)) }
    }
}

/// The list to write instead, where a text holds more than one value.
pub(crate) const fn list(text: &str) -> Option<Text> {
    let mut values = Values::of(text);
    let mut list = Text::new().push("[");
    let mut count = 0;
    while let Some(value) = values.next() {
        list = list.push(if count == 0 { "\"" } else { ", \"" }).push(value).push("\"");
        count += 1;
    }
    if count > 1 { Some(list.push("]")) } else { None }
}

/// The same, where each value could be a method or a header name.
pub(crate) const fn list_of_tokens(text: &str) -> Option<Text> {
    let mut values = Values::of(text);
    while let Some(value) = values.next() {
        if !ascii::is_token(value) {
            return None;
        }
    }
    list(text)
}

/// What parts values of a list as other formats write them.
pub(crate) const fn is_separator(byte: u8) -> bool {
    matches!(byte, b',' | b';' | b'|' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0C')
}
