//! `Access-Control-Max-Age`: <https://fetch.spec.whatwg.org/#http-access-control-max-age>.

use crate::{Rule, Text, Violation, ascii, split_list};

/// A day in seconds. No browser keeps the response to a preflight longer: Firefox keeps it for a
/// day, Chromium for two hours, WebKit for ten minutes.
pub const LONGEST: u32 = 86_400;

/// The units of a duration, their seconds, and their other names.
const UNITS: [(&str, u64, &[&str]); 4] = [
    ("s", 1, &["sec", "secs", "second", "seconds"]),
    ("m", 60, &["min", "mins", "minute", "minutes"]),
    ("h", 3_600, &["hr", "hrs", "hour", "hours"]),
    ("d", 86_400, &["day", "days"]),
];

/// Parses a duration of one unit: `90s`, `10m`, `2h`, `1d`.
///
/// # Errors
/// [`Rule::InvalidMaxAge`] if it is not such a duration, or longer than [`LONGEST`].
#[expect(clippy::result_large_err, reason = "built once, for a person to read")]
pub const fn parse(text: &str) -> Result<u32, Violation> {
    match seconds(text) {
        Some(seconds) if seconds <= LONGEST as u64 => Ok(seconds as u32),
        Some(_) => Err(too_long(text)),
        None => {
            let sentence = "is not a duration: write a whole number and one of the units `s`, `m`, \
                            `h` and `d`";
            let help = "write whole seconds as a number, or a duration such as `90s`, `10m`, `2h` \
                        or `1d`";
            let violation = Violation::new(Rule::InvalidMaxAge, text, sentence);
            Err(match corrected(text) {
                Some(duration) => violation.write(duration.as_str()),
                None => violation.help(help),
            })
        }
    }
}

/// The duration that a number without a unit, a unit with another name, or a duration of ISO 8601
/// (`PT1H`) was meant to be.
const fn corrected(text: &str) -> Option<Text> {
    let lower = Text::lowercase(split_list::unquote(text));
    let text = match lower.as_str() {
        text if ascii::starts_with(text, "pt") => ascii::tail(text, "pt".len()),
        text if ascii::starts_with(text, "p") => ascii::tail(text, "p".len()),
        text => text,
    };
    let mut end = 0;
    while end < text.len() && text.as_bytes()[end].is_ascii_digit() {
        end += 1;
    }
    let word = ascii::tail(text, end).trim_ascii();
    let mut unit = if word.is_empty() { "s" } else { word };
    let mut i = 0;
    while i < UNITS.len() {
        if ascii::contains(UNITS[i].2, word) {
            unit = UNITS[i].0;
        }
        i += 1;
    }
    let duration = Text::new().push(ascii::slice(text, 0, end)).push(unit);
    match seconds(duration.as_str()) {
        Some(seconds) if seconds <= LONGEST as u64 => Some(duration),
        _ => None,
    }
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

/// Parses the digits of a number of seconds, which may have a minus before them.
///
/// # Errors
/// [`Rule::InvalidMaxAge`] for a negative number, and over [`LONGEST`].
#[expect(clippy::result_large_err, reason = "built once, for a person to read")]
pub fn parse_seconds(digits: &str) -> Result<u32, Violation> {
    if digits.starts_with('-') {
        let negative = "is not a max age: it is negative";
        return Err(Violation::new(Rule::InvalidMaxAge, digits, negative)
            .help("write `0` to have a preflight sent before every request"));
    }
    match digits.parse() {
        Ok(seconds) => check(seconds),
        Err(_) => Err(too_long(digits)),
    }
}

const fn too_long(text: &str) -> Violation {
    Violation::new(
        Rule::InvalidMaxAge,
        text,
        "is longer than a day, and no browser keeps the response to a preflight that long",
    )
    .help("write `86400` or less; Chromium keeps it for at most 7200 s, Safari for at most 600 s")
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
    let unit = ascii::tail(text, last);
    let mut i = 0;
    while i < UNITS.len() {
        if ascii::equal(UNITS[i].0, unit) {
            return Some(number.saturating_mul(UNITS[i].1));
        }
        i += 1;
    }
    None
}
