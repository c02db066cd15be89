//! The check of methods: <https://fetch.spec.whatwg.org/#concept-method>. Methods are case-sensitive.

use crate::{
    ConstString, Rule, Violation, ascii, fetch,
    list::ANY,
    split_list::{self, QuotedList, Values},
};

/// Words that mean "every method" in other libraries.
const ANY_WORDS: [&str; 2] = ["ALL", "ANY"];
const ANY_HELP: &str = "write `\"*\"` for every method that the route serves";

/// Checks a method against the rules that do not depend on the route.
///
/// A method with a lower-case letter is rejected, although it is valid in HTTP. The route attributes of actix-web
/// accept upper case only, and a browser sends `patch` without converting it to upper case.
pub const fn check(method: &str) -> Option<Violation> {
    if fetch::is_forbidden_method(method) {
        let sentence = "is a method that browsers never let a page send";
        return Some(Violation::new(Rule::ForbiddenMethod, method, sentence).help("leave it out"));
    }
    if method.is_empty() {
        return Some(invalid(method, "is not a method: it is empty").help("leave it out"));
    }
    if !ascii::is_token(method) {
        let violation =
            invalid(method, "is not a method: it has characters that methods cannot have");
        return Some(match (corrected_list(method), split_list::unquote(method)) {
            (Some(list), _) => violation.write_list(list),
            (None, name) if ascii::is_token(name) => {
                violation.write(ConstString::uppercase(name).as_str())
            }
            _ => violation.help("write the name of a method, such as `GET` or `PATCH`"),
        });
    }
    if ascii::equal(ConstString::uppercase(method).as_str(), method) {
        return None;
    }
    let upper = ConstString::uppercase(split_list::unquote(method));
    let violation = invalid(method, "is in the wrong case: method names are case-sensitive");
    Some(if ascii::contains(&ANY_WORDS, upper.as_str()) {
        violation.help(ANY_HELP)
    } else {
        violation.write(upper.as_str())
    })
}

const fn invalid(method: &str, sentence: &str) -> Violation {
    Violation::new(Rule::InvalidMethod, method, sentence)
}

/// Converts several methods in one string, such as `get, post`, to a list, and leaves out forbidden methods. Returns
/// `None` if a value is not a token, if fewer than two methods are left, or if the list is too long to show.
const fn corrected_list(string: &str) -> Option<ConstString> {
    let mut values = Values::new(string);
    let mut list = QuotedList::EMPTY;
    while let Some(value) = values.next() {
        if !ascii::is_token(value) {
            return None;
        }
        if !fetch::is_forbidden_method(value) {
            list = list.with(ConstString::uppercase(value).as_str());
        }
    }
    list.finish(2)
}

/// Returns the violation for a policy that allows none of the methods that the route serves.
pub const fn none_routed(methods: &[&str], served: &[&str]) -> Option<Violation> {
    let mut i = 0;
    while i < methods.len() {
        if ascii::equal(methods[i], ANY) || ascii::contains(served, methods[i]) {
            return None;
        }
        i += 1;
    }
    let help = served_by_route(served).push(": write `methods` on the handler");
    let sentence = "is the whole list of methods in the policy, and the route serves none of them";
    let violation = Violation::new(Rule::UnroutedMethod, join(methods).as_str(), sentence);
    Some(violation.help(help.as_str()))
}

/// Returns the violation for a listed method that the route does not serve.
pub(crate) const fn unrouted(method: &str, served: &[&str]) -> Violation {
    let violation =
        Violation::new(Rule::UnroutedMethod, method, "is a method that the route does not serve");
    if ascii::contains(&ANY_WORDS, method) {
        return violation.help(ANY_HELP);
    }
    match nearest(method) {
        Some(nearest) if ascii::equal(nearest, "OPTIONS") => {
            violation.help("leave it out, since the preflight needs no listing")
        }
        Some(nearest) if ascii::contains(served, nearest) => violation.write(nearest),
        _ => violation.help(served_by_route(served).as_str()),
    }
}

/// Returns the first standard method that is equal to a word, or one edit away from it.
pub const fn nearest(word: &str) -> Option<&'static str> {
    const STANDARD: [&str; 8] =
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"];
    let mut i = 0;
    while i < STANDARD.len() {
        if ascii::equal(word, STANDARD[i]) || ascii::is_one_edit_away(word, STANDARD[i]) {
            return Some(STANDARD[i]);
        }
        i += 1;
    }
    None
}

const fn served_by_route(served: &[&str]) -> ConstString {
    ConstString::new().push("the route serves `").push(join(served).as_str()).push("`")
}

const fn join(methods: &[&str]) -> ConstString {
    let mut string = ConstString::new();
    let mut i = 0;
    while i < methods.len() {
        if i > 0 {
            string = string.push(", ");
        }
        string = string.push(methods[i]);
        i += 1;
    }
    string
}
