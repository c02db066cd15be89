use std::collections::HashSet;

use cors_rules::Rule;

/// The names in messages, which users search for.
const NAMES: [&str; 33] = [
    "missing_origins",
    "invalid_origin",
    "null_origin",
    "duplicate_origin",
    "any_origin_mixed",
    "any_method_mixed",
    "any_header_mixed",
    "any_origin_with_credentials",
    "insecure_origin_with_credentials",
    "public_suffix_with_credentials",
    "any_origin_with_enforce",
    "invalid_host",
    "duplicate_host",
    "nothing_inherited",
    "missing_allow_header",
    "forbidden_method",
    "invalid_method",
    "unrouted_method",
    "invalid_header_name",
    "misspelled_header",
    "forbidden_request_header",
    "forbidden_response_header",
    "misplaced_header",
    "duplicate_method",
    "duplicate_header",
    "any_exposed_with_credentials",
    "invalid_max_age",
    "missing_route",
    "duplicate_cors",
    "not_a_handler",
    "unknown_key",
    "duplicate_key",
    "invalid_value",
];

#[test]
fn every_rule_keeps_its_name_and_its_place() {
    let names: Vec<&str> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
    assert_eq!(names, NAMES.map(|name| format!("cors::{name}")));
    assert!(Rule::ALL.is_sorted(), "rules are ordered by precedence");
}

#[test]
fn no_two_rules_share_a_name() {
    let names: HashSet<&str> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
    assert_eq!(names.len(), Rule::ALL.len());
}
