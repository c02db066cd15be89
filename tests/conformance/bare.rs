//! Tests that `#[cors]` does not change the diagnostics of errors in a handler itself: the compiler reports the same
//! diagnostics at the same places with and without the attribute.

use serde_json::json;

use crate::case::{Case, Wiring};
use crate::generated;

/// The compared parts of a diagnostic: the error code or the lint, the line, and the underlined source text.
type Shown = (Option<String>, usize, String);

/// Each line is a case: a name and the code of a handler. `#CORS` marks the place of the attribute. Code without
/// `#CORS` gets the attribute and `#[get("/x")]` above the function.
const NAMES: &str = r##"
no_value: async fn h() -> &'static str { missing }
no_function: async fn h() -> &'static str { missing() }
no_macro: async fn h() -> String { formt!("{}", 5) }
no_type: async fn h(id: web::Path<Missing>) -> &'static str { "" }
no_return_type: async fn h() -> Missing { loop {} }
no_module: async fn h() -> &'static str { missing::path() }
no_crate: async fn h(id: serde_jsn::Value) -> &'static str { "" }
no_import: async fn h() -> &'static str { use std::missing; "" }
no_lifetime: async fn h(id: &'a str) -> &'static str { "" }
no_label: async fn h() -> &'static str { break 'a; }
twice: async fn h(a: String, a: String) -> &'static str { "" }
no_attribute_above: #CORS #[missing] #[get("/x")] async fn h() -> &'static str { "" }
no_attribute_below: #[missing] async fn h() -> &'static str { "" }
no_string: #CORS #[get()] async fn h() -> &'static str { "" }
no_method: #CORS #[route("/x")] async fn h() -> &'static str { "" }
no_option: #CORS #[get("/x", gard = "a")] async fn h() -> &'static str { "" }
"##;

const TYPES: &str = r##"
wrong_type: async fn h() -> &'static str { 5 }
wrong_let: async fn h() -> &'static str { let a: u8 = ""; "" }
wrong_argument: async fn h() -> String { String::from(5u8) }
no_such_method: async fn h() -> &'static str { "".missing() }
no_such_field: async fn h() -> &'static str { ().missing }
nothing_returned: async fn h() -> &'static str { ""; }
too_many: async fn h() -> String { String::new(5) }
no_operator: async fn h() -> String { "a" + "b" }
no_question: async fn h() -> &'static str { "5".parse::<u8>()?; "" }
not_a_future: async fn h() -> &'static str { 5.await; "" }
no_debug: async fn h() -> String { struct S; format!("{:?}", S) }
missing_arm: async fn h() -> &'static str { match true { true => "" } }
no_extractor: async fn h(id: u32) -> &'static str { "" }
reference: async fn h(id: &'static str) -> &'static str { "" }
second_extractor: async fn h(a: String, b: u32) -> &'static str { "" }
no_responder: async fn h() -> u32 { 5 }
unit: async fn h() -> () {}
not_deserialized: async fn h(a: web::Path<S>) -> &'static str { "" } pub struct S;
no_error: async fn h() -> Result<String, u8> { Err(5) }
ambiguous: async fn h<T>() -> &'static str { "" }
"##;

const LINTS: &str = r##"
unused_variable: async fn h(body: String) -> &'static str { "" }
unused_let: async fn h() -> &'static str { let a = 5; "" }
unused_mut: async fn h() -> String { let mut a = String::new(); a }
unused_must_use: async fn h() -> &'static str { "".len(); "" }
unreachable: async fn h() -> &'static str { return ""; 5; }
dead_code: async fn h() -> &'static str { fn unused() {} "" }
unused_import: async fn h() -> &'static str { use std::fmt; "" }
parens: async fn h() -> &'static str { let _ = (5); "" }
snake_case: async fn h(bodyText: String) -> String { bodyText }
deprecated: #[deprecated] fn old() {} #CORS #[get("/x")] async fn h() -> &'static str { old(); "" }
missing_docs: #[deny(missing_docs)] pub mod m { #CORS #[actix_web::get("/x")] pub async fn list() -> &'static str { "" } }
unexpected_cfg: async fn h() -> &'static str { #[cfg(nope)] { return "a"; } "" }
"##;

/// `#[cors]` replaces the route attribute by a `use` of its path. If the path is wrong, the compiler therefore reports
/// an unresolved import at the same place. The error codes may differ.
const IMPORTS: &str = r##"
not_imported: mod m { #CORS #[get("/x")] async fn h() -> &'static str { "" } }
no_such_crate: #CORS #[rocket::get("/x")] async fn h() -> &'static str { "" }
no_attribute: #CORS #[web::get("/x")] async fn h() -> &'static str { "" }
misspelled: #CORS #[gte("/x")] async fn h() -> &'static str { "" }
"##;

/// Each kind of error has its own crate. The compiler reports no wrong types in a crate with an unknown name, and no
/// lints in a crate with a wrong type.
#[test]
fn an_error_in_a_handler_is_reported_as_without_a_policy() {
    compare("names", NAMES, true);
    compare("types", TYPES, true);
    compare("lints", LINTS, true);
    compare("imports", IMPORTS, false);
}

fn compare(name: &str, cases: &str, has_code: bool) {
    let bare = reported(&format!("bare_{name}"), cases, "");
    let annotated =
        reported(&format!("annotated_{name}"), cases, "#[cors_runtime::cors(origins = \"*\")]");
    let mut failures = Vec::new();
    for ((case, bare), annotated) in cases.trim().lines().zip(bare).zip(annotated) {
        let sorted = |shown: &[Shown]| -> Vec<Shown> {
            let with_code = |(code, line, under): &Shown| {
                (code.clone().filter(|_| has_code), *line, under.clone())
            };
            let mut shown: Vec<Shown> = shown.iter().map(with_code).collect();
            shown.sort();
            shown
        };
        if bare.is_empty() {
            failures.push(format!("the compiler reports nothing for {case}"));
        } else if sorted(&bare) != sorted(&annotated) {
            failures.push(format!("{case}\n  bare      {bare:?}\n  annotated {annotated:?}"));
        }
    }
    let count = cases.trim().lines().count();
    generated::assert_no_failures(&failures, count);
}

/// Replaces `#CORS` in each case by a line with `attribute`, and returns the diagnostics of each case.
fn reported(name: &str, cases: &str, attribute: &str) -> Vec<Vec<Shown>> {
    let case = |case: &str| -> Case {
        let (id, code) = case.split_once(": ").expect("a name and code");
        let route = if code.contains("#CORS") { "" } else { "#CORS #[get(\"/x\")] " };
        let code = format!("{route}{code}").replace("#CORS", &format!("\n{attribute}\n"));
        serde_json::from_value(json!({ "id": id, "item": code })).expect("a case is well formed")
    };
    let cases: Vec<Case> = cases.trim().lines().map(case).collect();
    let checked = generated::check(name, &cases, Wiring::Named);
    let shown_in = |case| {
        let shown = |reported: generated::Reported| {
            (reported.diagnostic.code(), reported.line, reported.underlined)
        };
        checked.reported_in(case).into_iter().map(shown).collect()
    };
    cases.iter().map(shown_in).collect()
}
