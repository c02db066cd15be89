use std::collections::HashSet;

use cors_rules::method;

use super::Place;
use crate::{
    diagnostic::Diagnostics,
    parse::{route::ServedMethod, value::Listing},
};

/// What a route serves and no browser sends.
pub(super) fn check_served(served: &[ServedMethod], diagnostics: &mut Diagnostics) {
    for ServedMethod { name, at } in served {
        if method::is_forbidden(name)
            && let Some(violation) = method::check(name)
        {
            diagnostics.add(violation.help("take `#[cors]` off this route, or the method"), at);
        }
    }
}

/// `methods`, value by value.
pub(super) fn check(listing: &Listing, place: Place<'_>, diagnostics: &mut Diagnostics) {
    if let (true, Listing::Elements { at, .. }) = (listing.is_empty(), listing) {
        diagnostics.add(method::none(), at);
    }
    let mut seen = HashSet::new();
    for (value, at) in listing.literals() {
        let is_new = seen.insert(value);
        let others_beside = listing.has_others_than("*");
        if value == "*" && is_new {
            if others_beside {
                diagnostics.add(method::any_mixed(), at);
            }
        } else if let Some(violation) = method::check(value) {
            diagnostics.add(violation, at);
        } else if let Place::Handler(served) = place
            && !served.iter().any(|served| served.name == value)
            && value != "*"
        {
            let served: Vec<&str> = served.iter().map(|served| served.name.as_str()).collect();
            diagnostics.add(method::unrouted(value, &served), at);
        } else if !is_new {
            diagnostics.add(method::duplicate(value), at);
        }
    }
}
