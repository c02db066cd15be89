//! Assertions in const evaluation. The expansions of `#[cors]` and `policy!` call them if the macro cannot read all
//! values, for example because a value is a constant.
//!
//! Each assertion is `#[track_caller]`, so that the build error is at the expression of the user.

use cors_rules::{
    Violation, Violations,
    extractor::{Allowed, Needed},
    key::Key,
    list::{self, ListCheck},
    max_age::check as check_seconds,
};

use super::Concat;
use crate::Policy;

/// Checks the values of one element of a list. An element can have several values, for example if it is a const list.
/// The compiler reports one panic for each location, so the panic contains all violations of the element, up to
/// [`Violations::MAX`].
#[track_caller]
pub const fn list_element<const N: usize>(list: ListCheck<'_>, parts: &Concat<N>, index: usize) {
    fail_if(parts.violation(index));
    let (from, to) = (parts.start_of(index), parts.start_of(index + 1));
    let Some((mut at, violation)) = list.first_violation(from, to) else { return };
    let mut found = Violations::NONE.with(violation);
    while !found.is_full()
        && let Some((next, violation)) = list.first_violation(at + 1, to)
    {
        found = found.with(violation);
        at = next;
    }
    found.fail()
}

/// Checks that a list is not empty, if its key needs a value. The macro cannot check this if each element is an
/// expression, since the value of an expression may be an empty list.
#[track_caller]
pub const fn not_empty(key: Key, values: &[&str]) {
    if values.is_empty() {
        fail_if(list::empty(key));
    }
}

/// Checks that `..` can represent the inherited setting: `origins` must not be known only at run time, and `methods`
/// must be set.
#[track_caller]
pub const fn inherited_list(policy: &Policy, key: Key) {
    match key {
        Key::Origins if policy.has_dynamic_origins() => list::dynamic_inherited().fail(),
        Key::Methods if policy.methods_if_set().is_none() && !policy.is_erroneous() => {
            list::every_method_inherited().fail()
        }
        _ => {}
    }
}

/// Checks that the merged policy allows the request header that a parameter of the handler needs, such as
/// `content-type` for `Json`. `served` contains the methods of the route.
#[track_caller]
pub const fn extractor(policy: &Policy, served: &[&str], parameter: &str, needed: Needed) {
    if policy.is_erroneous() {
        return;
    }
    let allowed = Allowed {
        headers: policy.allow_headers().as_static(),
        methods: policy.methods().as_static(),
        served,
        allow_credentials: policy.allow_credentials(),
    };
    fail_if(allowed.violation(parameter, needed));
}

#[track_caller]
pub const fn max_age(value: u32) {
    if let Err(violation) = check_seconds(value as u64) {
        violation.fail()
    }
}

/// Fails with the violation at this index of a merged policy's `violations`, if there is one. The compiler reports one
/// panic for each const, so the expansion has a const for each index, which calls this function. The indices are less
/// than [`Violations::MAX`].
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
