//! The check of `max_age`, the value of the header `Access-Control-Max-Age`:
//! <https://fetch.spec.whatwg.org/#http-access-control-max-age>.

use std::num::IntErrorKind;

use crate::{ConstString, Rule, Violation, ascii, split_list};

/// One day in seconds. No browser keeps the response to a preflight longer. Firefox keeps the response for at most a
/// day, Chromium for at most two hours, and WebKit for at most ten minutes.
pub const MAX_SECONDS: u32 = 86_400;

/// The units of a duration, each with its name, its number of seconds, and its other names.
const UNITS: [(&str, u64, &[&str]); 4] = [
    ("s", 1, &["sec", "secs", "second", "seconds"]),
    ("m", 60, &["min", "mins", "minute", "minutes"]),
    ("h", 3_600, &["hr", "hrs", "hour", "hours"]),
    ("d", 86_400, &["day", "days"]),
];

/// Parses a duration of one unit: `90s`, `10m`, `2h`, `1d`.
///
/// # Errors
/// [`Rule::InvalidMaxAge`] if the string is not such a duration, or if the duration is longer than [`MAX_SECONDS`].
pub const fn parse(string: &str) -> Result<u32, Violation> {
    match seconds(string) {
        Some(seconds) if seconds <= MAX_SECONDS as u64 => Ok(seconds as u32),
        Some(_) => Err(too_long(string)),
        None => {
            let sentence = "is not a duration: write a whole number and one of the units `s`, `m`, \
                            `h` and `d`";
            let help = "write whole seconds as a number, or a duration such as `90s`, `10m`, `2h` \
                        or `1d`";
            let violation = Violation::new(Rule::InvalidMaxAge, string, sentence);
            Err(match corrected(string) {
                Some(duration) => violation.write(duration.as_str()),
                None => violation.help(help),
            })
        }
    }
}

/// Returns the duration that an invalid string most likely means. The string can have no unit, another name of a unit,
/// several units (`1h30m`), the fraction `.0` (`3600.0`), spaces, quotes or upper case, or can be an ISO 8601 duration
/// (`PT1H`). Returns `None` for any other string, and for a duration that is longer than [`MAX_SECONDS`].
const fn corrected(string: &str) -> Option<ConstString> {
    let lower = ConstString::lowercase(split_list::unquote(string));
    // In ISO 8601, `M` before `T` means months, as in `P1M`.
    if ascii::starts_with(lower.as_str(), "p")
        && !ascii::has(lower.as_str(), b't')
        && ascii::ends_with(lower.as_str(), "m")
    {
        return None;
    }
    let mut rest = without_prefix(without_prefix(lower.as_str(), "p"), "t");
    let (mut sum, mut count): (u64, usize) = (0, 0);
    let mut duration = ConstString::new();
    while !rest.is_empty() {
        let (number, after) = split_digits(rest);
        let (word, after) = split_digits(without_prefix(after, ".0"));
        let word = word.trim_ascii();
        let (Some(number), Some((unit, seconds))) =
            (ascii::number(number), unit(if word.is_empty() { "s" } else { word }))
        else {
            return None;
        };
        duration = ConstString::new().push_number(number as u64, 10).push(unit);
        sum = sum.saturating_add((number as u64).saturating_mul(seconds));
        count += 1;
        rest = without_prefix(after, "t");
    }
    if count > 1 {
        duration = match sum % 60 {
            0 => ConstString::new().push_number(sum / 60, 10).push("m"),
            _ => ConstString::new().push_number(sum, 10).push("s"),
        };
    }
    if count > 0 && sum <= MAX_SECONDS as u64 { Some(duration) } else { None }
}

const fn without_prefix<'a>(string: &'a str, prefix: &str) -> &'a str {
    match ascii::strip_prefix(string, prefix) {
        Some(rest) => rest,
        None => string,
    }
}

/// Splits a string after its leading digits, or before its first digit if it begins with another character.
const fn split_digits(string: &str) -> (&str, &str) {
    let bytes = string.as_bytes();
    let mut end = 0;
    while end < bytes.len() && bytes[end].is_ascii_digit() == bytes[0].is_ascii_digit() {
        end += 1;
    }
    string.split_at(end)
}

/// Returns the unit with this name, such as `h` for `hours`, and its number of seconds.
const fn unit(name: &str) -> Option<(&'static str, u64)> {
    let mut i = 0;
    while i < UNITS.len() {
        let (unit, seconds, names) = UNITS[i];
        if ascii::equal(unit, name) || ascii::contains(names, name) {
            return Some((unit, seconds));
        }
        i += 1;
    }
    None
}

/// Checks a number of seconds.
///
/// # Errors
/// [`Rule::InvalidMaxAge`] if the number is greater than [`MAX_SECONDS`].
pub const fn check(seconds: u64) -> Result<u32, Violation> {
    if seconds <= MAX_SECONDS as u64 {
        return Ok(seconds as u32);
    }
    Err(too_long(ConstString::new().push_number(seconds, 10).as_str()))
}

/// Parses a number of seconds. `digits` consists of decimal digits, after an optional `-`.
///
/// # Errors
/// [`Rule::InvalidMaxAge`] if the number is negative or greater than [`MAX_SECONDS`].
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

const fn too_long(string: &str) -> Violation {
    Violation::new(
        Rule::InvalidMaxAge,
        string,
        "is longer than a day, and no browser keeps the response to a preflight that long",
    )
    .help("write `86400` or less; Chromium keeps it for at most 7200 s, Safari for at most 600 s")
}

const fn seconds(string: &str) -> Option<u64> {
    let (digits, name) = split_digits(string);
    let number = match u64::from_str_radix(digits, 10) {
        Ok(number) => number,
        Err(error) if matches!(error.kind(), IntErrorKind::PosOverflow) => u64::MAX,
        Err(_) => return None,
    };
    match unit(name) {
        Some((unit, seconds)) if ascii::equal(unit, name) => Some(number.saturating_mul(seconds)),
        _ => None,
    }
}
