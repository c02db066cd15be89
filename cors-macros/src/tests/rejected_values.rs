//! Tests that the macro rejects and accepts the same values as the rules of `cors-rules`.

use super::{check, check_above};
use table::{ACCEPTED, LISTS, REJECTED};

#[path = "../../../cors-rules/tests/properties/rejected_values.rs"]
mod table;

fn with_credentials(origins: &[&str]) -> Vec<super::Found> {
    check(&format!("origins = {origins:?}, allow_credentials"))
}

#[test]
fn the_macro_rejects_each_value_under_its_rule() {
    for (origins, rule) in REJECTED {
        let found: Vec<String> =
            with_credentials(origins).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(found, [*rule], "{origins:?}");
    }
}

#[test]
fn the_macro_accepts_similar_values() {
    for origins in ACCEPTED {
        assert_eq!(with_credentials(origins), [], "{origins:?}");
    }
}

#[test]
fn the_macro_reports_each_value_of_a_list_at_its_place() {
    for (key, values, refused) in LISTS {
        let origins = if *key == "origins" { "" } else { "origins = \"*\", " };
        let attribute = format!("{origins}{key} = {values:?}");
        let found = check_above(&attribute, "#[route(\"/\", method = \"GET\", method = \"PUT\")]");
        let refused: Vec<_> = refused
            .iter()
            .filter_map(|(index, rule)| {
                Some(((*rule).to_owned(), format!("{:?}", values.get(*index)?)))
            })
            .collect();
        assert_eq!(found, refused, "cors({attribute})");
    }
}
