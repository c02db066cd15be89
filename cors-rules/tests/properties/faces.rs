//! The second face of the table: const evaluation, by the very functions that an expansion calls.

use cors_rules::{
    Violation,
    combination::{self, Dangers, Settings},
    origin,
};

use crate::refused_values::{ACCEPTED, REFUSED};

/// As `cors_runtime::private::assert` judges a policy with credentials.
const fn violation(origins: &[&str]) -> Option<Violation> {
    if origins.is_empty() {
        return Some(origin::missing("origins"));
    }
    let mut i = 0;
    while i < origins.len() {
        if let Some(violation) = origin::check(origins[i]) {
            return Some(violation);
        }
        i += 1;
    }
    if let Some(violation) = origin::check_list(origins) {
        return Some(violation);
    }
    combination::check(Settings {
        origins,
        debug_origins: &[],
        expose_headers: &[],
        allow_credentials: true,
        dangers: Dangers { insecure_origins: false, public_suffixes: false, null_origin: false },
    })
}

/// Not one value panics, or passes, while the compiler evaluates it.
const _: () = {
    let mut i = 0;
    while i < REFUSED.len() {
        assert!(violation(REFUSED[i].0).is_some());
        i += 1;
    }
    let mut i = 0;
    while i < ACCEPTED.len() {
        assert!(violation(ACCEPTED[i]).is_none());
        i += 1;
    }
};

#[test]
fn const_functions_refuse_each_value_under_its_rule() {
    for (origins, rule) in REFUSED {
        let found = violation(origins).map(|violation| violation.rule().as_str());
        assert_eq!(found, Some(format!("cors::{rule}").as_str()), "{origins:?}");
    }
}
