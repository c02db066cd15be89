//! Tests of the errors in the arguments of `#[cors(…)]`. Each error must underline only the tokens that cause it. The
//! conformance suite in `tests/conformance` has the cases of each rule.

use cors_rules::key;

use super::{Found, check_above, check_at, found, messages};
use crate::check::Target;

/// Each row has the arguments of `#[cors(…)]` above a route of `GET` and `PUT`, then `~>`, then the expected errors,
/// separated by ` ; `. An error consists of its rule and the source code that it underlines. In a row without an error,
/// the checks accept the arguments. A line that begins with `~>` continues the row before it.
const CHECKED: &str = r##"
// The macro checks literals in each form of expression that it can read, such as a list, parentheses or a product.
policy = P, origins = [] ~> missing_origins []
origins = [A, "b.example"] ~> invalid_origin "b.example"
origins = ("https://A.example") ~> invalid_origin "https://A.example"
origins = &["https://a.example:443"] ~> invalid_origin "https://a.example:443"
origins = r#"https://bücher.example"# ~> invalid_origin r#"https://bücher.example"#
policy = P, origins = "null", danger_allow_null_origin = false ~> null_origin "null"
origins = ["*", "*"] ~> duplicate_origin "*"
origins = "*", debug_origins = D ~> any_origin_mixed "*"
policy = P, debug_origins = "*" ~> any_origin_mixed "*"
policy = P, debug_origins = "http://a.example", allow_credentials, danger_allow_insecure_origins = false
~> insecure_origin_with_credentials "http://a.example"
origins = "*", methods = ["CONNECT", Track] ~> forbidden_method "CONNECT" ; forbidden_method Track
policy = P, methods = "POST" ~> unrouted_method "POST"
origins = "*", max_age = 86_401 ~> invalid_max_age 86_401
origins = "*", max_age = 60 * 60 * 25 ~> invalid_max_age 60 * 60 * 25
origins = "*", max_age = 99999999999999999999 ~> invalid_max_age 99999999999999999999

// No rule rejects these values.
policy = P, allow_headers = [], expose_headers = [], debug_origins = [] ~>
origins = "*", debug_origins = [] ~>
origins = [CONFIG.origin, LISTS[0], env!("TWO")], allow_credentials ~>
origins = dynamic_async(|origin, request| async { false }) ~>
origins = dynamic(|origin, _| { struct A; impl A { fn new() -> Self { Self } } A::new().allows(origin) }) ~>
origins = "https://a.example", methods = r#GET ~>
policy = P, origins = "http://a.example", allow_credentials ~>
policy = P, origins = "null" ~>
origins = "*", max_age = 10 * MINUTE ~>
origins = "*", crate = ::renamed::cors ~>

// These values have the wrong type or form.
origins = dynamic(a, b) ~> invalid_value dynamic(a, b)
origins = dynamic_async() ~> invalid_value dynamic_async()
origins = |origin| true ~> invalid_value |origin| true
origins = "*", methods = 5 ~> invalid_value 5
origins = "*", methods = [GET, [PUT]] ~> invalid_value [PUT]
origins = "*", expose_headers = ('e', 't') ~> invalid_value ('e', 't')
origins = "*", enforce = !true ~> invalid_value !true
origins = "*", max_age = true ~> invalid_value true
policy = shared() ~> invalid_value shared()
origins = dynamic(|origin, _| { impl A { fn a() -> Self { A } } Self::allows(origin) }) ~> invalid_value Self
origins = "*", crate = "::renamed" ~> invalid_value "::renamed"
origins = "*", none ~> invalid_value none

// A repeated key is reported at each place after the first.
origins = "*", r#origins = 5 ~> duplicate_key r#origins
origins = "https://a.example", enforce, enforce, enforce ~> duplicate_key enforce ; duplicate_key enforce

// After an invalid value, the other keys and the other elements of the list are still checked.
origins = ["*" "*"], max_age = "2d" ~> invalid_value ["*" "*"] ; invalid_max_age "2d"
origins = [5, "https://a.example/"] ~> invalid_value 5 ; invalid_origin "https://a.example/"

// After each of these errors, no second error reports missing origins.
origins = 5 ~> invalid_value 5
origins = [5] ~> invalid_value 5
origins ~> invalid_value origins
origins = ~> invalid_value origins
allowed_origins = "*" ~> unknown_key allowed_origins
policy = "SHARED" ~> invalid_value "SHARED"
polcy = SHARED ~> unknown_key polcy

// A value that breaks two rules is reported under the rule with the higher precedence.
origins = "*", methods = [post] ~> invalid_method post
origins = ["*", "https://a.example"], allow_credentials ~> any_origin_mixed "*"
origins = "https://a.example", allow_credentials, expose_headers = ["*", "x-a"] ~> any_header_mixed "*"
origins = "http://A.example", allow_credentials ~> invalid_origin "http://A.example"
origins = "*", allow_headers = "access-control-request-method"
~> forbidden_request_header "access-control-request-method"
"##;

#[test]
fn each_violation_is_reported_once_at_its_own_token() {
    let route = "#[route(\"/books\", method = \"GET\", method = \"PUT\")]";
    let rows = CHECKED.replace("\n~> ", " ~> ");
    for row in rows.lines().filter(|line| !line.is_empty() && !line.starts_with("//")) {
        let (arguments, errors) = row.split_once(" ~>").expect(row);
        let errors = errors.split(" ; ").map(str::trim).filter(|error| !error.is_empty());
        let expected: Vec<Found> = errors
            .map(|error| error.split_once(' ').expect(row))
            .map(|(rule, source)| (rule.to_owned(), source.to_owned()))
            .collect();
        assert_eq!(check_above(arguments, route), expected, "cors({arguments})");
    }
}

#[test]
fn a_forbidden_method_of_the_route_is_reported_in_the_route_attribute() {
    let connect = "#[route(\"/\", method = \"GET\", method = \"CONNECT\")]";
    assert_eq!(
        check_above("origins = \"*\"", connect),
        found(&[("forbidden_method", "\"CONNECT\"")])
    );
    assert_eq!(
        check_above("origins = \"*\"", "#[trace(\"/\")]"),
        found(&[("forbidden_method", "trace")])
    );
}

#[test]
fn a_shared_policy_may_have_no_origins_and_list_methods_that_no_route_serves() {
    assert_eq!(check_at("methods = [PATCH, DELETE], max_age = 60", Target::Shared), []);
}

#[test]
fn without_a_readable_route_methods_are_not_compared_with_served_methods() {
    assert_eq!(
        check_at("origins = \"*\", methods = [PATCH, put]", Target::NoRoute),
        found(&[("invalid_method", "put")])
    );
}

#[test]
fn the_help_for_an_unknown_word_lists_all_keys() {
    for word in ["timeout", "x", "if", "retries"] {
        assert_eq!(key::translate_word(word), None, "{word}");
        let [message] = &messages(&format!("origins = \"*\", {word} = 1"))[..] else {
            panic!("one error about `{word}`")
        };
        assert!(message.contains("help: the keys are `origins`, "), "{message}");
    }
}

#[test]
fn a_key_without_its_value_is_reported() {
    for key in ["origins", "debug_origins", "methods", "allow_headers", "max_age", "policy"] {
        let found = messages(key);
        let expected = format!("`{key}` has no value\nhelp: write ");
        assert!(found.iter().any(|message| message.starts_with(&expected)), "{found:?}");
    }
}

#[test]
fn a_message_is_the_value_its_defect_the_help_and_the_rule() {
    assert_eq!(
        messages("origins = \"https://app.example.com/\""),
        ["`https://app.example.com/` is not an origin: it has a path\n\
          help: write `https://app.example.com`\n\
          rule: cors::invalid_origin"]
    );
}
