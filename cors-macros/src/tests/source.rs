//! Code in a message has the white space that people write.

use super::tokens;
use crate::syntax::source::source;

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
