//! What is said of a value in a list of origins.

use super::{ANY, Defect, NULL, Pattern};
use crate::{Rule, Violation, ascii};

impl<'a> Pattern<'a> {
    /// The pattern of a value in a list; `*` and `null` are values of a list, and no patterns.
    pub(crate) const fn of_list(value: &'a str) -> Result<Option<Self>, Defect> {
        if ascii::equal(value, ANY) || ascii::equal(value, NULL) {
            return Ok(None);
        }
        match Self::parse(value) {
            Ok(pattern) => Ok(Some(pattern)),
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
