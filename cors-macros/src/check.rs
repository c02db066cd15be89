//! Checks the settings, and returns a checked policy. Each literal that a rule rejects is reported at its place.
//!
//! The rules are those of `cors-rules`. Const evaluation checks const expressions with the same functions.

mod checked_policy;
mod lists;

use cors_rules::{
    cross_checks::Context, extractor::Allowed, fetch, key::Key, list, method, origin,
};

pub(crate) use self::checked_policy::CheckedPolicy;
use self::lists::check_list;
use crate::{
    context,
    diagnostic::Diagnostics,
    settings::Settings,
    syntax::{extractor::Extractor, route::ServedMethod, value::WrittenList},
};

/// The item that a policy is written for.
#[derive(Clone, Copy)]
pub(crate) enum Target<'a> {
    Handler {
        served: &'a [ServedMethod],
        /// The handler's parameters that need a request header, such as `web::Json<Book>`.
        extractors: &'a [Extractor],
    },
    /// A function whose route attribute is missing or cannot be read.
    NoRoute,
    /// `policy!` or a module. The origins may be missing, because another policy may supply them.
    Shared,
}

/// Checks the literals, the settings against each other, and the settings against the target, and reports each
/// violation. Const evaluation later checks the values of constants and the inherited settings. If `diagnostics`
/// contains an error, even one from before this call, the policy is not valid.
pub(crate) fn check(
    settings: Settings,
    target: Target<'_>,
    diagnostics: &mut Diagnostics,
) -> CheckedPolicy {
    let context = context::of_settings(&settings);
    if settings.value(Key::Origins).is_none() && must_have_origins(&settings, target) {
        diagnostics.add_at_attribute(origin::missing("#[cors]"));
    }
    let served: Option<Vec<&str>> = match target {
        Target::Handler { served, .. } => {
            check_served(served, diagnostics);
            Some(served.iter().map(|served| served.name.as_str()).collect())
        }
        Target::NoRoute | Target::Shared => None,
    };
    let has_debug_origins = settings.list(Key::DebugOrigins).is_some_and(|list| !list.is_empty());
    for (key, listing) in settings.lists() {
        let has_other_values = match key {
            Key::Origins => has_debug_origins,
            key => key == Key::DebugOrigins,
        };
        let context = Context { served: served.as_deref(), ..context };
        check_list(key, listing, context, has_other_values, diagnostics);
    }
    check_inherited(&settings, diagnostics);
    let extractors = check_extractors(&settings, target, diagnostics);
    CheckedPolicy {
        is_valid: diagnostics.is_empty(),
        extractors,
        served: served.map(|served| served.into_iter().map(str::to_owned).collect()),
        context: if settings.inherits() { context.before_merge() } else { context },
        settings,
    }
}

fn must_have_origins(settings: &Settings, target: Target<'_>) -> bool {
    let is_reported = settings.is_reported(Key::Origins) || settings.is_reported(Key::Policy);
    !matches!(target, Target::Shared) && !settings.inherits() && !is_reported
}

fn check_served(served: &[ServedMethod], diagnostics: &mut Diagnostics) {
    for ServedMethod { name, at } in served {
        if fetch::is_forbidden_method(name)
            && let Some(violation) = method::check(name)
        {
            diagnostics.add(violation.help("remove `#[cors]` from this route, or the method"), at);
        }
    }
}

/// Reports a second `..` in a list, and a `..` in a policy that inherits nothing.
fn check_inherited(settings: &Settings, diagnostics: &mut Diagnostics) {
    let inherits = settings.inherits() || settings.is_reported(Key::Policy);
    for (_, listing) in settings.lists() {
        for (nth, (_, at)) in listing.inherited().enumerate() {
            if nth > 0 {
                diagnostics.add_invalid(at, "is written twice", "leave one out");
            } else if !inherits {
                diagnostics.add(list::nothing_inherited(), at);
            }
        }
    }
}

/// Reports each parameter of the handler that needs a request header, if the policy does not let pages send this
/// header. Returns the parameters that only const evaluation can check.
fn check_extractors(
    settings: &Settings,
    target: Target<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Extractor> {
    let Target::Handler { served, extractors } = target else { return Vec::new() };
    let listed = settings.list(Key::AllowHeaders);
    // `none` or an empty `allow_headers` in the handler's own attribute shows that the user excluded the headers on
    // purpose.
    let is_intended = settings.is_none() || listed.is_some_and(WrittenList::is_empty);
    let is_reported = settings.is_reported(Key::AllowHeaders) || settings.is_reported(Key::Policy);
    if is_intended || is_reported {
        return Vec::new();
    }
    let methods = settings.list(Key::Methods);
    let is_known = |listing: Option<&WrittenList>| listing.is_none_or(WrittenList::is_known);
    if settings.inherits() || !is_known(listed) || !is_known(methods) {
        return extractors.to_vec();
    }
    let allowed = Allowed {
        headers: &strings(listed),
        methods: &strings(methods),
        served: &served.iter().map(|served| served.name.as_str()).collect::<Vec<_>>(),
        allow_credentials: settings.flag(Key::AllowCredentials) == Some(true),
    };
    for Extractor { needed, parameter, at } in extractors {
        if let Some(violation) = allowed.violation(parameter, *needed) {
            diagnostics.add(violation, at);
        }
    }
    Vec::new()
}

fn strings(listing: Option<&WrittenList>) -> Vec<&str> {
    listing.into_iter().flat_map(WrittenList::literals).map(|(value, _)| value).collect()
}
