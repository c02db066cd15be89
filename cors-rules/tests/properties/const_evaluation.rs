//! Tests of the rules with the values in `rejected_values.rs`. Most of the tested functions are `const`, because an
//! expansion of `#[cors]` calls them in const evaluation.

use cors_rules::{
    Violation,
    cross_checks::{Context, Dangers},
    key::Key,
    list::{self, ListCheck},
};

use crate::rejected_values::{ACCEPTED, LISTS, REJECTED};

const NO_DANGERS: Dangers =
    Dangers { insecure_origins: false, public_suffixes: false, null_origin: false };

/// Returns the first violation for the origins of a policy with credentials.
const fn violation(origins: &[&str]) -> Option<Violation> {
    if origins.is_empty() {
        return list::empty(Key::Origins);
    }
    let context = Context { allow_credentials: true, dangers: NO_DANGERS, ..Context::UNKNOWN };
    match ListCheck::new(Key::Origins, origins, context).first_violation(0, origins.len()) {
        Some((_, violation)) => Some(violation),
        None => None,
    }
}

/// Const evaluation rejects each value of `REJECTED` and accepts each value of `ACCEPTED`, without a panic.
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
        let context = Context { dangers: NO_DANGERS, ..Context::UNKNOWN };
        let list = ListCheck::new(Key::named(key).expect(key), values, context);
        let found = (0..values.len()).filter_map(|index| {
            let (index, violation) = list.first_violation(index, index + 1)?;
            Some((index, violation.rule().to_string()))
        });
        let refused = refused.iter().map(|(index, rule)| (*index, format!("cors::{rule}")));
        assert!(found.eq(refused), "{key} = {values:?}");
    }
}

/// `ListCheck::repeated` returns for each value whether an earlier value is equal. For a long list, const evaluation
/// calls this function once, and does not search the earlier values again for each value.
#[test]
fn each_value_that_the_list_has_earlier_is_repeated() {
    for (key, values, repeated) in [
        (Key::Origins, ["null", "app://a", "app://a", "null"], [false, false, true, true]),
        (Key::Methods, ["GET", "GET", "get", "PUT"], [false, true, false, false]),
        (Key::AllowHeaders, ["x-a", "x-b", "X-A", "x-B"], [false, false, true, true]),
    ] {
        let list = ListCheck::new(key, &values, Context::UNKNOWN);
        assert_eq!(list.repeated(), repeated, "{values:?}");
    }
}

/// Except in `hosts`, a repeated `*` is reported only if the first `*` is valid. Any other invalid value is reported
/// each time it occurs.
#[test]
fn a_repeated_any_is_reported_once() {
    let unknown = Context::UNKNOWN;
    let enforced = Context { is_enforced: true, ..unknown };
    let exposed = Context { allow_credentials: true, ..unknown };
    for (key, context, values, refused) in [
        (Key::Origins, unknown, ["*", "*", "*"], &["cors::duplicate_origin"; 2][..]),
        (Key::Origins, enforced, ["*", "*", "*"], &["cors::any_origin_with_enforce"]),
        (Key::Origins, unknown, ["*", "*", "https://a"], &["cors::any_origin_mixed"]),
        (Key::ExposeHeaders, exposed, ["*", "*", "*"], &["cors::any_exposed_with_credentials"]),
        (Key::Methods, unknown, ["*", "*", "GET"], &["cors::any_method_mixed"]),
    ] {
        let found = ListCheck::new(key, &values, context)
            .violations()
            .map(|(_, violation)| violation.rule());
        assert!(found.eq(refused.iter().copied()), "{values:?}");
    }
}
