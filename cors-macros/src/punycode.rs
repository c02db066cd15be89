//! The correction of a host with non-ASCII characters to Punycode. `cors-rules` has no such correction, because it has
//! no IDNA tables.

use cors_rules::{
    key::Key,
    origin::{correction, host_correction},
};

/// Returns a value of `hosts` or of a list of origins, with the host in Punycode, as browsers send it. Returns `None`
/// if `value`, without white space and typographic quotes around it, is ASCII, or if it cannot be corrected.
pub(crate) fn corrected(value: &str, key: Key) -> Option<String> {
    // Typographic quotes around the value are not a part of it.
    let value =
        value.trim_matches(|c: char| c.is_whitespace() || !(c.is_ascii() || c.is_alphanumeric()));
    if value.is_ascii() {
        return None;
    }
    const DELIMITERS: [char; 5] = [':', '/', '?', '#', '\\'];
    let mut in_ascii = String::new();
    for part in value.split_inclusive(DELIMITERS) {
        let (string, delimiter) = match part.strip_suffix(DELIMITERS) {
            Some(string) => part.split_at(string.len()),
            None => (part, ""),
        };
        in_ascii += &idna::domain_to_ascii(string).ok()?;
        in_ascii += delimiter;
    }
    let corrected = match key {
        Key::Hosts => host_correction(&in_ascii),
        _ => correction(&in_ascii),
    };
    corrected.map(|value| value.as_str().to_owned())
}
