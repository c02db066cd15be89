use std::collections::HashSet;

use cors_rules::header_name::{self, List};

use crate::{diagnostic::Diagnostics, parse::value::Listing};

/// `allow_headers` or `expose_headers`, value by value.
pub(super) fn check(listing: &Listing, list: List, diagnostics: &mut Diagnostics) {
    let covered = |value: &str| value != "*" && !header_name::may_stand_beside_any(value, list);
    let mixed = listing.literals().any(|(value, _)| covered(value));
    let mut seen = HashSet::new();
    for (value, at) in listing.literals() {
        let is_new = seen.insert(value.to_ascii_lowercase());
        if value == "*" && is_new && mixed {
            diagnostics.add(header_name::any_mixed(list), at);
        } else if let Some(violation) = header_name::check(value, list) {
            diagnostics.add(violation, at);
        } else if !is_new {
            diagnostics.add(header_name::duplicate(value), at);
        }
    }
}
