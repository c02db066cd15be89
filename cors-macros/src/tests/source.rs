//! Tests that the code in messages has the usual white space.

use super::tokens;
use crate::syntax::source::{short_source, source};

#[test]
fn tokens_are_printed_as_people_write_them() {
    for code in [
        "10 * 60",
        "-AGE",
        "&PARTNERS",
        "[*ORIGINS, \"a :: b\"]",
        "crate::shared::P",
        "Origins::parse([\"https://a.example\"]).unwrap()",
        "app_data::<web::Data<Origins>>()",
        "|origin, _| origin.is_subdomain_of(\"example.com\")",
        "move |origin: &Origin<'_>, _: &HttpRequest| -> bool { true }",
        "async move |_, _| true",
        "async |origin, _| origin.scheme() == \"https\"",
        "[content-type, x-api-key]",
        "= 5",
        "|| true",
        "concat!(\"https://\", HOST)",
        "origins = [.., \"https://a.example\"], enforce",
        "a && b || c",
        "if a { b } else { c }",
        "..",
    ] {
        assert_eq!(source(&tokens(code)), code);
    }
}

#[test]
fn the_end_of_a_long_source_is_replaced_by_its_hash() {
    let sets = "set(1); ".repeat(12);
    let closure = |end: &str| format!("|origin, _| {{ {sets}origin.host() == \"{end}\" }}");
    let short = |end: &str| short_source(&tokens(&closure(end)));
    let start = format!("|origin, _| {{ {sets}origin.hos");
    assert_eq!(short("a.example"), format!("{start}… #0a1bbcba"));
    assert_eq!(short("b.example"), format!("{start}… #a50025a9"));
    assert_ne!(short("a  b"), short("a b"));
}

#[test]
fn a_source_is_on_one_line_with_its_strings_unchanged() {
    for (code, line) in [
        ("|o, _|\n    is_ok(\n\"a\nb\"  )", "|o, _| is_ok( \"a\\nb\" )"),
        ("{\n    // All.\n    is_ok(\"a  b\")\n}", "{ is_ok(\"a  b\") }"),
    ] {
        assert_eq!(short_source(&tokens(code)), line);
    }
}
