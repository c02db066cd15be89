//! What a user gets wrong in a handler itself is told as it is told without `#[cors]`: the same
//! diagnostics, in the same number, at the same places.

use crate::bare_cases::{Bare, LINTS, NAMES, TYPES};
use crate::case::{Case, Wiring};
use serde_json::json;

/// The code of a diagnostic, its line, and the text under it.
type Told = (Option<String>, usize, String);

/// The compiler stops after each of these: a name that it does not find hides a wrong type, and that
/// hides a lint.
#[test]
fn what_is_wrong_with_names_is_told_as_without_a_policy() {
    compare("names", NAMES, true);
}

#[test]
fn what_is_wrong_with_types_is_told_as_without_a_policy() {
    compare("types", TYPES, true);
}

#[test]
fn what_lints_say_is_told_as_without_a_policy() {
    compare("lints", LINTS, true);
}

/// The route attribute expands no more, so its import is what the compiler does not find: under
/// another number, at the same place.
#[test]
fn a_forgotten_import_of_the_route_attribute_is_told_at_the_attribute() {
    const CASES: &[Bare] = &[
        ("not_imported", "mod m { #CORS #[get(\"/x\")] async fn h() -> &'static str { \"\" } }"),
        ("no_such_crate", "#CORS #[rocket::get(\"/x\")] async fn h() -> &'static str { \"\" }"),
        ("no_attribute", "#CORS #[web::get(\"/x\")] async fn h() -> &'static str { \"\" }"),
        ("misspelt", "#CORS #[gte(\"/x\")] async fn h() -> &'static str { \"\" }"),
    ];
    compare("imports", CASES, false);
}

fn compare(name: &str, cases: &[Bare], has_code: bool) {
    let bare = told(&format!("bare_{name}"), cases, "");
    let annotated =
        told(&format!("annotated_{name}"), cases, "#[cors_runtime::cors(origins = \"*\")]");
    let mut failures = Vec::new();
    for (((id, code), bare), annotated) in cases.iter().zip(bare).zip(annotated) {
        let shown = |told: &[Told]| -> Vec<Told> {
            let shown = |(code, line, under): &Told| {
                (code.clone().filter(|_| has_code), *line, under.clone())
            };
            let mut shown: Vec<Told> = told.iter().map(shown).collect();
            shown.sort();
            shown
        };
        if bare.is_empty() {
            failures.push(format!("{id}: nothing is wrong with {code}"));
        } else if shown(&bare) != shown(&annotated) {
            failures.push(format!("{id}: {code}\n  bare      {bare:?}\n  annotated {annotated:?}"));
        }
    }
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// What is told of each case with that text, on a line of its own, in place of its mark.
fn told(name: &str, cases: &[Bare], attribute: &str) -> Vec<Vec<Told>> {
    let case = |(id, code): &Bare| -> Case {
        let code = code.replace("#CORS", &format!("\n{attribute}\n"));
        serde_json::from_value(json!({ "id": id, "item": code })).expect("a case is well formed")
    };
    let cases: Vec<Case> = cases.iter().map(case).collect();
    let checked = generated::check(name, &cases, Wiring::Named);
    let told = |case| {
        let told = |reported: generated::Reported<'_>| {
            (reported.diagnostic.code(), reported.line, reported.underlined)
        };
        checked.reported_in(case).into_iter().map(told).collect()
    };
    cases.iter().map(told).collect()
}
