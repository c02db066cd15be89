//! The rules, each at the field that breaks it.

use cors_rules::{
    combination::Credentials,
    header_name::Direction,
    list::{self, List, Rules},
};

use super::{
    Mistakes,
    written::{Listing, Written},
};

pub(super) fn check(written: &Written, mistakes: &mut Mistakes) {
    let Written { allow_credentials, dangers, .. } = *written;
    let origins = Rules::Origins {
        null: dangers.null_origin,
        credentials: allow_credentials.then_some(Credentials { dangers }),
        enforces: written.enforce.is_on(),
    };
    if let Some(listing) = &written.origins {
        check_list("origins", listing, origins, !written.debug_origins.is_empty(), mistakes);
    }
    check_list("debug_origins", &written.debug_origins, origins, true, mistakes);
    if let Some(listing) = &written.methods {
        check_list("methods", listing, Rules::Methods { served: None }, false, mistakes);
    }
    for (key, listing, direction) in [
        ("allow_headers", &written.allow_headers, Direction::Allow),
        ("expose_headers", &written.expose_headers, Direction::Expose),
    ] {
        let rules = Rules::Headers { direction, credentials: allow_credentials };
        check_list(key, listing, rules, false, mistakes);
    }
    check_list("hosts", &written.hosts, Rules::Hosts, false, mistakes);
}

fn check_list(
    key: &str,
    listing: &Listing,
    rules: Rules<'_>,
    others_beside: bool,
    mistakes: &mut Mistakes,
) {
    if listing.is_empty()
        && let Some(violation) = list::empty(key)
    {
        mistakes.add(key, violation);
    }
    let (fields, values): (Vec<&str>, Vec<&str>) = listing.iter().unzip();
    let violations = List::new(&values, rules).with_others_beside(others_beside).violations();
    for (index, violation) in violations.take(mistakes.room()) {
        mistakes.add(fields.get(index).copied().unwrap_or(key), violation);
    }
}
