//! What is said of a value in a list of origins.

use super::{ANY, Defect, NULL, Pattern, correction, regex};
use crate::{
    Rule, Text, Violation, ascii,
    several::{self, Values},
};

impl<'a> Pattern<'a> {
    /// The pattern of a value in a list; `*` and `null` are values of a list, and no patterns.
    pub(crate) const fn of_list(value: &'a str) -> Result<Option<Self>, Defect> {
        match Self::parse(value) {
            Ok(pattern) => Ok(Some(pattern)),
            Err(_) if ascii::equal(value, ANY) || ascii::equal(value, NULL) => Ok(None),
            Err(defect) => Err(defect),
        }
    }
}

/// The violation of `null` without its key.
pub(crate) const fn null() -> Violation {
    Violation::new(
        Rule::NullOrigin,
        NULL,
        "is the origin of every sandboxed frame, so any page can send it",
    )
    .help("leave it out, or add `danger_allow_null_origin`")
}

/// The violation of an origin that is listed twice.
pub(crate) const fn duplicate(value: &str) -> Violation {
    Violation::new(Rule::DuplicateOrigin, value, "is listed twice").help("leave one out")
}

/// The violation of `*` beside other origins.
pub(crate) const fn any_mixed() -> Violation {
    Violation::new(
        Rule::AnyOriginMixed,
        ANY,
        "stands for every origin, and other origins stand beside it",
    )
    .help("write `origins = \"*\"` without `debug_origins`, or list only the origins")
}

/// The violation of a policy without a single origin, called by the key that should hold it.
#[must_use]
pub const fn missing(key: &str) -> Violation {
    Violation::new(Rule::MissingOrigins, key, "names no origin, so no page could read the response")
        .help("write `origins = \"https://app.example.com\"`, or `origins = \"*\"` for every page")
}

/// The violation of a text that is no origin, with the origin to write instead where one can be
/// derived.
pub(crate) const fn invalid(text: &str, defect: Defect) -> Violation {
    let violation = Violation::new(Rule::InvalidOrigin, text, defect.sentence());
    if let Some(help) = of_a_word(text) {
        return violation.help(help);
    }
    if let Defect::Several = defect
        && let Some(list) = several_origins(text)
    {
        return violation.write_list(list);
    }
    let instead = match defect {
        Defect::Regex => regex::pattern(text),
        _ => correction(text),
    };
    match instead {
        Some(instead) => violation.write(instead.as_str()),
        None => match defect.advice() {
            Some(advice) => violation.help(advice),
            None => violation,
        },
    }
}

const fn several_origins(text: &str) -> Option<Text> {
    let mut values = Values::of(text);
    while let Some(value) = values.next() {
        if Pattern::parse(value).is_err() {
            return None;
        }
    }
    several::list(text)
}

/// The help for a word in an origin's place, as other settings have them.
const fn of_a_word(text: &str) -> Option<&'static str> {
    if ascii::contains_ignoring_case(&["all", "any"], text) {
        Some("write `\"*\"` for every origin")
    } else if ascii::contains_ignoring_case(&["none", "nobody"], text) {
        Some("write `#[cors(none)]`")
    } else if text.eq_ignore_ascii_case("null") {
        Some("write `null`, and `danger_allow_null_origin` beside it")
    } else if ascii::contains_ignoring_case(&["self", "'self'", "same-origin"], text) {
        Some("leave it out: a page of the server's own origin needs no permission")
    } else {
        None
    }
}
