//! Tests of attributes on values in `#[cors(…)]`, at many places where a user may write an attribute.

use super::{check, expand, found, reported};

const CFG: &str = "#[cfg(any())]";

/// Arguments of `#[cors(…)]`. The test replaces the `@` by `CFG`.
const PLACES: &[&str] = &[
    "origins = @ \"https://a.example\"",
    "origins = [\"https://a.example\", @ \"https://b.example\"]",
    "origins = [\"https://a.example\", (@ \"https://b.example\")]",
    "origins = &[@ \"https://a.example\"]",
    "origins = &@[\"https://a.example\"]",
    "origins = [@ STAFF, \"https://a.example\"]",
    "origins = @ STAFF",
    "origins = [\"https://a.example\", concat!(@ \"https://b\", \".example\")]",
    "origins = dynamic(@ partners())",
    "origins = dynamic(partners(@ \"https://a.example\"))",
    "origins = @ dynamic(partners())",
    "origins = dynamic_async(@ |origin, request| async { true })",
    "policy = P, origins = [@ .., \"https://a.example\"]",
    "policy = @ P",
    "policy = P, crate = @ ::renamed",
    "policy = P, debug_origins = @ \"http://localhost:*\"",
    "policy = P, methods = [@ GET]",
    "policy = P, allow_headers = [[@ \"x-a\"]]",
    "policy = P, expose_headers = @ [\"x-a\"]",
    "policy = P, allow_credentials = @ true",
    "policy = P, max_age = @ 60",
    "policy = P, max_age = 60 + @ AGE",
    "policy = P, enforce = @ \"isolate\"",
    "policy = P, hosts = [@ \"a.example\"]",
    "policy = P, danger_allow_null_origin = @ true",
    "policy = P, @ allow_credentials",
];

#[test]
fn each_attribute_on_a_value_is_reported_once_at_its_place() {
    for place in PLACES {
        let place = place.replace('@', CFG);
        let above = reported(expand(&place, "#[get(\"/books\")] async fn list() {}"));
        assert_eq!(above, found(&[("invalid_value", CFG)]), "cors({place})");
        if place.contains("crate") {
            continue;
        }
        let input = super::tokens(&format!("::cors_runtime; {place}"));
        let in_policy = reported(crate::pipeline::policy_macro(input));
        assert_eq!(in_policy, found(&[("invalid_value", CFG)]), "policy!({place})");
    }
}

#[test]
fn attributes_on_the_statements_of_a_block_are_left_to_the_compiler() {
    let block =
        "origins = dynamic({ #[cfg(unix)] let set = a(); #[cfg(not(unix))] let set = b(); set })";
    assert_eq!(check(block), []);
}

#[test]
fn a_value_with_an_attribute_stays_in_its_block() {
    for value in ["#[cfg(any())] \"https://a.example\"", "(#[cfg(any())] \"https://a.example\")"] {
        for block in [format!("{{ {value} }}"), format!("{{{{ {value} }}}}")] {
            let expansion =
                expand(&format!("origins = {block}"), "#[get(\"/\")] async fn list() {}");
            assert_eq!(reported(expansion.clone()), [], "{block}");
            assert!(expansion.to_string().contains("cfg (any ())"), "{expansion}");
        }
    }
}

#[test]
fn a_doc_comment_is_reported_as_it_is_written() {
    let comment = "origins = [\n/// Our own.\n\"https://a.example\"]";
    assert_eq!(check(comment), found(&[("invalid_value", "/// Our own.")]));
}
