//! All errors at once, each once.

use super::{check, found};

#[test]
fn the_errors_of_several_keys_are_all_reported() {
    let arguments = "orgins = 1, origins = [\"https://a.example/\", \"null\"], methods = [get], \
                     allow_headers = [\"cookie\", \"x y\"], max_age = \"2d\", enforce = 3";
    assert_eq!(
        check(arguments),
        found(&[
            ("unknown_key", "orgins"),
            ("invalid_value", "3"),
            ("invalid_origin", "\"https://a.example/\""),
            ("null_origin", "\"null\""),
            ("invalid_method", "get"),
            ("forbidden_request_header", "\"cookie\""),
            ("invalid_header_name", "\"x y\""),
            ("invalid_max_age", "\"2d\""),
        ])
    );
}

#[test]
fn one_broken_value_stops_its_own_key_alone() {
    assert_eq!(
        check("origins = [\"*\" \"*\"], max_age = \"2d\""),
        found(&[("invalid_value", "[\"*\" \"*\"]"), ("invalid_max_age", "\"2d\"")])
    );
}

#[test]
fn elements_beside_one_of_another_type_are_still_checked() {
    assert_eq!(
        check("origins = [5, \"https://a.example/\"]"),
        found(&[("invalid_value", "5"), ("invalid_origin", "\"https://a.example/\"")])
    );
}

#[test]
fn nothing_follows_from_the_absence_of_a_key_whose_value_or_name_was_refused() {
    for (arguments, rule, under) in [
        ("origins = 5", "invalid_value", "5"),
        ("origins = [5]", "invalid_value", "5"),
        ("origins", "invalid_value", "origins"),
        ("origins =", "invalid_value", "origins"),
        ("allowed_origins = \"*\"", "unknown_key", "allowed_origins"),
        ("policy = \"SHARED\"", "invalid_value", "\"SHARED\""),
        ("polcy = SHARED", "unknown_key", "polcy"),
    ] {
        assert_eq!(check(arguments), found(&[(rule, under)]), "cors({arguments})");
    }
}

#[test]
fn a_value_that_breaks_two_rules_is_reported_under_the_first() {
    for (arguments, expected) in [
        (
            "origins = [\"a/\", \"a/\"]",
            [("invalid_origin", "\"a/\""), ("invalid_origin", "\"a/\"")].as_slice(),
        ),
        ("origins = \"*\", methods = [trace]", &[("forbidden_method", "trace")]),
        ("origins = \"*\", methods = [post]", &[("invalid_method", "post")]),
        (
            "origins = [\"*\", \"https://a.example\"], allow_credentials",
            &[("any_origin_mixed", "\"*\"")],
        ),
        ("origins = \"null\", allow_credentials", &[("null_origin", "\"null\"")]),
        (
            "origins = \"https://a.example\", allow_credentials, expose_headers = [\"*\", \"x-a\"]",
            &[("any_header_mixed", "\"*\"")],
        ),
        (
            "origins = \"http://A.example\", allow_credentials",
            &[("invalid_origin", "\"http://A.example\"")],
        ),
        (
            "origins = \"*\", allow_headers = \"access-control-request-method\"",
            &[("forbidden_request_header", "\"access-control-request-method\"")],
        ),
    ] {
        assert_eq!(check(arguments), found(expected), "cors({arguments})");
    }
}
