//! What people write in the place of a key or a value, from other libraries and other languages.

use super::messages;

/// The arguments of an attribute, and the help of the one error about them.
const FORMS: &[(&str, &str)] = &[
    // Another form of `key = value`.
    ("origins: \"https://a.example\"", "write `origins = \"https://a.example\"`"),
    ("origins => \"https://a.example\"", "write `origins = \"https://a.example\"`"),
    ("origins == \"https://a.example\"", "write `origins = \"https://a.example\"`"),
    ("origins(\"https://a.example\")", "write `origins = \"https://a.example\"`"),
    (
        "origins(\"https://a.example\", \"https://b.example\")",
        "write `origins = [\"https://a.example\", \"https://b.example\"]`",
    ),
    ("\"origins\": \"*\"", "write `origins = \"*\"`"),
    ("\"Access-Control-Allow-Origin\" = \"*\"", "write `origins = \"*\"`"),
    ("{ \"origins\": \"*\" }", "write `origins = \"*\"`"),
    ("{ origins: [\"*\"], max_age: 60 }", "write `origins = [\"*\"], max_age = 60`"),
    ("origins = \"*\", max-age = 60", "write `max_age`"),
    ("origins = \"https://a.example\", !allow_credentials", "write `allow_credentials = false`"),
    ("origins = \"https://a.example\", allow_credentials()", "write `allow_credentials`"),
    ("origins = \"*\", max_age =", "write `max_age = \"2h\"`, or a number of seconds"),
    ("origins = \"*\",, max_age = 60", "leave it out"),
    // A builder's call.
    ("with_origins(\"https://a.example\")", "write `origins = \"https://a.example\"`"),
    ("allow_any_origin()", "write `origins = \"*\"`"),
    ("dynamic(|a, b| true)", "write `origins = dynamic(|a, b| true)`"),
    // A list without its brackets, or in others.
    ("origins = \"http://a\", \"http://b\"", "write `origins = [\"http://a\", \"http://b\"]`"),
    ("origins = {\"http://a\", \"http://b\"}", "write `origins = [\"http://a\", \"http://b\"]`"),
    ("origins = (\"http://a\", \"http://b\")", "write `[\"http://a\", \"http://b\"]`"),
    ("origins = \"http://a\" | \"http://b\"", "write `[\"http://a\", \"http://b\"]`"),
    ("origins = [\"http://a\" \"http://b\"]", "write `origins = [\"http://a\", \"http://b\"]`"),
    ("origins = [\"http://a\"; \"http://b\"]", "write `[\"http://a\", \"http://b\"]`"),
    ("origins = \"http://a,http://b\"", "write a list: `[\"http://a\", \"http://b\"]`"),
    ("origins = \"http://a;http://b\"", "write a list: `[\"http://a\", \"http://b\"]`"),
    ("origins = \"*\", methods = GET, POST", "write `methods = [GET, POST]`"),
    ("origins = \"*\", methods = GET | POST", "write `[GET, POST]`"),
    ("origins = \"*\", methods = \"GET, POST\"", "write a list: `[\"GET\", \"POST\"]`"),
    ("origins = \"*\", allow_headers = content-type", "write `allow_headers = \"content-type\"`"),
    ("origins = \"*\", allow_headers = \"a b\"", "write a list: `[\"a\", \"b\"]`"),
    // Separators.
    ("origins = \"*\" max_age = 60", "write a comma before `max_age`"),
    ("origins = \"*\"; max_age = 60", "write a comma before `max_age`, not a semicolon"),
    ("origins = \"*\";", "leave the `;` out"),
    // A word without quotes.
    ("origins = *", "write `origins = \"*\"`"),
    ("origins = [*]", "write `origins = \"*\"`"),
    ("origins = '*'", "write `\"*\"`"),
    ("origins = any", "write `\"*\"`"),
    ("origins = none", "write `#[cors(none)]`"),
    ("*", "write `origins = \"*\"`"),
    ("all", "write `origins = \"*\"`"),
    ("false", "write `#[cors(none)]`"),
    ("origins = \"http://a\", enforce = isolate", "write `enforce = \"isolate\"`"),
    ("origins = \"http://a\", enforce = Enforce::Report", "write `enforce = \"report\"`"),
    ("origins = \"http://a\", isolate", "write `enforce = \"isolate\"`"),
    ("origins = \"*\", max_age = 2h", "write `\"2h\"`"),
    ("origins = \"*\", max_age = 60u64", "write `60`"),
    // A policy in another place, or dressed up.
    ("P", "write `policy = P`"),
    ("crate::P", "write `policy = crate::P`"),
    ("..P", "write `policy = P`"),
    ("policy = \"P\"", "write `policy = P`"),
    ("policy = &P", "write `policy = P`"),
    ("policy = P.clone()", "write `policy = P`"),
    ("policy = policy!(origins = \"*\")", "write its keys here: `origins = \"*\"`"),
    ("policy = P, ..", "leave it out: every key that is not written is inherited"),
    // A function in an origin's place.
    ("origins = |a, b| true", "write `origins = dynamic(|a, b| true)`"),
    ("origins = dynamic", "write `origins = dynamic(…)`, with a set or a function in it"),
];

#[test]
fn each_form_is_one_error_with_the_code_to_write_instead() {
    let mut failures = Vec::new();
    for (arguments, help) in FORMS {
        let messages = messages(arguments);
        let is_expected = matches!(&messages[..], [message]
            if message.lines().nth(1) == Some(&format!("help: {help}")));
        if !is_expected {
            failures.push(format!("{arguments}\n  {help}\n  {messages:#?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// An editor expands whatever stands there so far.
#[test]
fn a_half_written_attribute_never_panics() {
    const ATTRIBUTE: &str = "origins = [\"https://a.example\", STAFF, ..], methods = GET, \
                             max_age = 10 * 60, policy = crate::P, enforce = \"isolate\", \
                             origins = dynamic(|a, b| true), { \"origins\": \"*\" }";
    for end in 0..=ATTRIBUTE.len() {
        // Half a text, or a bracket alone, are no tokens.
        let Ok(tokens) = ATTRIBUTE[..end].parse() else { continue };
        let item = super::tokens("#[get(\"/\")] async fn list() {}");
        let _ = crate::pipeline::attribute(tokens, item);
    }
}
