//! Violations of literals, at their own tokens.

use super::{check_above, check_at, found};
use crate::check::Place;

const SERVING_TWO: &str = "#[route(\"/books\", method = \"GET\", method = \"PUT\")]";

/// Arguments in forms of their own, and the violations above a route that serves `GET` and `PUT`. The cases of each
/// rule are in the conformance suite.
const REFUSED: &[(&str, &[(&str, &str)])] = &[
    ("policy = P, origins = []", &[("missing_origins", "[]")]),
    ("origins = [A, \"b.example\"]", &[("invalid_origin", "\"b.example\"")]),
    ("origins = (\"https://A.example\")", &[("invalid_origin", "\"https://A.example\"")]),
    ("origins = &[\"https://a.example:443\"]", &[("invalid_origin", "\"https://a.example:443\"")]),
    (
        "origins = r#\"https://bücher.example\"#",
        &[("invalid_origin", "r#\"https://bücher.example\"#")],
    ),
    (
        "policy = P, origins = \"null\", danger_allow_null_origin = false",
        &[("null_origin", "\"null\"")],
    ),
    ("origins = [\"*\", \"*\"]", &[("duplicate_origin", "\"*\"")]),
    ("origins = \"*\", debug_origins = D", &[("any_origin_mixed", "\"*\"")]),
    ("policy = P, debug_origins = \"*\"", &[("any_origin_mixed", "\"*\"")]),
    (
        "policy = P, debug_origins = \"http://a.example\", allow_credentials, danger_allow_insecure_origins = false",
        &[("insecure_origin_with_credentials", "\"http://a.example\"")],
    ),
    (
        "origins = \"*\", methods = [\"CONNECT\", Track]",
        &[("forbidden_method", "\"CONNECT\""), ("forbidden_method", "Track")],
    ),
    ("policy = P, methods = \"POST\"", &[("unrouted_method", "\"POST\"")]),
    ("origins = \"*\", max_age = 86_401", &[("invalid_max_age", "86_401")]),
    ("origins = \"*\", max_age = 60 * 60 * 25", &[("invalid_max_age", "60 * 60 * 25")]),
    (
        "origins = \"*\", max_age = 99999999999999999999",
        &[("invalid_max_age", "99999999999999999999")],
    ),
];

/// Arguments in which no violation is found, above the same route.
const ACCEPTED: &[&str] = &[
    "policy = P, allow_headers = [], expose_headers = [], debug_origins = []",
    "origins = \"*\", debug_origins = []",
    "origins = [CONFIG.origin, LISTS[0], env!(\"TWO\")], allow_credentials",
    "origins = dynamic_async(|origin, request| async { false })",
    "origins = \"https://a.example\", methods = r#GET",
    "policy = P, origins = \"http://a.example\", allow_credentials",
    "policy = P, origins = \"null\"",
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
