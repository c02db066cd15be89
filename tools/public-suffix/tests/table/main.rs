//! Tests that compare the generated data file with the published public suffix list.

mod algorithm;

use std::{collections::BTreeSet, fs};

use algorithm::Algorithm;
use cors_rules::public_suffix::{RELEASE, has_only_public_suffixes_below, is_public_suffix};
use public_suffix::{LIST, List, PUBLISHED, print};

// The assertions check the lookup in const evaluation, in a crate other than `cors-rules`, as in the crates of users.
// Most of these strings are not rules, so the test of all rules below does not include them.
const _: () = {
    assert!(is_public_suffix("github.io."));
    assert!(!is_public_suffix("octocat.github.io"));

    assert!(!is_public_suffix("ck"));
    assert!(has_only_public_suffixes_below("ck"));
    assert!(!has_only_public_suffixes_below("com"));

    assert!(!is_public_suffix("example.unlisted"));
    assert!(!is_public_suffix("localhost"));
    assert!(!is_public_suffix("localhost."));
    assert!(!is_public_suffix(""));
    assert!(!is_public_suffix("."));
    assert!(!is_public_suffix(".ck"));
    assert!(!is_public_suffix("127.0.0.1"));

    // Strings that contain a line break, several rules, or a line of the data file's header are not public suffixes.
    assert!(!is_public_suffix("\n"));
    assert!(!is_public_suffix("com\n"));
    assert!(!is_public_suffix("github.io\ngithub.io"));
    assert!(!is_public_suffix("// https://publicsuffix.org/list/"));
};

#[test]
fn the_data_file_is_generated_from_the_published_list() {
    let list = List::parse(PUBLISHED).unwrap();
    let data = fs::read_to_string(LIST).unwrap();
    assert!(
        data == print(&list),
        "list.txt is not generated from public_suffix_list.dat: run `cargo run -p public-suffix`"
    );
    assert_eq!(RELEASE, list.release);
}

#[test]
fn every_rule_and_its_neighbors_agree_with_the_published_algorithm() {
    let algorithm = Algorithm::read(PUBLISHED);

    let mut domains = BTreeSet::new();
    for rule in algorithm.rules.values().flatten() {
        let name = rule.labels.join(".").replace('*', "anything");
        if let Some((_, parent)) = name.split_once('.') {
            domains.insert(parent.to_owned());
        }
        domains.insert(format!("a.{name}"));
        domains.insert(format!("b.a.{name}"));
        domains.insert(name);
    }
    assert!(domains.len() > 30_000, "only {} domains", domains.len());

    let disagreements: Vec<_> = domains
        .iter()
        .filter(|domain| {
            is_public_suffix(domain) != (algorithm.public_suffix(domain) == Some(domain.as_str()))
        })
        .collect();
    assert!(disagreements.is_empty(), "{disagreements:?}");
}
