//! Keys: unknown, repeated, and the kinds of their values.

use super::{check, found, messages};
use cors_rules::key::{self, Key};

#[test]
fn the_help_for_an_unknown_word_lists_all_keys() {
    for word in ["timeout", "x", "if", "retries"] {
        assert_eq!(key::meant(word, Key::ALL), None, "{word}");
        let [message] = &messages(&format!("origins = \"*\", {word} = 1"))[..] else {
            panic!("one error about `{word}`")
        };
        assert!(message.contains("help: the keys are `origins`, "), "{message}");
    }
}

#[test]
fn a_repeated_key_is_reported_at_its_second_place() {
    assert_eq!(check("origins = \"*\", r#origins = 5"), found(&[("duplicate_key", "r#origins")]));
    assert_eq!(
        check("origins = \"https://a.example\", enforce, enforce, enforce"),
        found(&[("duplicate_key", "enforce"), ("duplicate_key", "enforce")])
    );
}

#[test]
fn a_value_of_another_type_is_reported_at_the_value() {
    for (arguments, under) in [
        ("origins = b\"*\"", "b\"*\""),
        ("origins = dynamic()", "dynamic()"),
        ("origins = dynamic(a, b)", "dynamic(a, b)"),
        ("origins = dynamic_async()", "dynamic_async()"),
        ("origins = |origin| true", "|origin| true"),
        ("origins = \"*\", methods = 5", "5"),
        ("origins = \"*\", methods = [GET, [PUT]]", "[PUT]"),
        ("origins = \"*\", allow_headers = true", "true"),
        ("origins = \"*\", expose_headers = ('e', 't')", "('e', 't')"),
        ("origins = \"*\", allow_credentials = \"true\"", "\"true\""),
        ("origins = \"*\", enforce = !true", "!true"),
        ("origins = \"*\", max_age = true", "true"),
        ("policy = shared()", "shared()"),
        ("origins = \"*\", crate = \"::renamed\"", "\"::renamed\""),
        ("origins = \"*\", none", "none"),
    ] {
        assert_eq!(check(arguments), found(&[("invalid_value", under)]), "cors({arguments})");
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
    assert_eq!(
        messages("origins = \"https://Bücher.example:443/\"")[0].lines().nth(1),
        Some("help: write `https://xn--bcher-kva.example`")
    );
}
