//! What a list of origins is refused for, value by value.

use super::{ANY, NULL, Pattern};
use crate::{Rule, Violation, ascii};

/// What is wrong with a value by itself, if anything; `*` and `null` are values of a list, not
/// patterns, and pass.
#[must_use]
pub const fn check(value: &str) -> Option<Violation> {
    if ascii::equal(value, ANY) || ascii::equal(value, NULL) {
        return None;
    }
    match Pattern::parse(value) {
        Ok(_) => None,
        Err(defect) => Some(defect.violation(value)),
    }
}

/// The violation of `null` without its key.
#[must_use]
pub const fn null() -> Violation {
    Violation::new(
        Rule::NullOrigin,
        NULL,
        "is the origin of every sandboxed frame, so any page can send it",
    )
    .help("leave it out, or add `danger_allow_null_origin`")
}

/// The violation of an origin that stands in the lists twice.
#[must_use]
pub const fn duplicate(value: &str) -> Violation {
    Violation::new(Rule::DuplicateOrigin, value, "is listed twice").help("leave one out")
}

/// The violation of `*` beside other origins.
#[must_use]
pub const fn any_mixed() -> Violation {
    Violation::new(
        Rule::AnyOriginMixed,
        ANY,
        "stands for every origin, and other origins stand beside it",
    )
    .help("write `origins = \"*\"` and no `debug_origins`, or name the origins alone")
}

/// The violation of a list without a single origin, called by the key that holds it.
#[must_use]
pub const fn missing(key: &str) -> Violation {
    Violation::new(Rule::MissingOrigins, key, "names no origin, so no page could read the response")
        .help("write `origins = \"https://app.example.com\"`, or `origins = \"*\"` for every page")
}

/// What is wrong between the origins of a list, if anything; [`check`] judges each by itself.
#[must_use]
pub const fn check_list(origins: &[&str]) -> Option<Violation> {
    let mut any = false;
    let mut i = 0;
    while i < origins.len() {
        let mut j = 0;
        while j < i {
            if ascii::equal(origins[i], origins[j]) {
                return Some(duplicate(origins[i]));
            }
            j += 1;
        }
        any |= ascii::equal(origins[i], ANY);
        i += 1;
    }
    if any && origins.len() > 1 { Some(any_mixed()) } else { None }
}
