//! Header names: <https://fetch.spec.whatwg.org/#header-name>. They are compared without case.

use crate::{Rule, Violation, ascii};

/// <https://fetch.spec.whatwg.org/#forbidden-request-header>
const FORBIDDEN_REQUEST: [&str; 22] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "access-control-request-private-network",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// Likewise, by how the name begins.
const FORBIDDEN_REQUEST_PREFIXES: [&str; 2] = ["proxy-", "sec-"];

/// <https://fetch.spec.whatwg.org/#forbidden-response-header-name>
const FORBIDDEN_RESPONSE: [&str; 2] = ["set-cookie", "set-cookie2"];

/// What a server answers and a request never carries: <https://fetch.spec.whatwg.org/#http-responses>.
const RESPONSE_ONLY: [&str; 7] = [
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-allow-private-network",
    "access-control-expose-headers",
    "access-control-max-age",
];

/// What an actual response never carries: the request's own, and the preflight's.
const NOT_ON_ACTUAL_RESPONSE: [&str; 8] = [
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-private-network",
    "access-control-max-age",
    "access-control-request-headers",
    "access-control-request-method",
    "access-control-request-private-network",
    "origin",
];

/// Which of the two lists a name stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// `allow_headers`: what a page may send.
    Allow,
    /// `expose_headers`: what a page may read.
    Expose,
}

impl List {
    /// The key of the list.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Allow => "allow_headers",
            Self::Expose => "expose_headers",
        }
    }
}

/// What is wrong with a name in that list by itself, if anything.
#[must_use]
pub const fn check(name: &str, list: List) -> Option<Violation> {
    if !ascii::is_token(name) {
        let violation = Violation::new(
            Rule::InvalidHeaderName,
            name,
            "is not a header name: it is no HTTP token",
        );
        let trimmed = trim_name(name);
        return Some(if ascii::is_token(trimmed) {
            violation.write(trimmed)
        } else {
            violation.help("write a header's name alone, as `x-request-id`")
        });
    }
    match list {
        List::Allow => check_allowed(name),
        List::Expose => check_exposed(name),
    }
}

const fn check_allowed(name: &str) -> Option<Violation> {
    if is_forbidden_request_header(name) {
        return Some(
            Violation::new(
                Rule::ForbiddenRequestHeader,
                name,
                "is a header that no browser lets a page set, so there is nothing to allow",
            )
            .help(if name.eq_ignore_ascii_case("cookie") {
                "leave it out; `allow_credentials` is what lets cookies through"
            } else {
                "leave it out"
            }),
        );
    }
    if ascii::contains_ignoring_case(&RESPONSE_ONLY, name) {
        return Some(
            Violation::new(
                Rule::MisplacedHeader,
                name,
                "is a header of responses, and `allow_headers` lists those of requests",
            )
            .help("leave it out: the policy sends it"),
        );
    }
    None
}

const fn check_exposed(name: &str) -> Option<Violation> {
    if ascii::contains_ignoring_case(&FORBIDDEN_RESPONSE, name) {
        return Some(
            Violation::new(
                Rule::ForbiddenResponseHeader,
                name,
                "is a header that no browser shows to a page, exposed or not",
            )
            .help("leave it out, and send what the page needs in a header of its own"),
        );
    }
    if ascii::contains_ignoring_case(&NOT_ON_ACTUAL_RESPONSE, name) {
        return Some(
            Violation::new(
                Rule::MisplacedHeader,
                name,
                "is no header of the responses that a page reads",
            )
            .help("leave it out"),
        );
    }
    None
}

/// Whether Fetch forbids a page to set the header, whatever its value.
#[must_use]
pub const fn is_forbidden_request_header(name: &str) -> bool {
    let mut i = 0;
    while i < FORBIDDEN_REQUEST_PREFIXES.len() {
        let prefix = FORBIDDEN_REQUEST_PREFIXES[i];
        if prefix.eq_ignore_ascii_case(ascii::slice(name, 0, prefix.len())) {
            return true;
        }
        i += 1;
    }
    ascii::contains_ignoring_case(&FORBIDDEN_REQUEST, name)
}

/// Whether a name may stand beside `*`: `*` does not cover it, and it may be sent.
/// <https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name>
#[must_use]
pub const fn may_stand_beside_any(name: &str, list: List) -> bool {
    matches!(list, List::Allow) && name.eq_ignore_ascii_case("authorization")
}

/// The violation of a name that stands in a list twice.
#[must_use]
pub const fn duplicate(name: &str) -> Violation {
    Violation::new(Rule::DuplicateHeader, name, "is listed twice: header names have no case")
        .help("leave one out")
}

/// The violation of `*` beside names that it covers.
#[must_use]
pub const fn any_mixed(list: List) -> Violation {
    let violation = Violation::new(
        Rule::AnyHeaderMixed,
        "*",
        "stands for every header, and other headers stand beside it",
    );
    match list {
        List::Allow => {
            violation.help("write `\"*\"` alone or with `authorization`, or name the headers alone")
        }
        List::Expose => violation.help("write `\"*\"` alone, or name the headers alone"),
    }
}

/// What is wrong between the names of a list, if anything; [`check`] judges each by itself.
#[must_use]
pub const fn check_list(names: &[&str], list: List) -> Option<Violation> {
    let mut any = false;
    let mut mixed = false;
    let mut i = 0;
    while i < names.len() {
        let mut j = 0;
        while j < i {
            if names[i].eq_ignore_ascii_case(names[j]) {
                return Some(duplicate(names[i]));
            }
            j += 1;
        }
        if ascii::equal(names[i], "*") {
            any = true;
        } else {
            mixed |= !may_stand_beside_any(names[i], list);
        }
        i += 1;
    }
    if any && mixed { Some(any_mixed(list)) } else { None }
}

const fn trim_name(name: &str) -> &str {
    let name = ascii::trim(name);
    match ascii::find(name, b':', 0) {
        Some(colon) => ascii::trim(ascii::slice(name, 0, colon)),
        None => name,
    }
}
