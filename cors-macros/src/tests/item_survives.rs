//! Half-typed input is normal: the handler is emitted whatever the attribute contains, so that
//! an editor resolves it and no second error follows.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::{GET, expand, reported, tokens};
use crate::pipeline;

/// Attributes as they are while a user types; `#[cors(origins = [` without its end is not a token
/// stream, and the compiler itself closes it.
const HALF_WRITTEN: &[&str] = &[
    "origins",
    "origins =",
    "origins = [",
    "origins = [\"",
    "origins = [,",
    "origins = [,]",
    "origins = [\"https://a.example\"",
    "origins = [\"https://a.example\",,]",
    "origins = [\"https://a.example\" \"https://b.example\"]",
    "origins = \"https://a.example\" max_age = 5",
    "origins = dynamic",
    "origins = dynamic(",
    "origins = dynamic(|origin",
    "origins = dynamic_async(,)",
    "origins = \"*\", methods = [GET POST]",
    "origins = \"*\", methods = [GET,",
    "origins = \"*\", methods = GET |",
    "origins = \"*\", allow_",
    "origins = \"*\", allow_headers = \"*\" +",
    "origins = \"*\", max_age = -",
    "origins = \"*\", max_age = \"",
    "origins = \"*\", policy = crate::",
    "origins = \"*\", policy = ::",
    "origins = \"*\", crate =",
    "origins = \"*\", crate = ::",
    "origins == \"*\"",
    "origins => \"*\"",
    "origins: \"*\"",
    "origins(\"*\")",
    "origins[\"*\"]",
    "origins.",
    "= 5",
    "=",
    ",",
    ",,",
    ", origins = \"*\"",
    "5",
    "\"*\"",
    "#",
    "'a",
    "$",
    "{}",
    "()",
    "none,",
    "none none",
    "none = 5",
    "__inherited",
    "__inherited =",
    "__inherited = self::",
    "r#",
    "_",
    "fn",
    "async move {",
    "é",
    "🦀",
];

const HANDLERS: &[&str] = &[
    "async fn list() {}",
    "pub(crate) async fn list(id: web::Path<u64>) -> impl Responder { id.to_string() }",
    "async fn list() { let x = ; if { } books. }",
];

/// The tokens of a string, with the delimiter that the compiler would add; `None` if no delimiter closes it.
fn closed(text: &str) -> Option<TokenStream> {
    let candidates = ["", "]", ")", "\"", "\"]", "|)", "}"];
    candidates.iter().find_map(|end| format!("{text}{end}").parse().ok())
}

#[test]
fn the_handler_is_still_emitted_whatever_is_half_written_above_it() {
    let mut tried = 0;
    for written in HALF_WRITTEN {
        let Some(arguments) = closed(written) else { continue };
        for handler in HANDLERS.iter().filter_map(|handler| closed(&format!("{GET} {handler}"))) {
            let output = pipeline::attribute(arguments.clone(), handler);
            assert!(names_a_handler(&output), "cors({written}): {output}");
            tried += 1;
        }
    }
    assert!(tried > HALF_WRITTEN.len(), "most of them are tokens: {tried}");
}

#[test]
fn the_route_attribute_still_makes_the_handler_of_a_refused_policy() {
    for written in HALF_WRITTEN {
        let Some(arguments) = closed(written) else { continue };
        let output =
            pipeline::attribute(arguments, tokens(&format!("{GET} async fn list() {{ 5 }}")));
        if !reported(output.clone()).is_empty() {
            let output = output.to_string();
            let item = tokens(&format!("{GET} async fn list() {{ 5 }}")).to_string();
            assert!(output.ends_with(&item), "cors({written}): {output}");
        }
    }
}

#[test]
fn every_prefix_of_an_attribute_keeps_the_handler() {
    let whole = "origins = [\"https://app.example.com\", STAFF], debug_origins = \"http://localhost:*\", \
                 methods = [GET, \"PUT\"], allow_headers = [\"*\", \"authorization\"], max_age = \"2h\", \
                 allow_credentials, policy = crate::SHARED, enforce = true, \
                 origins = dynamic(|a, b| true), { \"origins\": \"*\" }";
    for end in whole.char_indices().map(|(index, _)| index) {
        let Some(arguments) = whole.get(..end).and_then(closed) else { continue };
        let output = pipeline::attribute(arguments, tokens(&format!("{GET} async fn list() {{}}")));
        assert!(names_a_handler(&output), "{}: {output}", &whole[..end]);
    }
}

#[test]
fn what_cannot_have_a_policy_is_emitted_as_it_was() {
    for item in ["struct Books { pub x : u8 }", "impl Books { fn list () { } }", "mod books ;", ""]
    {
        let output = expand("origins = , max", item).to_string();
        assert!(output.ends_with(&tokens(item).to_string()), "{output}");
    }
}

#[test]
fn policy_is_an_expression_whatever_is_half_written_in_it() {
    for written in HALF_WRITTEN {
        let Some(arguments) = closed(written) else { continue };
        let output = pipeline::policy(
            [tokens("$crate;").into_iter(), arguments.into_iter()].into_iter().flatten().collect(),
        );
        let whole: Vec<TokenTree> = output.into_iter().collect();
        let [TokenTree::Group(block)] = &whole[..] else { panic!("policy!({written}): {whole:?}") };
        assert_eq!(block.delimiter(), Delimiter::Brace, "policy!({written})");
    }
}

/// `struct list` if the policy is expanded, `fn list` if actix-web's own attribute makes the handler.
fn names_a_handler(output: &TokenStream) -> bool {
    let output: Vec<TokenTree> = output.clone().into_iter().collect();
    let names = |pair: &[TokenTree]| match pair {
        [TokenTree::Ident(kind), TokenTree::Ident(name)] => {
            (kind == "struct" || kind == "fn") && name == "list"
        }
        _ => false,
    };
    output.windows(2).any(names)
}
