//! Tests that `benches/README.md` contains every row of `baseline.json`. The rows are the instruction counts that the
//! program `guard` compares.

use std::{fs, path::Path};

#[test]
fn the_table_of_instructions_is_the_baseline() {
    let benches = Path::new(env!("CARGO_MANIFEST_DIR"));
    let baseline =
        fs::read_to_string(benches.join("baseline.json")).expect("the baseline is readable");
    let baseline: serde_json::Value =
        serde_json::from_str(&baseline).expect("the baseline is JSON");
    let readme = fs::read_to_string(benches.join("README.md")).expect("the page is readable");

    for (row, count) in baseline.as_object().expect("rows") {
        let expected = format!("| `{row}` | {} |", count.as_f64().expect("a count"));
        assert!(readme.contains(&expected), "benches/README.md lacks {expected}");
    }
}
