//! For mistakes in a handler itself, the compiler reports the same diagnostics at the same places with
//! and without `#[cors]`.

use serde_json::json;

use crate::bare_cases::{Bare, LINTS, NAMES, TYPES};
use crate::case::{Case, Wiring};
use crate::generated;

/// The code of a diagnostic, its line, and the text under it.
type Shown = (Option<String>, usize, String);

/// A separate test for each kind: an unknown name hides wrong types, and a wrong type hides lints.
#[test]
fn unknown_names_are_reported_as_without_a_policy() {
    compare("names", NAMES, true);
}

#[test]
fn wrong_types_are_reported_as_without_a_policy() {
    compare("types", TYPES, true);
}

#[test]
fn lints_are_reported_as_without_a_policy() {
    compare("lints", LINTS, true);
}

/// `#[cors]` replaces the route attribute, so the compiler reports its missing import under another
/// number, but at the same place.
#[test]
fn a_missing_import_of_the_route_attribute_is_reported_at_the_attribute() {
    const CASES: &[Bare] = &[
        ("not_imported", "mod m { #CORS #[get(\"/x\")] async fn h() -> &'static str { \"\" } }"),
        ("no_such_crate", "#CORS #[rocket::get(\"/x\")] async fn h() -> &'static str { \"\" }"),
        ("no_attribute", "#CORS #[web::get(\"/x\")] async fn h() -> &'static str { \"\" }"),
        ("misspelled", "#CORS #[gte(\"/x\")] async fn h() -> &'static str { \"\" }"),
    ];
    compare("imports", CASES, false);
}

fn compare(name: &str, cases: &[Bare], has_code: bool) {
    let bare = reported(&format!("bare_{name}"), cases, "");
    let annotated =
        reported(&format!("annotated_{name}"), cases, "#[cors_runtime::cors(origins = \"*\")]");
    let mut failures = Vec::new();
    for (((id, code), bare), annotated) in cases.iter().zip(bare).zip(annotated) {
        let sorted = |shown: &[Shown]| -> Vec<Shown> {
            let with_code = |(code, line, under): &Shown| {
                (code.clone().filter(|_| has_code), *line, under.clone())
            };
            let mut shown: Vec<Shown> = shown.iter().map(with_code).collect();
            shown.sort();
            shown
        };
        if bare.is_empty() {
            failures.push(format!("{id}: the compiler reports nothing for {code}"));
        } else if sorted(&bare) != sorted(&annotated) {
            failures.push(format!("{id}: {code}\n  bare      {bare:?}\n  annotated {annotated:?}"));
        }
    }
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// The diagnostics of each case, with `#CORS` replaced by a line with the attribute.
fn reported(name: &str, cases: &[Bare], attribute: &str) -> Vec<Vec<Shown>> {
    let case = |(id, code): &Bare| -> Case {
        let code = code.replace("#CORS", &format!("\n{attribute}\n"));
        serde_json::from_value(json!({ "id": id, "item": code })).expect("a case is well formed")
    };
    let cases: Vec<Case> = cases.iter().map(case).collect();
    let checked = generated::check(name, &cases, Wiring::Named);
    let shown_in = |case| {
        let shown = |reported: generated::Reported| {
            (reported.diagnostic.code(), reported.line, reported.underlined)
        };
        checked.reported_in(case).into_iter().map(shown).collect()
    };
    cases.iter().map(shown_in).collect()
}
