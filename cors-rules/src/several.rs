//! Several values in one text, which make a list.

use crate::{
    Text, ascii,
    origin::{HostPattern, Pattern},
};

/// What the values are.
#[derive(Clone, Copy)]
pub(crate) enum Of {
    Origins,
    Hosts,
    /// Methods or header names.
    Tokens,
}

/// The list to write instead, where what stands between commas, semicolons, bars or white space is
/// a value each.
pub(crate) const fn list(text: &str, of: Of) -> Option<Text> {
    let bytes = text.as_bytes();
    let mut list = Text::new().push("[");
    let mut values = 0;
    let mut start = 0;
    let mut i = 0;
    while i <= bytes.len() {
        if i == bytes.len() || is_separator(bytes[i]) {
            let value = ascii::slice(text, start, i);
            if !value.is_empty() {
                if !is_valid(value, of) {
                    return None;
                }
                list = list.push(if values == 0 { "\"" } else { ", \"" }).push(value).push("\"");
                values += 1;
            }
            start = i + 1;
        }
        i += 1;
    }
    if values > 1 { Some(list.push("]")) } else { None }
}

/// What parts values of a list as other formats write them.
pub(crate) const fn is_separator(byte: u8) -> bool {
    matches!(byte, b',' | b';' | b'|' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0C')
}

const fn is_valid(value: &str, of: Of) -> bool {
    match of {
        Of::Origins => Pattern::parse(value).is_ok(),
        Of::Hosts => HostPattern::parse(value).is_ok(),
        Of::Tokens => ascii::is_token(value),
    }
}
