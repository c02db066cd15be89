//! The check of header names: <https://fetch.spec.whatwg.org/#header-name>. Header names are case-insensitive.

use crate::{
    ConstString, Rule, Violation, ascii, fetch,
    key::{Key, ValueKind},
    list::ANY,
    split_list::{self, QuotedList, Values},
};

const ONE_NAME: &str = "write one header name, such as `x-request-id`";

/// Checks a header name against the rules that do not depend on other values or settings. `key` is `allow_headers` or
/// `expose_headers`.
pub const fn check(name: &str, key: Key) -> Option<Violation> {
    if name.is_empty() {
        return Some(
            invalid(name, "is not a header name: it is empty")
                .help("leave it out, or write `[]` for no header"),
        );
    }
    if !ascii::is_token(name) {
        let violation =
            invalid(name, "is not a header name: it has characters that names cannot have");
        return Some(match corrected_name(name) {
            Some(meant) => violation.write(meant),
            None => with_list_help(violation, name, key),
        });
    }
    if let (ValueKind::RequestHeaders, Some(meant)) = (key.kind(), misspelled(name)) {
        let sentence = ConstString::new()
            .push("is not a standard header name, but one edit away from `")
            .push(meant)
            .push("`");
        let violation = Violation::new(Rule::MisspelledHeader, name, sentence.as_str());
        // A user who writes `-authorization` or `!authorization` wants to exclude the header.
        return Some(match name.as_bytes() {
            [b'-' | b'!', ..] => violation.help("leave it out"),
            _ => violation.write(meant),
        });
    }
    let (rule, sentence, help) = match key.kind() {
        ValueKind::RequestHeaders if fetch::is_forbidden_request_header(name) => (
            Rule::ForbiddenRequestHeader,
            "is a request header that browsers never let a page set",
            if name.eq_ignore_ascii_case("cookie") {
                "leave it out; `allow_credentials` lets browsers send cookies"
            } else {
                "leave it out"
            },
        ),
        ValueKind::RequestHeaders if ascii::contains_ignoring_case(&fetch::RESPONSE_ONLY, name) => {
            (
                Rule::MisplacedHeader,
                "is a response header, and `allow_headers` lists request headers",
                "leave it out: the policy sends it",
            )
        }
        ValueKind::ResponseHeaders if fetch::is_forbidden_response_header(name) => (
            Rule::ForbiddenResponseHeader,
            "is a response header that browsers never show to a page, exposed or not",
            "leave it out, and send what the page needs in another header",
        ),
        ValueKind::ResponseHeaders
            if ascii::contains_ignoring_case(&fetch::NEVER_ON_ACTUAL_RESPONSE, name) =>
        {
            (
                Rule::MisplacedHeader,
                "is not a header of the responses that a page reads",
                "leave it out",
            )
        }
        _ => return None,
    };
    Some(Violation::new(rule, name, sentence).help(help))
}

const fn invalid(name: &str, sentence: &str) -> Violation {
    Violation::new(Rule::InvalidHeaderName, name, sentence)
}

/// Returns the name without quotes and without a value, such as `x-a` for `x-a: 1`. If the result is not a name but a
/// misspelled standard name, such as `content type`, returns the standard name. Returns `None` for any other result.
const fn corrected_name(name: &str) -> Option<&str> {
    let name = split_list::unquote(name);
    let name = match ascii::split_once(name, b':') {
        Some((name, _)) => name.trim_ascii(),
        None => name,
    };
    if ascii::is_token(name) { Some(name) } else { misspelled(name) }
}

/// Adds the help for a string that is not a name, such as `x-a, x-b`. If the string contains several names, the help
/// lists the names that the key accepts.
const fn with_list_help(violation: Violation, names: &str, key: Key) -> Violation {
    let mut values = Values::new(names);
    let mut list = QuotedList::EMPTY;
    let mut rejected = None;
    while let Some(value) = values.next() {
        if !ascii::is_token(value) || ascii::equal(value, ANY) {
            return violation.help(ONE_NAME);
        }
        let meant = match misspelled(value) {
            Some(meant) if matches!(key.kind(), ValueKind::RequestHeaders) => meant,
            _ => value,
        };
        if check(meant, key).is_some() {
            rejected = Some(meant);
        } else {
            list = list.with(meant);
        }
    }
    match (list.len(), list.finish(1), rejected) {
        (0, _, None) => violation.help(ONE_NAME),
        (0, _, Some(_)) => violation.help("leave it out"),
        (_, Some(list), None) => violation.write_list(list),
        (_, Some(list), Some(rejected)) => {
            let help = ConstString::new().push("write a list: `").push(list.as_str());
            violation.help(help.push("`; leave out `").push(rejected).push("`").as_str())
        }
        (_, None, _) => {
            violation.help("write a list of names, such as `[\"etag\", \"x-request-id\"]`")
        }
    }
}

/// Returns whether `name` is the name `standard` or a misspelling of that name. [`check`] already reports a
/// misspelling in `allow_headers`, so the caller need not also report that `standard` is missing.
pub(crate) const fn is_or_misspells(name: &str, standard: &str) -> bool {
    name.eq_ignore_ascii_case(standard)
        || matches!(misspelled(name), Some(meant) if ascii::equal(meant, standard))
}

/// Returns the standard name that `name` misspells: one edit away from `name`, or equal after each `_` and each space
/// is replaced by `-`. Returns `None` if `name` is a standard name. Also returns `None` if `name` has fewer than six
/// bytes, because such a short name can be similar to a standard name by chance.
const fn misspelled(name: &str) -> Option<&'static str> {
    if name.len() < 6 || ascii::contains_ignoring_case(&fetch::STANDARD_REQUEST_HEADERS, name) {
        return None;
    }
    let mut i = 0;
    while i < fetch::STANDARD_REQUEST_HEADERS.len() {
        let standard = fetch::STANDARD_REQUEST_HEADERS[i];
        if ascii::is_one_edit_away(name, standard) || differs_only_in_hyphens(name, standard) {
            return Some(standard);
        }
        i += 1;
    }
    None
}

/// Returns whether two names are equal, ignoring ASCII case. A `_` or a space in `name` counts as `-`.
const fn differs_only_in_hyphens(name: &str, standard: &str) -> bool {
    let (mut name, mut standard) = (name.as_bytes(), standard.as_bytes());
    while let ([byte, name_rest @ ..], [wanted, standard_rest @ ..]) = (name, standard)
        && (byte.eq_ignore_ascii_case(wanted) || matches!((byte, wanted), (b'_' | b' ', b'-')))
    {
        (name, standard) = (name_rest, standard_rest);
    }
    name.is_empty() && standard.is_empty()
}
