//! Compiles the uses of `#[cors(...)]` and `policy!` in `accepted.json`, which must compile, and those in
//! `refusals.json`, which must fail with the listed errors. Each case is a module of one of three generated crates.

use std::{fs, path::Path, process::Command};

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
    /// Rules that no message has.
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

/// Origins that are not in the policy's const data are not in the binary.
#[test]
fn a_build_without_debug_assertions_has_no_debug_origins() {
    const CASES: &str = r##"[{
        "id": "debug_origins_left_out",
        "source": "SPEC.md section 2",
        "attr": "policy = BASE, debug_origins = [\"http://127.0.0.1:*\", DEV]",
        "prelude": "const DEV: &str = \"http://dev.localhost\";\nconst BASE: Policy = policy!(origins = \"https://app.example.com\", debug_origins = \"http://localhost:*\");\nconst LEFT_OUT: &Policy = &BASE;\nconst _: () = assert!(LEFT_OUT.debug_origins().is_empty());\nconst _: () = assert!(!cfg!(debug_assertions));"
    }]"##;
    let cases: Vec<Case> = serde_json::from_str(CASES).expect("the case is well formed");
    let profile = "debug-assertions = false";
    let checked = generated::check_in_profile("left_out", &cases, Wiring::Registered, profile);
    assert!(checked.succeeded, "cargo failed:\n{}", checked.log);
}

#[test]
fn every_rejected_use_is_reported_under_its_rule_where_it_is_written() {
    check_refusals("refused", |refusal| !refusal.by_const_evaluation);
}

/// A separate crate: the compiler evaluates constants only if everything else is well formed.
#[test]
fn every_use_that_const_evaluation_rejects_is_reported_under_its_rule() {
    check_refusals("refused_by_const_evaluation", |refusal| refusal.by_const_evaluation);
}

/// Two versions would keep separate state: a layer of one would not find the handlers of the other.
#[test]
fn cargo_rejects_two_versions_of_the_runtime_in_one_binary() {
    let other = r#"
        [package]
        name = "cors-runtime"
        version = "0.0.1"
        edition = "2024"
        links = "cors-runtime"
    "#;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("two_versions");
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("cors-runtime");
    let user = format!(
        "[package]\nname = \"two_versions\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         cors-runtime = {{ path = {runtime:?} }}\n\
         other = {{ package = \"cors-runtime\", path = \"other\" }}\n"
    );
    for (package, manifest) in [(folder.clone(), user.as_str()), (folder.join("other"), other)] {
        fs::create_dir_all(package.join("src")).expect("the target folder is writable");
        fs::write(package.join("src/lib.rs"), "").expect("the target folder is writable");
        fs::write(package.join("build.rs"), "fn main() {}").expect("the target folder is writable");
        fs::write(package.join("Cargo.toml"), manifest).expect("the target folder is writable");
    }
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the target folder is writable");

    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--format-version=1"])
        .current_dir(&folder)
        .output()
        .expect("cargo starts");

    let log = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "cargo accepts two versions");
    assert!(log.contains("links to the native library `cors-runtime`"), "{log}");
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
