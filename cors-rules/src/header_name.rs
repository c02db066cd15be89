//! Header names: <https://fetch.spec.whatwg.org/#header-name>. They are compared without case.

use crate::{Rule, Violation, ascii, fetch, several};

/// `*` as the whole of a list: <https://fetch.spec.whatwg.org/#cors-protocol-and-credentials>.
pub const ANY: &str = "*";

/// Which of the two lists a name stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// `allow_headers`: what a page may send.
    Allow,
    /// `expose_headers`: what a page may read.
    Expose,
}

/// What is wrong with a name by itself, if anything.
#[must_use]
pub const fn check(name: &str, direction: Direction) -> Option<Violation> {
    if name.is_empty() {
        return Some(
            Violation::new(Rule::InvalidHeaderName, name, "is not a header name: it is empty")
                .help("leave it out, or write `[]` for no header"),
        );
    }
    if !ascii::is_token(name) {
        let violation = Violation::new(
            Rule::InvalidHeaderName,
            name,
            "is not a header name: it has characters that names cannot have",
        );
        let trimmed = trim_name(name);
        return Some(if ascii::is_token(trimmed) {
            violation.write(trimmed)
        } else if let Some(list) = several::list_of_tokens(name) {
            violation.write_list(list)
        } else {
            violation.help("write one header name, such as `x-request-id`")
        });
    }
    match direction {
        Direction::Allow => check_allowed(name),
        Direction::Expose => check_exposed(name),
    }
}

const fn check_allowed(name: &str) -> Option<Violation> {
    if let Some(meant) = misspelled(name) {
        return Some(
            Violation::new(
                Rule::MisspelledHeader,
                name,
                "is not a standard header, and one edit away from one that is",
            )
            .write(meant),
        );
    }
    if fetch::is_forbidden_request_header(name) {
        return Some(
            Violation::new(
                Rule::ForbiddenRequestHeader,
                name,
                "is a request header that browsers never let a page set",
            )
            .help(if name.eq_ignore_ascii_case("cookie") {
                "leave it out; `allow_credentials` is what lets cookies through"
            } else {
                "leave it out"
            }),
        );
    }
    if fetch::is_response_only(name) {
        return Some(
            Violation::new(
                Rule::MisplacedHeader,
                name,
                "is a response header, and `allow_headers` lists request headers",
            )
            .help("leave it out: the policy sends it"),
        );
    }
    None
}

/// Whether a name is that standard one, or was meant to be, which is told where it is listed.
pub(crate) const fn stands_for(name: &str, standard: &str) -> bool {
    name.eq_ignore_ascii_case(standard)
        || matches!(misspelled(name), Some(meant) if ascii::equal(meant, standard))
}

/// The standard name that a name of six letters or more was meant to be, if it is none itself.
const fn misspelled(name: &str) -> Option<&'static str> {
    if name.len() < 6
        || ascii::contains_ignoring_case(&fetch::STANDARD_REQUEST_HEADERS, name)
        || fetch::is_forbidden_request_header(name)
    {
        return None;
    }
    let mut i = 0;
    while i < fetch::STANDARD_REQUEST_HEADERS.len() {
        let standard = fetch::STANDARD_REQUEST_HEADERS[i];
        if ascii::is_one_edit_away(name, standard) || is_with_underscores(name, standard) {
            return Some(standard);
        }
        i += 1;
    }
    None
}

/// Whether a name is the standard one but for `_` in place of `-`.
const fn is_with_underscores(name: &str, standard: &str) -> bool {
    let (name, standard) = (name.as_bytes(), standard.as_bytes());
    if name.len() != standard.len() {
        return false;
    }
    let mut i = 0;
    while i < name.len() {
        let is_same =
            name[i].eq_ignore_ascii_case(&standard[i]) || (name[i] == b'_' && standard[i] == b'-');
        if !is_same {
            return false;
        }
        i += 1;
    }
    true
}

const fn check_exposed(name: &str) -> Option<Violation> {
    if fetch::is_forbidden_response_header(name) {
        return Some(
            Violation::new(
                Rule::ForbiddenResponseHeader,
                name,
                "is a response header that browsers never show to a page, exposed or not",
            )
            .help("leave it out, and send what the page needs in another header"),
        );
    }
    if fetch::is_never_on_actual_response(name) {
        return Some(
            Violation::new(
                Rule::MisplacedHeader,
                name,
                "is not a header of the responses that a page reads",
            )
            .help("leave it out"),
        );
    }
    None
}

/// Whether a name is one of those that `*` stands for, so that it cannot stand beside it.
pub(crate) const fn is_covered_by_any(name: &str, direction: Direction) -> bool {
    let beside =
        matches!(direction, Direction::Allow) && fetch::is_non_wildcard_request_header(name);
    !ascii::equal(name, ANY) && !beside
}

/// The violation of a name that is listed twice.
pub(crate) const fn duplicate(name: &str) -> Violation {
    Violation::new(
        Rule::DuplicateHeader,
        name,
        "is listed twice: header names are compared without case",
    )
    .help("leave one out")
}

/// The violation of `*` beside names that it covers.
pub(crate) const fn any_mixed(direction: Direction) -> Violation {
    let violation = Violation::new(
        Rule::AnyHeaderMixed,
        ANY,
        "stands for every header, and other headers stand beside it",
    );
    match direction {
        Direction::Allow => {
            violation.help("write `\"*\"` alone or with `authorization`, or list only the headers")
        }
        Direction::Expose => violation.help("write `\"*\"` alone, or list only the headers"),
    }
}

const fn trim_name(name: &str) -> &str {
    let name = ascii::trim(name);
    match ascii::find(name, b':', 0) {
        Some(colon) => ascii::trim(ascii::slice(name, 0, colon)),
        None => name,
    }
}
