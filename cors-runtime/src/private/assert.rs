//! The rules in const evaluation: an expansion calls these for what the macro cannot read.
//!
//! Each is `#[track_caller]`, so that the build error is at the user's own expression.

use cors_rules::{
    Violation, Violations,
    extractor::Needed,
    key::Key,
    list::{self, ListCheck},
    max_age::check as check_seconds,
};

use super::Concat;
use crate::Policy;

/// The values of one element of a list.
#[track_caller]
pub const fn list_element<const N: usize>(list: ListCheck<'_>, parts: &Concat<N>, index: usize) {
    fail_if(parts.violation(index));
    values(list, parts.start_of(index), parts.start_of(index + 1));
}

/// Fails the build if the list is empty but its key needs a value. The macro cannot see this if each element is
/// an expression, which may itself be an empty list.
#[track_caller]
pub const fn not_empty(key: Key, values: &[&str]) {
    if values.is_empty() {
        fail_if(list::empty(key));
    }
}

/// `..`, which needs an inherited list.
#[track_caller]
pub const fn inherited_list(policy: &Policy, key: Key) {
    fail_if(policy.inheritance_violation(key));
}

/// Checks list values that share one source location. The compiler reports one panic for each location,
/// so the panic contains every defect.
#[track_caller]
const fn values(list: ListCheck<'_>, from: usize, to: usize) {
    let Some((mut at, violation)) = list.first_violation(from, to) else { return };
    let mut found = Violations::NONE.and(violation);
    while !found.is_full()
        && let Some((next, violation)) = list.first_violation(at + 1, to)
    {
        found = found.and(violation);
        at = next;
    }
    found.fail()
}

/// Fails the build if a parameter of the handler needs a request header that the merged policy does not allow.
#[track_caller]
pub const fn extractor(policy: &Policy, served: &[&str], parameter: &str, needed: Needed) {
    fail_if(policy.extractor_violation(served, parameter, needed));
}

#[track_caller]
pub const fn max_age(value: u32) {
    if let Err(violation) = check_seconds(value as u64) {
        violation.fail()
    }
}

/// A violation that only a merge of policies shows. The compiler reports one panic for each const, so an
/// expansion calls this for each index up to [`Violations::MAX`].
#[track_caller]
pub const fn merged_policy(violations: &Violations, index: usize) {
    fail_if(violations.get(index).copied());
}

#[track_caller]
const fn fail_if(violation: Option<Violation>) {
    if let Some(violation) = violation {
        violation.fail()
    }
}
