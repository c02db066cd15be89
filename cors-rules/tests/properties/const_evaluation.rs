//! The table of rejected values in const evaluation, with the functions that an expansion calls.

use cors_rules::{
    Violation,
    cross_checks::{Credentials, Dangers},
    header_name::Direction,
    list::{self, List, Rules},
};

use crate::rejected_values::{ACCEPTED, LISTS, REJECTED};

/// The violation of the origins of a policy with credentials.
const fn violation(origins: &[&str]) -> Option<Violation> {
    if origins.is_empty() {
        return list::empty("origins");
    }
    let dangers = Dangers { insecure_origins: false, public_suffixes: false, null_origin: false };
    let rules =
        Rules::Origins { null: false, credentials: Some(Credentials { dangers }), enforces: false };
    match List::new(origins, rules).first_violation(0, origins.len()) {
        Some((_, violation)) => Some(violation),
        None => None,
    }
}

/// No value panics or is accepted while the compiler evaluates it.
const _: () = {
    let mut i = 0;
    while i < REJECTED.len() {
        assert!(violation(REJECTED[i].0).is_some());
        i += 1;
    }
    let mut i = 0;
    while i < ACCEPTED.len() {
        assert!(violation(ACCEPTED[i]).is_none());
        i += 1;
    }
};

#[test]
fn const_functions_reject_each_value_under_its_rule() {
    for (origins, rule) in REJECTED {
        let found = violation(origins).map(|violation| violation.rule().as_str());
        assert_eq!(found, Some(format!("cors::{rule}").as_str()), "{origins:?}");
    }
}

#[test]
fn const_functions_reject_each_value_of_a_list_under_its_rule() {
    for (key, values, refused) in LISTS {
        let rules = match *key {
            "origins" => Rules::Origins { null: false, credentials: None, enforces: false },
            "hosts" => Rules::Hosts,
            "methods" => Rules::Methods { served: None },
            "allow_headers" => Rules::Headers { direction: Direction::Allow, credentials: false },
            _ => Rules::Headers { direction: Direction::Expose, credentials: false },
        };
        let list = List::new(values, rules);
        let found = (0..values.len()).filter_map(|index| {
            let (index, violation) = list.first_violation(index, index + 1)?;
            Some((index, violation.rule().to_string()))
        });
        let refused = refused.iter().map(|(index, rule)| (*index, format!("cors::{rule}")));
        assert!(found.eq(refused), "{key} = {values:?}");
    }
}

/// A repetition of a wrong value is reported once more, but a repeated `*` only if the first is
/// right.
#[test]
fn a_repeated_any_is_reported_once() {
    let origins = Rules::Origins { null: false, credentials: None, enforces: false };
    let enforced = Rules::Origins { null: false, credentials: None, enforces: true };
    let exposed = Rules::Headers { direction: Direction::Expose, credentials: true };
    for (rules, values, refused) in [
        (origins, ["*", "*", "*"], &["cors::duplicate_origin"; 2][..]),
        (enforced, ["*", "*", "*"], &["cors::any_origin_with_enforce"]),
        (origins, ["*", "*", "https://a"], &["cors::any_origin_mixed"]),
        (exposed, ["*", "*", "*"], &["cors::any_exposed_with_credentials"]),
        (Rules::Methods { served: None }, ["*", "*", "GET"], &["cors::any_method_mixed"]),
    ] {
        let found = List::new(&values, rules).violations().map(|(_, violation)| violation.rule());
        assert!(found.eq(refused.iter().copied()), "{values:?}");
    }
}
