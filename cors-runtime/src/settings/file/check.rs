//! The rules, each at the field that breaks it. Where one value could break two, the order is that
//! of [`Rule`](cors_rules::Rule).

use std::collections::HashSet;

use cors_rules::{
    Violation,
    combination::{self, Dangers},
    header_name::{self, List},
    method,
    origin::{self, ANY, NULL},
};

use super::{
    Mistakes,
    written::{Listing, Written},
};

pub(super) fn check(written: &Written, mistakes: &mut Mistakes) {
    if let Some(origins) = &written.origins {
        let mixed = !written.debug_origins.is_empty() || origins.iter().any(|(_, it)| it != ANY);
        check_origins(origins, mixed, written, mistakes);
        if origins.is_empty() {
            mistakes.add("origins", origin::missing("origins"));
        }
    }
    check_origins(&written.debug_origins, true, written, mistakes);
    if let Some(methods) = &written.methods {
        check_methods(methods, mistakes);
    }
    check_headers(&written.allow_headers, List::Allow, mistakes);
    check_headers(&written.expose_headers, List::Expose, mistakes);
    if written.allow_credentials {
        for (field, _) in written.expose_headers.iter().filter(|(_, name)| *name == "*") {
            mistakes.add(field, combination::any_exposed_with_credentials());
        }
    }
}

/// `mixed` is whether a `*` would stand beside other origins.
fn check_origins(listing: &Listing, mixed: bool, written: &Written, mistakes: &mut Mistakes) {
    let Written { allow_credentials, dangers, .. } = *written;
    let mut seen = HashSet::new();
    for (field, value) in listing.iter() {
        let is_new = seen.insert(value);
        let alone = origin::check(value)
            .or_else(|| (value == NULL && !dangers.null_origin).then(origin::null))
            .or_else(|| (!is_new).then(|| origin::duplicate(value)))
            .or_else(|| (value == ANY && mixed).then(origin::any_mixed));
        let together = (alone.is_none() && allow_credentials)
            .then(|| with_credentials(value, dangers))
            .into_iter()
            .flatten();
        for violation in alone.into_iter().chain(together) {
            mistakes.add(field, violation);
        }
    }
}

/// Two dangers are told as two, since each has a key of its own.
fn with_credentials(value: &str, dangers: Dangers) -> impl Iterator<Item = Violation> {
    [
        (value == ANY).then(combination::any_origin_with_credentials),
        combination::insecure_origin(value, dangers),
        combination::public_suffix(value, dangers),
    ]
    .into_iter()
    .flatten()
}

fn check_methods(listing: &Listing, mistakes: &mut Mistakes) {
    let mixed = listing.iter().any(|(_, method)| method != "*");
    let mut seen = HashSet::new();
    for (field, method) in listing.iter() {
        let is_new = seen.insert(method);
        let violation = (method == "*" && mixed)
            .then(method::any_mixed)
            .or_else(|| method::check(method))
            .or_else(|| (!is_new).then(|| method::duplicate(method)));
        if let Some(violation) = violation {
            mistakes.add(field, violation);
        }
    }
    if listing.is_empty() {
        mistakes.add("methods", method::none());
    }
}

fn check_headers(listing: &Listing, list: List, mistakes: &mut Mistakes) {
    let is_covered = |name: &str| name != "*" && !header_name::may_stand_beside_any(name, list);
    let mixed = listing.iter().any(|(_, name)| is_covered(name));
    let mut seen = HashSet::new();
    for (field, name) in listing.iter() {
        let is_new = seen.insert(name.to_ascii_lowercase());
        let violation = (name == "*" && mixed)
            .then(|| header_name::any_mixed(list))
            .or_else(|| header_name::check(name, list))
            .or_else(|| (!is_new).then(|| header_name::duplicate(name)));
        if let Some(violation) = violation {
            mistakes.add(field, violation);
        }
    }
}
