//! Methods: <https://fetch.spec.whatwg.org/#concept-method>. They are compared with case.

use crate::{Rule, Text, Violation, ascii};

/// <https://fetch.spec.whatwg.org/#forbidden-method>
const FORBIDDEN: [&str; 3] = ["CONNECT", "TRACE", "TRACK"];

/// What is wrong with a method by itself, if anything.
///
/// Lower case is refused although it is a token: actix-web routes only capitals, and a browser
/// sends `patch` as it is written.
#[must_use]
pub const fn check(method: &str) -> Option<Violation> {
    if is_forbidden(method) {
        return Some(
            Violation::new(
                Rule::ForbiddenMethod,
                method,
                "is a method that no browser lets a page send",
            )
            .help("leave it out"),
        );
    }
    if !ascii::is_token(method) {
        return Some(
            Violation::new(Rule::InvalidMethod, method, "is not a method: it is no HTTP token")
                .help("write a method's name, as `GET` or `PATCH`"),
        );
    }
    let upper = Text::new().push_uppercase(method);
    if !ascii::equal(upper.as_str(), method) {
        return Some(
            Violation::new(
                Rule::InvalidMethod,
                method,
                "is in the wrong case: methods are compared with case",
            )
            .write(upper.as_str()),
        );
    }
    None
}

/// Whether Fetch forbids the method to pages, in any case.
#[must_use]
pub const fn is_forbidden(method: &str) -> bool {
    ascii::contains_ignoring_case(&FORBIDDEN, method)
}

/// The violation of a method that stands in a list twice.
#[must_use]
pub const fn duplicate(method: &str) -> Violation {
    Violation::new(Rule::DuplicateMethod, method, "is listed twice").help("leave one out")
}

/// The violation of `*` beside other methods.
#[must_use]
pub const fn any_mixed() -> Violation {
    Violation::new(
        Rule::AnyMethodMixed,
        "*",
        "stands for every method, and other methods stand beside it",
    )
    .help("write `methods = \"*\"`, or name the methods alone")
}

/// What is wrong between the methods of a list, if anything; [`check`] judges each by itself.
#[must_use]
pub const fn check_list(methods: &[&str]) -> Option<Violation> {
    let mut any = false;
    let mut i = 0;
    while i < methods.len() {
        let mut j = 0;
        while j < i {
            if ascii::equal(methods[i], methods[j]) {
                return Some(duplicate(methods[i]));
            }
            j += 1;
        }
        any |= ascii::equal(methods[i], "*");
        i += 1;
    }
    if any && methods.len() > 1 { Some(any_mixed()) } else { None }
}

/// Whether a route serves any of a policy's methods.
#[must_use]
pub const fn share_any(methods: &[&str], served: &[&str]) -> bool {
    let mut i = 0;
    while i < methods.len() {
        if ascii::equal(methods[i], "*") || contains(served, methods[i]) {
            return true;
        }
        i += 1;
    }
    false
}

/// Whether the list holds that very method.
#[must_use]
pub const fn contains(methods: &[&str], method: &str) -> bool {
    let mut i = 0;
    while i < methods.len() {
        if ascii::equal(methods[i], method) {
            return true;
        }
        i += 1;
    }
    false
}

/// The violation of a policy that lists none of the methods that its route serves.
#[must_use]
pub const fn none_routed(methods: &[&str], served: &[&str]) -> Violation {
    Violation::new(
        Rule::UnroutedMethod,
        join(methods).as_str(),
        "is what the policy lists, and the route serves none of it",
    )
    .help(
        Text::new()
            .push("the route serves `")
            .push(join(served).as_str())
            .push("`: write `methods` on the handler")
            .as_str(),
    )
}

/// The violation of a method that the handler lists and its route does not serve.
#[must_use]
pub const fn unrouted(method: &str, served: &[&str]) -> Violation {
    let violation =
        Violation::new(Rule::UnroutedMethod, method, "is a method that the route does not serve");
    if ascii::equal(method, "OPTIONS") {
        return violation.help("leave it out: the preflight needs no listing");
    }
    let help = Text::new().push("the route serves `").push(join(served).as_str()).push("`");
    violation.help(help.as_str())
}

/// The violation of an empty list.
#[must_use]
pub const fn none() -> Violation {
    Violation::new(Rule::UnroutedMethod, "methods", "names no method")
        .help("leave `methods` out for every method of the route")
}

/// The methods, a comma between.
#[must_use]
pub const fn join(methods: &[&str]) -> Text {
    let mut text = Text::new();
    let mut i = 0;
    while i < methods.len() {
        if i > 0 {
            text = text.push(", ");
        }
        text = text.push(methods[i]);
        i += 1;
    }
    text
}
