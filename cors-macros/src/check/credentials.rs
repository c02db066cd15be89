use cors_rules::{
    combination::{self, Dangers},
    origin::{ANY, NULL},
};

use crate::{
    diagnostic::Diagnostics,
    model::settings::{Origins, Settings},
    parse::value::Listing,
};

/// What credentials forbid, as far as this attribute alone tells: what it inherits is left to const
/// evaluation.
pub(super) fn check(settings: &Settings, diagnostics: &mut Diagnostics) {
    if settings.allow_credentials != Some(true) {
        return;
    }
    let dangers = Dangers {
        insecure_origins: taken(settings.danger_allow_insecure_origins, settings),
        public_suffixes: taken(settings.danger_allow_public_suffixes, settings),
        null_origin: taken(settings.danger_allow_null_origin, settings),
    };
    if let Some(Origins::Listed(origins)) = &settings.origins {
        check_origins(origins, dangers, diagnostics);
    }
    if let Some(origins) = &settings.debug_origins {
        check_origins(origins, dangers, diagnostics);
    }
    let exposed = settings.expose_headers.iter().flat_map(Listing::literals);
    for (_, at) in exposed.filter(|(name, _)| *name == "*") {
        diagnostics.add(combination::any_exposed_with_credentials(), at);
    }
}

fn check_origins(listing: &Listing, dangers: Dangers, diagnostics: &mut Diagnostics) {
    let alone = listing.elements().len() == 1;
    for (value, at) in listing.literals() {
        match value {
            ANY if alone => diagnostics.add(combination::any_origin_with_credentials(), at),
            // Told already, as mixed or as `null` without its key.
            ANY => {}
            NULL if !dangers.null_origin => {}
            _ => {
                let violations = [
                    combination::insecure_origin(value, dangers),
                    combination::public_suffix(value, dangers),
                ];
                for violation in violations.into_iter().flatten() {
                    diagnostics.add(violation, at);
                }
            }
        }
    }
}

/// A danger that is not written may be inherited.
fn taken(danger: Option<bool>, settings: &Settings) -> bool {
    danger.unwrap_or(settings.extends())
}
