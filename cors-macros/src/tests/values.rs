//! Each rule that one attribute can break, at the token that breaks it.

use super::{check_above, check_at, found};
use crate::check::Place;

const SERVING_TWO: &str = "#[route(\"/books\", method = \"GET\", method = \"PUT\")]";

/// Arguments, and what is found above a route that serves `GET` and `PUT`.
const REFUSED: &[(&str, &[(&str, &str)])] = &[
    ("", &[("missing_origins", "")]),
    ("methods = GET", &[("missing_origins", "")]),
    ("origins = []", &[("missing_origins", "[]")]),
    ("policy = P, origins = []", &[("missing_origins", "[]")]),
    ("origins = \"https://a.example/\"", &[("invalid_origin", "\"https://a.example/\"")]),
    ("origins = [A, \"b.example\"]", &[("invalid_origin", "\"b.example\"")]),
    ("origins = (\"https://A.example\")", &[("invalid_origin", "\"https://A.example\"")]),
    ("origins = &[\"https://a.example:443\"]", &[("invalid_origin", "\"https://a.example:443\"")]),
    (
        "origins = r#\"https://bücher.example\"#",
        &[("invalid_origin", "r#\"https://bücher.example\"#")],
    ),
    ("policy = P, debug_origins = \"localhost:1\"", &[("invalid_origin", "\"localhost:1\"")]),
    ("origins = \"null\"", &[("null_origin", "\"null\"")]),
    ("origins = \"null\", danger_allow_null_origin = false", &[("null_origin", "\"null\"")]),
    (
        "policy = P, origins = \"null\", danger_allow_null_origin = false",
        &[("null_origin", "\"null\"")],
    ),
    (
        "origins = [\"https://a.example\", \"https://a.example\"]",
        &[("duplicate_origin", "\"https://a.example\"")],
    ),
    ("origins = [\"*\", \"*\"]", &[("duplicate_origin", "\"*\"")]),
    ("origins = [\"https://a.example\", \"*\"]", &[("any_origin_mixed", "\"*\"")]),
    ("origins = \"*\", debug_origins = D", &[("any_origin_mixed", "\"*\"")]),
    ("policy = P, debug_origins = \"*\"", &[("any_origin_mixed", "\"*\"")]),
    ("origins = \"*\", methods = [\"*\", GET]", &[("any_method_mixed", "\"*\"")]),
    ("origins = \"*\", allow_headers = [\"*\", \"x-a\"]", &[("any_header_mixed", "\"*\"")]),
    (
        "origins = \"*\", expose_headers = [\"authorization\", \"*\"]",
        &[("any_header_mixed", "\"*\"")],
    ),
    ("origins = \"*\", allow_credentials", &[("any_origin_with_credentials", "\"*\"")]),
    (
        "origins = \"http://a.example\", allow_credentials",
        &[("insecure_origin_with_credentials", "\"http://a.example\"")],
    ),
    (
        "origins = \"http://*.github.io\", allow_credentials",
        &[("insecure_origin_with_credentials", "\"http://*.github.io\"")],
    ),
    (
        "policy = P, debug_origins = \"http://a.example\", allow_credentials, danger_allow_insecure_origins = false",
        &[("insecure_origin_with_credentials", "\"http://a.example\"")],
    ),
    ("origins = \"*\", methods = trace", &[("forbidden_method", "trace")]),
    (
        "origins = \"*\", methods = [\"CONNECT\", Track]",
        &[("forbidden_method", "\"CONNECT\""), ("forbidden_method", "Track")],
    ),
    (
        "origins = \"*\", methods = [put, \"G T\"]",
        &[("invalid_method", "put"), ("invalid_method", "\"G T\"")],
    ),
    ("origins = \"*\", methods = [GET, PATCH]", &[("unrouted_method", "PATCH")]),
    ("origins = \"*\", methods = OPTIONS", &[("unrouted_method", "OPTIONS")]),
    ("origins = \"*\", methods = []", &[("unrouted_method", "[]")]),
    ("policy = P, methods = \"POST\"", &[("unrouted_method", "\"POST\"")]),
    ("origins = \"*\", methods = [GET, \"GET\"]", &[("duplicate_method", "\"GET\"")]),
    ("origins = \"*\", allow_headers = \"\"", &[("invalid_header_name", "\"\"")]),
    ("origins = \"*\", expose_headers = [\"x a\"]", &[("invalid_header_name", "\"x a\"")]),
    (
        "origins = \"*\", allow_headers = [\"COOKIE\", \"Sec-X\"]",
        &[("forbidden_request_header", "\"COOKIE\""), ("forbidden_request_header", "\"Sec-X\"")],
    ),
    (
        "origins = \"*\", expose_headers = \"set-cookie\"",
        &[("forbidden_response_header", "\"set-cookie\"")],
    ),
    (
        "origins = \"*\", allow_headers = \"access-control-max-age\"",
        &[("misplaced_header", "\"access-control-max-age\"")],
    ),
    ("origins = \"*\", expose_headers = \"Origin\"", &[("misplaced_header", "\"Origin\"")]),
    ("origins = \"*\", allow_headers = [\"x-a\", \"X-A\"]", &[("duplicate_header", "\"X-A\"")]),
    (
        "origins = \"https://a.example\", expose_headers = \"*\", allow_credentials",
        &[("any_exposed_with_credentials", "\"*\"")],
    ),
    ("origins = \"*\", max_age = 86_401", &[("invalid_max_age", "86_401")]),
    ("origins = \"*\", max_age = -1", &[("invalid_max_age", "-1")]),
    ("origins = \"*\", max_age = \"25h\"", &[("invalid_max_age", "\"25h\"")]),
    (
        "origins = \"*\", max_age = 99999999999999999999",
        &[("invalid_max_age", "99999999999999999999")],
    ),
];

/// Arguments that nothing is found in, above the same route.
const ACCEPTED: &[&str] = &[
    "policy = P",
    "policy = P, allow_headers = [], expose_headers = [], debug_origins = []",
    "origins = \"*\", debug_origins = []",
    "origins = ORIGINS, allow_credentials",
    "origins = [ONE, env!(\"TWO\")], allow_credentials",
    "origins = dynamic(partners()), allow_credentials",
    "origins = dynamic_async(|origin, request| async { false })",
    "origins = \"https://a.example\", methods = \"*\"",
    "origins = \"https://a.example\", methods = r#GET",
    "origins = \"https://a.example\", methods = [GET, \"PUT\"],",
    "origins = \"*\", allow_headers = [\"*\", \"Authorization\"]",
    "origins = \"http://a.example\", allow_credentials, danger_allow_insecure_origins",
    "policy = P, origins = \"http://a.example\", allow_credentials",
    "policy = P, origins = \"null\"",
    "origins = [\"http://localhost:*\", \"tauri://localhost\", \"http://127.8.8.8\"], allow_credentials = true",
    "origins = \"*\", allow_credentials = false, expose_headers = \"*\"",
    "origins = \"*\", max_age = 0",
    "origins = \"https://a.example\", max_age = \"1d\", enforce = \"isolate\", hosts = \"*.a.example\"",
    "origins = \"*\", max_age = 10 * MINUTE",
    "origins = \"*\", crate = ::renamed::cors",
];

#[test]
fn each_rejected_value_is_reported_at_its_own_token() {
    for (arguments, expected) in REFUSED {
        assert_eq!(check_above(arguments, SERVING_TWO), found(expected), "cors({arguments})");
    }
}

#[test]
fn values_that_no_rule_rejects_are_accepted() {
    for arguments in ACCEPTED {
        assert_eq!(check_above(arguments, SERVING_TWO), [], "cors({arguments})");
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
fn a_shared_policy_may_leave_its_origins_to_others_and_list_what_no_route_serves() {
    assert_eq!(check_at("methods = [PATCH, DELETE], max_age = 60", Place::Shared), []);
}

#[test]
fn without_a_readable_route_methods_are_checked_by_themselves() {
    assert_eq!(
        check_at("origins = \"*\", methods = [PATCH, put]", Place::NoRoute),
        found(&[("invalid_method", "put")])
    );
}
