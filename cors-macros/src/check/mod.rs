//! Settings to a checked policy: every rule that a literal can break, at the literal.
//!
//! The rules themselves are those of `cors-rules`. Const expressions are judged by const
//! evaluation, through the same functions.

mod credentials;
mod headers;
mod methods;
mod origins;
pub(crate) mod suggest;

use cors_rules::{header_name::List, origin};

use crate::{
    diagnostic::Diagnostics,
    model::settings::{Origins, Settings},
    parse::route::ServedMethod,
};

/// Settings without a mistake that the macro can see: what alone is expanded.
pub(crate) struct CheckedPolicy(Settings);

impl CheckedPolicy {
    pub(crate) fn settings(&self) -> &Settings {
        &self.0
    }
}

/// Where a policy stands.
#[derive(Clone, Copy)]
pub(crate) enum Place<'a> {
    /// On a handler whose route serves those methods.
    Handler(&'a [ServedMethod]),
    /// On a function without a route that could be read: what depends on one cannot be judged.
    NoRoute,
    /// In `policy!` or on a module: origins may come from elsewhere.
    Shared,
}

/// Checks everything; the settings come back as they were where there was anything to tell, now or
/// before.
pub(crate) fn check(
    settings: Settings,
    place: Place<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<CheckedPolicy, Settings> {
    match &settings.origins {
        None if must_have_origins(&settings, place) => {
            diagnostics.add_at_attribute(origin::missing("#[cors]"));
        }
        Some(Origins::Listed(listing)) => origins::check(listing, &settings, diagnostics),
        _ => {}
    }
    if let Some(listing) = &settings.debug_origins {
        origins::check_debug(listing, &settings, diagnostics);
    }
    if let Place::Handler(served) = place {
        methods::check_served(served, diagnostics);
    }
    if let Some(listing) = &settings.methods {
        methods::check(listing, place, diagnostics);
    }
    for (listing, list) in
        [(&settings.allow_headers, List::Allow), (&settings.expose_headers, List::Expose)]
    {
        if let Some(listing) = listing {
            headers::check(listing, list, diagnostics);
        }
    }
    credentials::check(&settings, diagnostics);
    if diagnostics.is_empty() { Ok(CheckedPolicy(settings)) } else { Err(settings) }
}

fn must_have_origins(settings: &Settings, place: Place<'_>) -> bool {
    let told = settings.is_told("origins") || settings.is_told("policy");
    !matches!(place, Place::Shared) && !settings.extends() && !told
}
