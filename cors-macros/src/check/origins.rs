use std::collections::HashSet;

use cors_rules::origin::{self, ANY, Defect, NULL, Pattern};

use super::suggest;
use crate::{diagnostic::Diagnostics, model::settings::Settings, parse::value::Listing};

/// `origins`, value by value.
pub(super) fn check(listing: &Listing, settings: &Settings, diagnostics: &mut Diagnostics) {
    if let (true, Listing::Elements { at, .. }) = (listing.is_empty(), listing) {
        diagnostics.add(origin::missing("origins"), at);
    }
    let debug = settings.debug_origins.as_ref().is_some_and(|debug| !debug.is_empty());
    check_values(listing, debug || listing.has_others_than("*"), settings, diagnostics);
}

/// `debug_origins`, where `*` never stands.
pub(super) fn check_debug(listing: &Listing, settings: &Settings, diagnostics: &mut Diagnostics) {
    check_values(listing, true, settings, diagnostics);
}

fn check_values(
    listing: &Listing,
    others_beside: bool,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) {
    let null_is_refused = match settings.danger_allow_null_origin {
        Some(allowed) => !allowed,
        None => !settings.extends(),
    };
    let mut seen = HashSet::new();
    for (value, at) in listing.literals() {
        let is_new = seen.insert(value);
        match value {
            NULL if null_is_refused => diagnostics.add(origin::null(), at),
            _ if !is_new => diagnostics.add(origin::duplicate(value), at),
            ANY if others_beside => diagnostics.add(origin::any_mixed(), at),
            ANY | NULL => {}
            _ => match Pattern::parse(value) {
                Ok(_) => {}
                Err(Defect::Unicode) => {
                    let violation = Defect::Unicode.violation(value);
                    diagnostics.add(
                        match suggest::punycode(value) {
                            Some(instead) => violation.write(&instead),
                            None => violation,
                        },
                        at,
                    );
                }
                Err(defect) => diagnostics.add(defect.violation(value), at),
            },
        }
    }
}
