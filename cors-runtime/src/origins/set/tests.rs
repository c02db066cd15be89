//! Tests of `Origins::parse` with the table of rejected values in `cors-rules`. The tests of the macro, of const
//! evaluation and of settings files use the same table.

use super::Origins;
use rejected_values::{ACCEPTED, LISTS, REJECTED};

#[path = "../../../../cors-rules/tests/properties/rejected_values.rs"]
mod rejected_values;

#[test]
fn a_set_refuses_each_value_under_its_rule() {
    for (origins, rule) in REJECTED {
        let errors = Origins::parse(*origins).expect_err("every value of the table is refused");
        let rules: Vec<&str> = errors.iter().map(|error| error.rule().as_str()).collect();
        assert_eq!(rules, [format!("cors::{rule}")], "{origins:?}");
        assert!(
            errors
                .iter()
                .all(|error| error.to_string().ends_with(&format!("\nrule: cors::{rule}"))),
            "{origins:?}"
        );
    }
}

#[test]
fn a_set_accepts_similar_values() {
    for origins in ACCEPTED {
        assert!(Origins::parse(*origins).is_ok(), "{origins:?}");
    }
}

#[test]
fn a_set_refuses_each_value_of_a_list_under_its_rule() {
    let builder = Origins::builder().danger_allow_insecure_origins();
    for (_, origins, refused) in LISTS.iter().filter(|(key, ..)| *key == "origins") {
        let errors = builder.parse(*origins).expect_err("every list of the table is refused");
        let found = errors.iter().map(|error| error.rule().to_string());
        assert!(found.eq(refused.iter().map(|(_, rule)| format!("cors::{rule}"))), "{origins:?}");
    }
}
