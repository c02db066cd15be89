//! Settings to a checked policy: every rule that a literal can break, at the literal.
//!
//! The rules themselves are those of `cors-rules`. Const expressions are judged by const
//! evaluation, through the same functions.

use cors_rules::{
    Rule, Violation,
    combination::{Credentials, Dangers},
    enforce::Enforce,
    extractor::Allowed,
    fetch,
    header_name::Direction,
    list::{self, List, Rules},
    max_age, method, origin,
};
use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::{
    diagnostic::Diagnostics,
    settings::{MaxAge, Settings},
    suggest,
    syntax::{
        extractor::Extractor,
        route::ServedMethod,
        value::{Element, Listing},
    },
};

/// Settings without a mistake that the macro can see, and every default decided: what alone is
/// expanded.
pub(crate) struct CheckedPolicy {
    settings: Settings,
    max_age: Option<TokenStream>,
    served: Option<Vec<String>>,
    extractors: Vec<Extractor>,
}

impl CheckedPolicy {
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The seconds of `max_age`, where it is no expression.
    pub(crate) fn max_age(&self) -> Option<&TokenStream> {
        self.max_age.as_ref()
    }

    /// The methods that the route serves, where the policy stands on one.
    pub(crate) fn served(&self) -> Option<&[String]> {
        self.served.as_deref()
    }

    /// The extractors whose headers only const evaluation can look for.
    pub(crate) fn extractors(&self) -> &[Extractor] {
        &self.extractors
    }
}

/// Where a policy stands.
#[derive(Clone, Copy)]
pub(crate) enum Place<'a> {
    /// On a handler.
    Handler {
        /// What its route serves.
        served: &'a [ServedMethod],
        /// What its signature takes.
        extractors: &'a [Extractor],
    },
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
    let max_age = settings.max_age.as_ref().and_then(|max_age| seconds(max_age, diagnostics));
    if settings.origins.is_none() && must_have_origins(&settings, place) {
        diagnostics.add_at_attribute(origin::missing("#[cors]"));
    }
    let served: Option<Vec<&str>> = match place {
        Place::Handler { served, .. } => {
            check_served(served, diagnostics);
            Some(served.iter().map(|served| served.name.as_str()).collect())
        }
        Place::NoRoute | Place::Shared => None,
    };
    let debug_origins = settings.debug_origins.as_ref();
    let has_debug_origins = debug_origins.is_some_and(|debug| !debug.is_empty());
    for (key, listing) in settings.listings() {
        let others_beside = match key {
            "origins" => has_debug_origins,
            _ => key == "debug_origins",
        };
        let rules = rules(key, &settings, served.as_deref());
        check_list(key, listing, rules, others_beside, diagnostics);
    }
    check_inherited(&settings, diagnostics);
    let extractors = check_extractors(&settings, place, diagnostics);
    if !diagnostics.is_empty() {
        return Err(settings);
    }
    let served = served.map(|served| served.into_iter().map(str::to_owned).collect());
    Ok(CheckedPolicy { settings, max_age, served, extractors })
}

fn must_have_origins(settings: &Settings, place: Place<'_>) -> bool {
    let told = settings.is_told("origins") || settings.is_told("policy");
    !matches!(place, Place::Shared) && !settings.extends() && !told
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

/// The rules of a key, as far as the settings beside it are known.
pub(crate) fn rules<'a>(
    key: &str,
    settings: &Settings,
    served: Option<&'a [&'a str]>,
) -> Rules<'a> {
    let credentials = settings.allow_credentials == Some(true);
    match key {
        "origins" | "debug_origins" => origin_rules(settings),
        "methods" => Rules::Methods { served },
        "allow_headers" => Rules::Headers { direction: Direction::Allow, credentials },
        "expose_headers" => Rules::Headers { direction: Direction::Expose, credentials },
        _ => Rules::Hosts,
    }
}

/// What this attribute alone tells: what it may inherit is left to const evaluation.
fn origin_rules(settings: &Settings) -> Rules<'static> {
    let accepted = |danger: Option<bool>| danger.unwrap_or(settings.extends());
    let dangers = Dangers {
        insecure_origins: accepted(settings.danger_allow_insecure_origins),
        public_suffixes: accepted(settings.danger_allow_public_suffixes),
        null_origin: accepted(settings.danger_allow_null_origin),
    };
    let allows_credentials = settings.allow_credentials == Some(true);
    Rules::Origins {
        null: dangers.null_origin,
        credentials: allows_credentials.then_some(Credentials { dangers }),
        enforces: settings.enforce.is_some_and(Enforce::is_on),
    }
}

/// `..` stands once in a list, and where there is something to inherit from.
fn check_inherited(settings: &Settings, diagnostics: &mut Diagnostics) {
    let inherits = settings.extends() || settings.is_told("policy");
    for (_, listing) in settings.listings() {
        for (nth, (_, at)) in listing.inherited().enumerate() {
            if nth > 0 {
                let violation = Violation::new(Rule::InvalidValue, "..", "stands here twice");
                diagnostics.add(violation.help("leave one out"), at);
            } else if !inherits {
                diagnostics.add(list::nothing_inherited(), at);
            }
        }
    }
}

/// What the handler takes, and what of that a page may send: those extractors are returned that a
/// merge, or an expression, may allow.
fn check_extractors(
    settings: &Settings,
    place: Place<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Extractor> {
    let Place::Handler { served, extractors } = place else { return Vec::new() };
    let listed = settings.allow_headers.as_ref();
    // An empty list on the handler itself says that no page is meant to call it.
    let is_meant = settings.is_none() || listed.is_some_and(Listing::is_empty);
    if is_meant || settings.is_told("allow_headers") || settings.is_told("policy") {
        return Vec::new();
    }
    let is_known = |listing: Option<&Listing>| listing.is_none_or(Listing::is_known);
    if settings.extends() || !is_known(listed) || !is_known(settings.methods.as_ref()) {
        return extractors.to_vec();
    }
    let values = |listing: Option<&Listing>| -> Vec<String> {
        let literals = listing.into_iter().flat_map(Listing::literals);
        literals.map(|(_, value, _)| value.to_owned()).collect()
    };
    let (headers, methods) = (values(listed), values(settings.methods.as_ref()));
    let allowed = Allowed {
        headers: &headers.iter().map(String::as_str).collect::<Vec<_>>(),
        methods: &methods.iter().map(String::as_str).collect::<Vec<_>>(),
        served: &served.iter().map(|served| served.name.as_str()).collect::<Vec<_>>(),
        credentials: settings.allow_credentials == Some(true),
    };
    for Extractor { needed, parameter, at } in extractors {
        if let Some(violation) = allowed.violation(parameter, *needed) {
            diagnostics.add(violation, at);
        }
    }
    Vec::new()
}

/// The literals of a list; an expression beside them counts as another value, but among headers,
/// where it may be one that `*` does not cover.
fn check_list(
    key: &str,
    listing: &Listing,
    rules: Rules<'_>,
    others_beside: bool,
    diagnostics: &mut Diagnostics,
) {
    if let (Listing::Elements { at, elements }, Some(violation)) = (listing, list::empty(key))
        && elements.is_empty()
    {
        diagnostics.add(violation, at);
    }
    for (_, violation, at) in violations(listing, rules, others_beside) {
        let violation = match (violation.rule(), suggest::punycode(violation.value())) {
            (Rule::InvalidOrigin, Some(instead)) => violation.write(&instead),
            (Rule::AnyOriginMixed, _) if key == "debug_origins" => {
                violation.write("debug_origins = \"http://localhost:*\"")
            }
            _ => violation,
        };
        diagnostics.add(violation, at);
    }
}

/// What is wrong with the literals of a list, and with which element.
fn violations<'a>(
    listing: &'a Listing,
    rules: Rules<'_>,
    others_beside: bool,
) -> Vec<(usize, Violation, &'a TokenStream)> {
    let others_beside = match rules {
        Rules::Headers { .. } => others_beside,
        _ => others_beside || listing.consts().next().is_some(),
    };
    let literals: Vec<(usize, &str, &TokenStream)> = listing.literals().collect();
    let values: Vec<&str> = literals.iter().map(|(_, value, _)| *value).collect();
    List::new(&values, rules)
        .with_others_beside(others_beside)
        .violations()
        .filter_map(|(nth, violation)| {
            let (index, _, at) = literals.get(nth)?;
            Some((*index, violation, *at))
        })
        .collect()
}

/// The elements that only const evaluation can judge: the expressions, and what may repeat one.
pub(crate) fn undecided(listing: &Listing, rules: Rules<'_>) -> Vec<(usize, TokenStream)> {
    if listing.is_known() {
        return Vec::new();
    }
    let told: Vec<usize> =
        violations(listing, rules, false).into_iter().map(|(index, ..)| index).collect();
    let elements = listing.elements().iter().enumerate();
    elements
        .filter(|(index, _)| !told.contains(index))
        .map(|(index, element)| {
            let at = match element {
                Element::Literal { at, .. } | Element::Inherited { at } => at.clone(),
                Element::Const(expr) => expr.to_token_stream(),
            };
            (index, at)
        })
        .collect()
}

fn seconds(max_age: &MaxAge, diagnostics: &mut Diagnostics) -> Option<TokenStream> {
    let (seconds, at) = match max_age {
        MaxAge::Const(_) => return None,
        MaxAge::Duration { text, at } => (max_age::parse(text), at),
        MaxAge::Number { digits, at } => (
            match digits.parse::<u64>() {
                Ok(seconds) => max_age::check(seconds),
                Err(_) => Err(max_age::no_seconds(digits)),
            },
            at,
        ),
    };
    match seconds {
        Ok(seconds) => Some(seconds.to_token_stream()),
        Err(violation) => {
            diagnostics.add(violation, at);
            None
        }
    }
}
