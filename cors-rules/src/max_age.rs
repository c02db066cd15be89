//! `Access-Control-Max-Age`: <https://fetch.spec.whatwg.org/#http-access-control-max-age>.

use crate::{Rule, Text, Violation, ascii};

/// A day, in seconds: the longest that any browser keeps a preflight's answer (Firefox; Chromium
/// stops at two hours).
pub const LONGEST: u32 = 86_400;

/// What [`parse`] reads: a whole number and one unit.
const UNITS: [(u8, u64); 4] = [(b's', 1), (b'm', 60), (b'h', 3_600), (b'd', 86_400)];

/// The seconds of a duration of one unit: `90s`, `10m`, `2h`, `1d`.
///
/// # Errors
/// [`Rule::InvalidMaxAge`] where it is no such duration, or longer than [`LONGEST`].
#[expect(clippy::result_large_err, reason = "built once, for a person to read")]
pub const fn parse(text: &str) -> Result<u32, Violation> {
    match seconds(text) {
        Some(seconds) if seconds <= LONGEST as u64 => Ok(seconds as u32),
        Some(_) => Err(too_long(text)),
        None => {
            let violation = Violation::new(
                Rule::InvalidMaxAge,
                text,
                "is not a duration: write a whole number and one of the units `s`, `m`, `h` and `d`",
            );
            Err(match meant(ascii::trim(text)) {
                Some(duration) => violation.write(duration.as_str()),
                None => violation.help(
                    "write seconds as a number, or a duration such as `90s`, `10m`, `2h` or `1d`",
                ),
            })
        }
    }
}

/// The names of units, each in the singular, with the letter of the unit.
const UNIT_NAMES: [(&str, &str); 12] = [
    ("", "s"),
    ("s", "s"),
    ("sec", "s"),
    ("second", "s"),
    ("m", "m"),
    ("min", "m"),
    ("minute", "m"),
    ("h", "h"),
    ("hr", "h"),
    ("hour", "h"),
    ("d", "d"),
    ("day", "d"),
];

/// The duration that a text is in another notation: `10 min`, `1 hour`, `2H`, `PT1H`, `P1D`.
const fn meant(text: &str) -> Option<Text> {
    let text = Text::new().push_lowercase(text);
    let text = text.as_str();
    let digits_at = match text.as_bytes() {
        [b'p', b't', ..] => 2,
        [b'p', ..] => 1,
        _ => 0,
    };
    let text = ascii::tail(text, digits_at);
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() && bytes[end].is_ascii_digit() {
        end += 1;
    }
    if end == 0 {
        return None;
    }
    let name = ascii::trim(ascii::tail(text, end));
    let mut i = 0;
    while i < UNIT_NAMES.len() {
        let (unit, letter) = UNIT_NAMES[i];
        let is_plural = name.len() == unit.len() + 1
            && ascii::starts_with(name, unit)
            && bytes[bytes.len() - 1] == b's';
        if ascii::equal(name, unit) || unit.len() > 1 && is_plural {
            return Some(Text::new().push(ascii::slice(text, 0, end)).push(letter));
        }
        i += 1;
    }
    None
}

/// Checks a number of seconds.
///
/// # Errors
/// [`Rule::InvalidMaxAge`] over [`LONGEST`].
#[expect(clippy::result_large_err, reason = "built once, for a person to read")]
pub const fn check(seconds: u64) -> Result<u32, Violation> {
    if seconds <= LONGEST as u64 {
        return Ok(seconds as u32);
    }
    Err(too_long(Text::new().push_number(seconds, 10).as_str()))
}

/// The violation of a number that does not even fit, or is negative.
#[must_use]
pub const fn no_seconds(text: &str) -> Violation {
    if ascii::starts_with(text, "-") {
        return Violation::new(Rule::InvalidMaxAge, text, "is not a max age: it is negative")
            .help("write `0` to have a preflight sent before every request");
    }
    too_long(text)
}

const fn too_long(text: &str) -> Violation {
    Violation::new(
        Rule::InvalidMaxAge,
        text,
        "is longer than a day, and no browser keeps the answer to a preflight that long",
    )
    .help("write `86400` or less; Chromium keeps it for at most 7200 s")
}

const fn seconds(text: &str) -> Option<u64> {
    let Some(last) = text.len().checked_sub(1) else {
        return None;
    };
    let digits = ascii::slice(text, 0, last).as_bytes();
    if digits.is_empty() {
        return None;
    }
    let mut number: u64 = 0;
    let mut i = 0;
    while i < digits.len() {
        if !digits[i].is_ascii_digit() {
            return None;
        }
        number = number.saturating_mul(10).saturating_add((digits[i] - b'0') as u64);
        i += 1;
    }
    let mut i = 0;
    while i < UNITS.len() {
        if UNITS[i].0 == text.as_bytes()[last] {
            return Some(number.saturating_mul(UNITS[i].1));
        }
        i += 1;
    }
    None
}
