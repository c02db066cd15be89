//! Tests that compile uses of `#[cors(...)]` and `policy!`. The uses in `accepted.json` must compile. The uses in
//! `refusals.json` must fail with the listed errors. Each case is a module of one of three generated crates.

use serde::Deserialize;

use crate::case::{Case, Wiring};
use crate::generated::{self, Reported, assert_no_failures};

const ACCEPTED: &str = include_str!("accepted.json");
const REFUSALS: &str = include_str!("refusals.json");

#[derive(Deserialize)]
struct Refusal {
    #[serde(flatten)]
    case: Case,
    rules: Vec<String>,
    mentions: Vec<String>,
    #[serde(default)]
    at: Vec<String>,
    count: Option<usize>,
    #[serde(default, rename = "const")]
    by_const_evaluation: bool,
    /// Rules that no message of this case may name.
    #[serde(default)]
    never: Vec<String>,
}

#[test]
fn every_accepted_use_compiles() {
    let cases: Vec<Case> = serde_json::from_str(ACCEPTED).expect("the cases are well formed");

    let checked = generated::check("accepted", &cases, Wiring::Registered);
    let mut failures = checked.errors_outside_of(&cases);
    for case in &cases {
        let errors = checked.errors_in(case);
        failures.extend(errors.iter().map(|error| format!("{}: {error}", case.id)));
    }
    assert_no_failures(&failures, cases.len());
    assert!(checked.succeeded, "cargo failed:\n{}", checked.log);
}

#[test]
fn every_rejected_use_is_reported_under_its_rule_where_it_is_written() {
    check_refusals("refused", |refusal| !refusal.by_const_evaluation);
}

/// These cases have their own crate, because the compiler evaluates constants only in a crate without other errors.
#[test]
fn every_use_that_const_evaluation_rejects_is_reported_under_its_rule() {
    check_refusals("refused_by_const_evaluation", |refusal| refusal.by_const_evaluation);
}

/// Two versions in one binary would not share state: a layer of one version would not find the handlers of the other
/// version. The key `links` prevents this, because cargo rejects two packages with the same value of `links`.
#[test]
fn two_versions_of_the_runtime_cannot_be_in_one_binary() {
    let manifest = include_str!("../../cors-runtime/Cargo.toml");
    assert!(manifest.contains("\nlinks = \"cors-runtime\"\n"));
}

fn check_refusals(crate_name: &str, selected: fn(&Refusal) -> bool) {
    let refusals: Vec<Refusal> = serde_json::from_str(REFUSALS).expect("the cases are well formed");
    let refusals: Vec<Refusal> = refusals.into_iter().filter(selected).collect();
    let cases: Vec<Case> = refusals.iter().map(|refusal| refusal.case.clone()).collect();

    let checked = generated::check(crate_name, &cases, Wiring::Named);
    let mut failures = checked.errors_outside_of(&cases);
    for refusal in &refusals {
        let errors = checked.errors_in(&refusal.case);
        let differences = refusal.differences(&errors);
        if !differences.is_empty() {
            let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
            failures.push(format!(
                "{}: {}\n{}",
                refusal.case.id,
                differences.join("; "),
                shown.join("\n")
            ));
        }
    }
    assert_no_failures(&failures, refusals.len());
}

impl Refusal {
    fn differences(&self, errors: &[Reported]) -> Vec<String> {
        let mut differences = Vec::new();

        let mut expected: Vec<&str> = self.rules.iter().map(String::as_str).collect();
        let mut reported: Vec<&str> =
            errors.iter().filter_map(|error| error.diagnostic.rule()).collect();
        expected.sort_unstable();
        reported.sort_unstable();
        if expected != reported {
            differences.push(format!("expected the rules {expected:?}, got {reported:?}"));
        }
        for rule in &self.never {
            if errors.iter().any(|error| error.diagnostic.rule() == Some(rule)) {
                differences.push(format!("`{rule}` is reported"));
            }
        }
        for text in &self.mentions {
            if !errors.iter().any(|error| error.diagnostic.mentions(text)) {
                differences.push(format!("no message mentions {text:?}"));
            }
        }
        for source in &self.at {
            if !errors.iter().any(|error| error.underlined == *source) {
                differences.push(format!("no error underlines {source:?}"));
            }
        }
        if let Some(count) = self.count
            && count != errors.len()
        {
            differences.push(format!("expected {count} errors, got {}", errors.len()));
        }
        differences
    }
}
