//! The cases that wait for a feature, as `pending.txt` lists them.

use std::collections::BTreeSet;

pub(crate) const FILE: &str = "tests/conformance/pending.txt";
const TEXT: &str = include_str!("pending.txt");

/// The ids listed as one kind: `behaviour` (a case whose answer differs), `attribute` (a behaviour case whose attribute
/// does not compile yet), `accepted` or `refused`.
pub(crate) fn ids(kind: &str) -> BTreeSet<&'static str> {
    let mut ids = BTreeSet::new();
    for line in TEXT.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (listed, id) = line.split_once(' ').expect("a line is a kind and an id");
        assert!(
            ["behaviour", "attribute", "accepted", "refused"].contains(&listed),
            "no kind of case: {line}"
        );
        if listed == kind {
            assert!(ids.insert(id), "listed twice: {line}");
        }
    }
    ids
}
