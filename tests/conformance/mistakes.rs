//! Tests of each mistake in `mistakes.json`: the errors that the compiler reports, and the policy that results if the
//! code in the helps replaces the mistake.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::case::{Case, Wiring};
use crate::generated::{self, Reported, assert_no_failures};

const MISTAKES: &str = include_str!("mistakes.json");
const REFUSALS: &str = include_str!("refusals.json");

/// The imports of a case that has no `imports` of its own.
const IMPORTS: &str = "use actix_web::*;\nuse cors_runtime::{Policy, cors, policy};";
const HANDLER: &str = "#[get(\"/x\")]\nasync fn f() -> &'static str { \"\" }\n\
                       pub fn register(config: &mut actix_web::web::ServiceConfig) { config.service(f); }\n";

#[derive(Deserialize)]
struct Mistake {
    id: String,
    attr: Option<String>,
    code: Option<String>,
    #[serde(default)]
    prelude: String,
    imports: Option<String>,
    #[serde(default)]
    file: BTreeMap<String, String>,
    #[serde(default)]
    rule: OneOf,
    #[serde(default)]
    says: Vec<OneOf>,
    #[serde(default)]
    at: OneOf,
    errors: Option<usize>,
    #[serde(default)]
    ignore: Vec<String>,
    expect: Option<Expected>,
    fixed: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Expected {
    Compiles,
    AsBare,
}

/// The accepted alternatives of an expectation, written as one string or as a list. An empty list accepts everything.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOf {
    One(String),
    More(Vec<String>),
}

impl Default for OneOf {
    fn default() -> Self {
        Self::More(Vec::new())
    }
}

impl OneOf {
    fn alternatives(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::More(texts) => texts,
        }
    }

    fn holds(&self, is_met: impl FnMut(&String) -> bool) -> bool {
        self.alternatives().is_empty() || self.alternatives().iter().any(is_met)
    }
}

/// The errors of each case, by the id of the case. Both tests below read these errors.
static REPORTS: LazyLock<BTreeMap<String, Vec<Reported>>> = LazyLock::new(|| {
    let mistakes = mistakes();
    let bare = mistakes.iter().filter(|mistake| mistake.expect == Some(Expected::AsBare));
    let refusals = refusals();
    let cases = mistakes.iter().chain(&refusals).map(Mistake::case).chain(bare.map(Mistake::bare));
    reports("mistakes", cases.collect())
});

#[test]
fn every_mistake_is_reported_as_expected() {
    let mistakes = mistakes();
    let mut failures = Vec::new();
    for mistake in &mistakes {
        let differences = mistake.differences();
        if !differences.is_empty() {
            let shown: Vec<String> = REPORTS[&mistake.id].iter().map(ToString::to_string).collect();
            failures.push(format!(
                "{}: {}\n{}\n{}",
                mistake.id,
                differences.join("; "),
                mistake.attr.as_deref().or(mistake.code.as_deref()).unwrap_or_default(),
                shown.join("\n")
            ));
        }
    }
    assert_no_failures(&failures, mistakes.len());
}

/// The test applies the code of every help to the attribute, and compiles the result. If the mistake has `fixed` code,
/// the policy must have the same settings as the policy of that code. The source code of the two may differ.
#[test]
fn the_code_of_every_help_compiles_to_the_intended_policy() {
    let mistakes: Vec<Mistake> = mistakes().into_iter().chain(refusals()).collect();
    let applied: Vec<(&Mistake, String)> = mistakes
        .iter()
        .filter_map(|mistake| Some((mistake, mistake.with_helps_applied()?)))
        .collect();
    let cases: Vec<Case> = applied.iter().map(|(mistake, attr)| mistake.fixed_case(attr)).collect();
    let compiled = reports("mistakes_fixed", cases);
    let mut failures = Vec::new();
    for (mistake, attr) in &applied {
        let is_new = |error: &&Reported| {
            !error.diagnostic.rule().is_some_and(|rule| SECOND_MISTAKES.contains(&rule))
        };
        let errors: Vec<&Reported> = compiled[&mistake.id].iter().filter(is_new).collect();
        if !errors.is_empty() {
            let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
            let fixed = mistake.fixed.as_deref().unwrap_or("anything that compiles");
            failures.push(format!(
                "{}: {}\n  became {attr}\n  intended {fixed}\n{}",
                mistake.id,
                mistake.attr.as_deref().unwrap_or_default(),
                shown.join("\n")
            ));
        }
    }
    assert_no_failures(&failures, applied.len());
}

/// The test ignores errors of these rules, because some cases contain a second mistake. For example, a case repeats a
/// key, or lists a method although the handler serves only `GET`.
const SECOND_MISTAKES: [&str; 4] = [
    "cors::any_origin_with_credentials",
    "cors::duplicate_key",
    "cors::duplicate_origin",
    "cors::unrouted_method",
];

fn mistakes() -> Vec<Mistake> {
    serde_json::from_str(MISTAKES).expect("the cases are well formed")
}

/// Returns the cases of `refusals.json` that have an attribute but no item. The attribute is put on the handler in
/// `HANDLER`.
fn refusals() -> Vec<Mistake> {
    let refusals: Vec<serde_json::Value> =
        serde_json::from_str(REFUSALS).expect("the cases are well formed");
    let is_common = |refusal: &serde_json::Value| {
        refusal.get("item").is_none() && refusal.get("attr").is_some()
    };
    refusals
        .into_iter()
        .filter(is_common)
        .map(|mut refusal| {
            refusal["id"] =
                format!("refused_{}", refusal["id"].as_str().unwrap_or_default()).into();
            let refusal = refusal.as_object_mut().expect("a case is an object");
            refusal.retain(|key, _| ["id", "attr", "prelude"].contains(&key.as_str()));
            serde_json::from_value(refusal.clone().into()).expect("a case is well formed")
        })
        .collect()
}

/// Compiles the cases, and returns the errors of each case. In a crate with a missing name, the compiler reports no
/// wrong types. The cases without an error are therefore compiled again without the others, until a crate compiles or
/// every case has an error.
fn reports(name: &str, mut cases: Vec<Case>) -> BTreeMap<String, Vec<Reported>> {
    let mut reports = BTreeMap::new();
    for round in 1.. {
        let checked = generated::check(&format!("{name}_{round}"), &cases, Wiring::Registered);
        let outside = checked.errors_outside_of(&cases);
        assert!(outside.is_empty(), "{}", outside.join("\n"));
        let before = reports.len();
        cases.retain(|case| {
            let errors = checked.errors_in(case);
            let is_done = !errors.is_empty() || checked.succeeded;
            if is_done {
                reports.insert(case.id.clone(), errors);
            }
            !is_done
        });
        if cases.is_empty() {
            break;
        }
        assert!(
            reports.len() > before,
            "the build failed without an error in a case:\n{}",
            checked.log
        );
    }
    reports
}

impl Mistake {
    fn case(&self) -> Case {
        self.module(self.id.clone(), self.source(self.attr.as_deref()))
    }

    /// Returns the case without its attribute. An empty line replaces the attribute, so the line numbers do not change.
    fn bare(&self) -> Case {
        let source = self.source(self.attr.as_deref());
        let start = source.find("#[cors(").expect("a case has an attribute");
        let end = start + source[start..].find(")]\n").expect("it ends with its line") + 2;
        let bare = format!("{}{}", &source[..start], &source[end..]);
        self.module(self.bare_id(), bare)
    }

    fn bare_id(&self) -> String {
        format!("{}_bare", self.id)
    }

    fn module(&self, id: String, source: String) -> Case {
        Case::of_module(id, source, self.file.clone())
    }

    fn source(&self, attr: Option<&str>) -> String {
        let imports = self.imports.as_deref().unwrap_or(IMPORTS);
        let mut source = format!("#![allow(unused)]\n{imports}\n{}\n", self.prelude);
        if let Some(attr) = attr {
            source += &format!("#[cors({attr})]\n{HANDLER}");
        }
        source + self.code.as_deref().unwrap_or_default()
    }

    fn differences(&self) -> Vec<String> {
        let errors = &REPORTS[&self.id];
        match self.expect {
            Some(Expected::Compiles) if errors.is_empty() => return Vec::new(),
            Some(Expected::Compiles) => return vec!["does not compile".to_owned()],
            Some(Expected::AsBare) => {
                let places = |errors: &[Reported]| -> BTreeSet<(Option<String>, usize, String)> {
                    let place = |error: &Reported| {
                        (error.diagnostic.code(), error.line, error.underlined.clone())
                    };
                    errors.iter().map(place).collect()
                };
                let bare = &REPORTS[&self.bare_id()];
                let is_same = errors.len() == bare.len() && places(errors) == places(bare);
                if is_same && !bare.is_empty() {
                    return Vec::new();
                }
                let bare: Vec<String> = bare.iter().map(ToString::to_string).collect();
                return vec![format!("without `#[cors]`: {}", bare.join("\n"))];
            }
            None => {}
        }
        let mut differences = Vec::new();
        let is_counted = |error: &&Reported| {
            error.diagnostic.code().is_none_or(|code| !self.ignore.contains(&code))
        };
        let count = errors.iter().filter(is_counted).count();
        let expected = self.errors.unwrap_or(1);
        if count != expected {
            differences.push(format!("{count} errors instead of {expected}"));
        }
        let Some(first) = errors.first() else { return differences };
        let rule = first.diagnostic.rule().unwrap_or("none").trim_start_matches("cors::");
        if !self.rule.holds(|name| name == rule) {
            differences.push(format!("rule `{rule}`"));
        }
        if !self.at.holds(|source| *source == first.underlined) {
            differences.push(format!(
                "under {:?} instead of {:?}",
                first.underlined,
                self.at.alternatives()
            ));
        }
        for text in &self.says {
            if !text.holds(|text| first.diagnostic.mentions(text)) {
                differences.push(format!("no {:?} in the message", text.alternatives()));
            }
        }
        differences
    }

    /// Applies the code of every help to the attribute, and returns the new arguments. Returns `None` if there is no
    /// attribute or no error, if a help contains more than code, or if the code belongs outside of the attribute.
    fn with_helps_applied(&self) -> Option<String> {
        let errors = &REPORTS[&self.id];
        let attr = self.attr.as_ref()?;
        let source = self.source(Some(attr));
        let offset = source.find(&format!("#[cors({attr})]"))? + "#[cors(".len();
        let mut applied = attr.clone();
        for error in errors.iter().rev() {
            let code = error.diagnostic.code_to_write()?;
            let start = error.range.start.checked_sub(offset)?;
            let end = error.range.end.checked_sub(offset)?;
            attr.get(start..end)?;
            if code == "#[cors(none)]" {
                return Some("none".to_owned());
            }
            let is_string = error.underlined.starts_with('"');
            let range = match key_of(code) {
                Some(key) => arguments_at(attr, start..end, key),
                None if is_key_at(attr, start, code) => arguments_at(attr, start..end, code),
                None if is_string && !code.starts_with(['"', '[']) => start + 1..end - 1,
                // The underlined code names a constant, and the message begins with the value of the constant. The help
                // is about the definition of the constant, which is not in the attribute.
                None if !error
                    .diagnostic
                    .message
                    .starts_with(&format!("`{}`", error.underlined)) =>
                {
                    return None;
                }
                None => start..end,
            };
            applied.replace_range(range, code);
        }
        (!errors.is_empty()).then_some(applied)
    }

    /// Returns a case with the attribute on the handler. If the mistake has `fixed` code, a const assertion compares
    /// the policies of the attribute and of that code.
    fn fixed_case(&self, attr: &str) -> Case {
        let mut source = self.source(Some(attr));
        if let Some(fixed) = &self.fixed {
            source += &format!(
                "const APPLIED: &::cors_runtime::Policy = &::cors_runtime::policy!({attr});\n\
                 const INTENDED: &::cors_runtime::Policy = &::cors_runtime::policy!({fixed});\n\
                 {SAME}"
            );
        }
        self.module(self.id.clone(), source)
    }
}

/// Compares two policies: their lists, `allow_credentials`, `max_age`, `enforce`, whether they are `none`, and whether
/// they have dynamic origins.
const SAME: &str = "
const _: () = {
    const fn is_same_string(a: &str, b: &str) -> bool {
        let (a, b) = (a.as_bytes(), b.as_bytes());
        let mut i = 0;
        while i < a.len() && i < b.len() && a[i] == b[i] {
            i += 1;
        }
        i == a.len() && i == b.len()
    }
    const fn is_same(a: &[&str], b: &[&str]) -> bool {
        let mut i = 0;
        while i < a.len() && i < b.len() && is_same_string(a[i], b[i]) {
            i += 1;
        }
        i == a.len() && i == b.len()
    }
    assert!(is_same(APPLIED.origins().as_static(), INTENDED.origins().as_static()));
    assert!(is_same(APPLIED.debug_origins().as_static(), INTENDED.debug_origins().as_static()));
    assert!(is_same(APPLIED.methods().as_static(), INTENDED.methods().as_static()));
    assert!(is_same(APPLIED.allow_headers().as_static(), INTENDED.allow_headers().as_static()));
    assert!(is_same(APPLIED.expose_headers().as_static(), INTENDED.expose_headers().as_static()));
    assert!(is_same(APPLIED.hosts().as_static(), INTENDED.hosts().as_static()));
    assert!(APPLIED.allow_credentials() == INTENDED.allow_credentials());
    assert!(match (APPLIED.max_age(), INTENDED.max_age()) {
        (Some(a), Some(b)) => a == b,
        (a, b) => a.is_none() && b.is_none(),
    });
    assert!(APPLIED.enforce() as u8 == INTENDED.enforce() as u8);
    assert!(APPLIED.has_dynamic_origins() == INTENDED.has_dynamic_origins());
    assert!(APPLIED.is_none() == INTENDED.is_none());
};
";

/// Returns the key of an argument, such as `origins` in `origins = "*"`.
fn key_of(code: &str) -> Option<&str> {
    let (key, _) = code.split_once(" = ")?;
    key.chars().all(|c| c.is_ascii_lowercase() || c == '_').then_some(key)
}

/// Returns whether the argument at an offset has this key.
fn is_key_at(attr: &str, offset: usize, key: &str) -> bool {
    let argument = &attr[arguments_at(attr, offset..offset, "")];
    argument.split_once('=').is_some_and(|(before, _)| before.trim() == key)
}

/// Returns the range of the arguments that the code of a help, such as `origins = ["a", "b"]`, replaces. The range
/// contains the arguments that `at` overlaps. If the first of these arguments does not have the key, but an earlier
/// argument has the key, the range starts at the nearest such argument.
fn arguments_at(attr: &str, at: Range<usize>, key: &str) -> Range<usize> {
    let commas = top_level_commas(attr);
    let starts = [0].into_iter().chain(commas.iter().map(|comma| comma + 1));
    let ends = commas.iter().copied().chain([attr.len()]);
    let arguments: Vec<Range<usize>> = starts.zip(ends).map(|(start, end)| start..end).collect();
    let of = |offset: usize| arguments.iter().position(|argument| offset <= argument.end);
    let first = of(at.start).unwrap_or_default();
    let last = of(at.end).unwrap_or(first);
    let with_key = arguments[..=first].iter().rposition(|argument| {
        attr[argument.clone()]
            .trim_start()
            .strip_prefix(key)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    });
    let start = arguments[with_key.unwrap_or(first)].start;
    let blank = attr[start..].len() - attr[start..].trim_start().len();
    start + blank..arguments[last].end
}

fn top_level_commas(attr: &str) -> Vec<usize> {
    let (mut depth, mut is_quoted, mut is_escaped) = (0_i32, false, false);
    let mut commas = Vec::new();
    for (index, c) in attr.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => commas.push(index),
            _ => {}
        }
    }
    commas
}
