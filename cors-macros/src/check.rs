//! Settings to a checked policy: each literal that a rule rejects is reported at the literal.
//!
//! The rules are those of `cors-rules`. Const evaluation checks const expressions by the same functions.

use cors_rules::{
    Rule, Violation,
    cross_checks::{Context, Dangers, is_cross_checked},
    enforce::Enforce,
    extractor::Allowed,
    fetch,
    key::{Key, Kind},
    list::{self, List},
    max_age, method, origin,
};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, Path};

use crate::{
    diagnostic::Diagnostics,
    punycode,
    settings::{MaxAge, Settings, Value},
    syntax::{
        extractor::Extractor,
        hint,
        route::{self, ServedMethod},
        value::{Element, Listing},
    },
};

/// A policy in which the macro found nothing wrong.
pub(crate) struct CheckedPolicy {
    values: Vec<(Key, CheckedValue)>,
    extractors: Vec<Extractor>,
    merge_at: Option<TokenStream>,
    is_mixed: bool,
    pending: PendingChecks,
}

pub(crate) enum CheckedValue {
    /// A list of literals.
    Strings(Vec<String>),
    /// A value that [`PendingChecks`] holds.
    Pending,
    Nobody,
    Dynamic(Expr),
    DynamicAsync(Expr),
    Flag(bool),
    Seconds(u32),
    Enforce(Enforce),
}

impl CheckedPolicy {
    /// The settings that were written, in the order of the source.
    pub(crate) fn values(&self) -> &[(Key, CheckedValue)] {
        &self.values
    }

    /// The extractors for which only const evaluation knows whether their header is allowed.
    pub(crate) fn extractors(&self) -> &[Extractor] {
        &self.extractors
    }

    /// The place at which to report what only a merge shows; `None` for the item itself.
    pub(crate) fn merge_at(&self) -> Option<&TokenStream> {
        self.merge_at.as_ref()
    }

    /// Returns whether settings that are checked together come from several policies. Those of one policy are
    /// checked where it is written, once.
    pub(crate) fn is_mixed(&self) -> bool {
        self.is_mixed
    }

    pub(crate) fn pending(&self) -> &PendingChecks {
        &self.pending
    }
}

/// The values that const evaluation has to check, whatever else was rejected.
pub(crate) struct PendingChecks {
    pub(crate) lists: Vec<PendingList>,
    pub(crate) max_age: Option<Expr>,
    pub(crate) base: Base,
    /// The methods that the route serves, if there is one.
    pub(crate) served: Option<Vec<String>>,
    /// The settings on which the rules of the lists depend, without those that a merge can change.
    pub(crate) context: Context<'static>,
}

/// A list that the macro cannot read in whole.
pub(crate) struct PendingList {
    pub(crate) key: Key,
    pub(crate) listing: Listing,
    pub(crate) beside: Beside,
    /// The elements that only const evaluation can check: the expressions, and those that may repeat
    /// one.
    pub(crate) undecided: Vec<(usize, TokenStream)>,
}

/// Presence of other origins beside those of a list.
#[derive(Clone, Copy)]
pub(crate) enum Beside {
    Nothing,
    Origins,
    /// The pending `debug_origins`, which may be empty.
    DebugOrigins,
}

/// The policies below this one, whose settings only const evaluation knows.
pub(crate) struct Base {
    pub(crate) shared: Option<Path>,
    /// The type that holds the policy of the surrounding module.
    pub(crate) module: Option<Path>,
}

impl Base {
    pub(crate) fn is_none(&self) -> bool {
        self.shared.is_none() && self.module.is_none()
    }
}

/// The settings on which the rules of lists depend, as far as they are known.
#[derive(Clone, Copy)]
struct Facts {
    extends: bool,
    context: Context<'static>,
}

/// Where a policy is written.
#[derive(Clone, Copy)]
pub(crate) enum Place<'a> {
    /// On a handler.
    Handler {
        /// The methods of its routes.
        served: &'a [ServedMethod],
        /// The parameters of its signature that need a header.
        extractors: &'a [Extractor],
    },
    /// On a function whose route could not be read.
    NoRoute,
    /// In `policy!` or on a module: origins may come from elsewhere.
    Shared,
}

/// Reports every literal and every pair of settings that a rule rejects. If anything was reported, now
/// or before, only the pending checks are left.
pub(crate) fn check(
    settings: Settings,
    place: Place<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<CheckedPolicy, PendingChecks> {
    let facts = Facts::of(&settings);
    if settings.value(Key::Origins).is_none() && must_have_origins(&settings, place) {
        diagnostics.add_at_attribute(origin::missing("#[cors]"));
    }
    let served: Option<Vec<&str>> = match place {
        Place::Handler { served, .. } => {
            check_served(served, diagnostics);
            Some(served.iter().map(|served| served.name.as_str()).collect())
        }
        Place::NoRoute | Place::Shared => None,
    };
    let has_debug_origins = settings.list(Key::DebugOrigins).is_some_and(|list| !list.is_empty());
    for (key, listing) in settings.lists() {
        let others_beside = match key {
            Key::Origins => has_debug_origins,
            key => key == Key::DebugOrigins,
        };
        let context = Context { served: served.as_deref(), ..facts.context };
        check_list(key, listing, context, others_beside, diagnostics);
    }
    check_inherited(&settings, diagnostics);
    let extractors = check_extractors(&settings, place, diagnostics);
    let merge_at = merge_at(&settings);
    let is_mixed = is_mixed(&settings);
    let (values, pending) = split(settings, facts, served.as_deref(), diagnostics);
    if !diagnostics.is_empty() {
        return Err(pending);
    }
    Ok(CheckedPolicy { values, extractors, merge_at, is_mixed, pending })
}

impl Facts {
    fn of(settings: &Settings) -> Self {
        let extends = settings.extends();
        // A base may accept a danger too.
        let accepted = |key| settings.flag(key).unwrap_or(extends);
        let enforces = match settings.value(Key::Enforce) {
            Some(Value::Enforce(enforce)) => enforce.is_on(),
            _ => false,
        };
        let context = Context {
            credentials: settings.flag(Key::AllowCredentials) == Some(true),
            enforces,
            dangers: Dangers {
                insecure_origins: accepted(Key::DangerAllowInsecureOrigins),
                public_suffixes: accepted(Key::DangerAllowPublicSuffixes),
                null_origin: accepted(Key::DangerAllowNullOrigin),
            },
            served: None,
        };
        Self { extends, context }
    }

    fn context_before_merge(&self) -> Context<'static> {
        if self.extends { self.context.before_merge() } else { self.context }
    }
}

fn must_have_origins(settings: &Settings, place: Place<'_>) -> bool {
    let is_reported = settings.is_reported(Key::Origins) || settings.is_reported(Key::Policy);
    !matches!(place, Place::Shared) && !settings.extends() && !is_reported
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

/// `..` is written once in a list, and where there is something to inherit from.
fn check_inherited(settings: &Settings, diagnostics: &mut Diagnostics) {
    let inherits = settings.extends() || settings.is_reported(Key::Policy);
    for (_, listing) in settings.lists() {
        for (nth, (_, at)) in listing.inherited().enumerate() {
            if nth > 0 {
                let violation = Violation::new(Rule::InvalidValue, "..", "is written twice");
                diagnostics.add(violation.help("leave one out"), at);
            } else if !inherits {
                diagnostics.add(list::nothing_inherited(), at);
            }
        }
    }
}

/// Reports the parameters of the handler that no page may send. Returns those that a merge or an
/// expression may allow.
fn check_extractors(
    settings: &Settings,
    place: Place<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Extractor> {
    let Place::Handler { served, extractors } = place else { return Vec::new() };
    let listed = settings.list(Key::AllowHeaders);
    // An empty list on the handler itself declares the omission intentional.
    let is_intended = settings.is_none() || listed.is_some_and(Listing::is_empty);
    let is_reported = settings.is_reported(Key::AllowHeaders) || settings.is_reported(Key::Policy);
    if is_intended || is_reported {
        return Vec::new();
    }
    let methods = settings.list(Key::Methods);
    let is_known = |listing: Option<&Listing>| listing.is_none_or(Listing::is_known);
    if settings.extends() || !is_known(listed) || !is_known(methods) {
        return extractors.to_vec();
    }
    let values = |listing: Option<&Listing>| listing.map(strings).unwrap_or_default();
    let (headers, methods) = (values(listed), values(methods));
    let allowed = Allowed {
        headers: &headers.iter().map(String::as_str).collect::<Vec<_>>(),
        methods: &methods.iter().map(String::as_str).collect::<Vec<_>>(),
        served: &served.iter().map(|served| served.name.as_str()).collect::<Vec<_>>(),
        credentials: settings.flag(Key::AllowCredentials) == Some(true),
    };
    for Extractor { needed, parameter, at } in extractors {
        if let Some(violation) = allowed.violation(parameter, *needed) {
            diagnostics.add(violation, at);
        }
    }
    Vec::new()
}

/// Checks the literals of a list. An expression beside them counts as another value, except among
/// headers, where it may be one that `*` does not cover.
fn check_list(
    key: Key,
    listing: &Listing,
    context: Context<'_>,
    others_beside: bool,
    diagnostics: &mut Diagnostics,
) {
    if let (Listing::Elements { at, elements }, Some(violation)) = (listing, list::empty(key))
        && elements.is_empty()
    {
        diagnostics.add(violation, at);
    }
    for (_, violation, at) in violations(key, listing, context, others_beside) {
        let violation = match (violation.rule(), punycode::corrected(violation.value())) {
            (Rule::InvalidOrigin, Some(instead)) => violation.write(&instead),
            (Rule::AnyOriginMixed, _) if key == Key::DebugOrigins => {
                violation.write("debug_origins = \"http://localhost:*\"")
            }
            (Rule::UnroutedMethod, _) if is_meant_as_a_constant(violation.value(), at) => violation
                .help(
                    "an identifier is the name of a method, and never a constant: write the names \
                     of the methods here",
                ),
            _ => violation,
        };
        diagnostics.add(violation, at);
    }
}

fn is_meant_as_a_constant(value: &str, at: &TokenStream) -> bool {
    let is_identifier = at.to_string() == value;
    is_identifier
        && hint::is_name_of_constant(value)
        && route::method_named(&value.to_lowercase()).is_none()
}

/// The violations of the literals of a list, each with the index of its element.
fn violations<'a>(
    key: Key,
    listing: &'a Listing,
    context: Context<'_>,
    others_beside: bool,
) -> Vec<(usize, Violation, &'a TokenStream)> {
    let others_beside = others_beside || (key.kind() != Kind::Headers && listing.has_consts());
    let literals: Vec<(usize, &str, &TokenStream)> = listing.literals().collect();
    let values: Vec<&str> = literals.iter().map(|(_, value, _)| *value).collect();
    List::new(key, &values, context)
        .with_others_beside(others_beside)
        .violations()
        .filter_map(|(nth, violation)| {
            let (index, _, at) = literals.get(nth)?;
            Some((*index, violation, *at))
        })
        .collect()
}

/// The place of `policy = …`; else of a list that only const evaluation can read, which may be what the
/// merge rejects.
fn merge_at(settings: &Settings) -> Option<TokenStream> {
    if let Some(policy) = settings.path(Key::Policy) {
        return Some(policy.to_token_stream());
    }
    let listing = settings.lists().find_map(|(key, listing)| {
        let is_pending = is_cross_checked(key) && !listing.is_known();
        is_pending.then_some(listing)
    });
    Some(match listing? {
        Listing::Whole(expr) => expr.to_token_stream(),
        Listing::Elements { at, .. } => at.clone(),
    })
}

fn is_mixed(settings: &Settings) -> bool {
    let writes_some =
        Key::SETTINGS.iter().any(|key| is_cross_checked(*key) && settings.value(*key).is_some());
    match (settings.path(Key::Policy), settings.module()) {
        (None, None) => false,
        (Some(_), Some(_)) => true,
        _ => writes_some,
    }
}

/// The values that are checked, and those that const evaluation has to check.
fn split(
    settings: Settings,
    facts: Facts,
    served: Option<&[&str]>,
    diagnostics: &mut Diagnostics,
) -> (Vec<(Key, CheckedValue)>, PendingChecks) {
    let debug_origins = settings.list(Key::DebugOrigins);
    let beside_origins = match debug_origins {
        Some(list) if !facts.extends && !list.is_empty() => {
            if is_pending(list, facts) {
                Beside::DebugOrigins
            } else {
                Beside::Origins
            }
        }
        _ => Beside::Nothing,
    };
    let mut values = Vec::new();
    let mut pending = PendingChecks {
        lists: Vec::new(),
        max_age: None,
        base: Base { shared: None, module: settings.module().cloned() },
        served: served.map(|served| served.iter().map(|name| (*name).to_owned()).collect()),
        context: facts.context_before_merge(),
    };
    for (key, value) in settings.into_written() {
        let checked = match value {
            Value::List(listing) if listing.is_known() => CheckedValue::Strings(strings(&listing)),
            Value::List(listing) => {
                if is_pending(&listing, facts) {
                    let context = Context { served, ..pending.context };
                    let beside = match key {
                        Key::Origins => beside_origins,
                        Key::DebugOrigins => Beside::Origins,
                        _ => Beside::Nothing,
                    };
                    let undecided = undecided(key, &listing, context);
                    pending.lists.push(PendingList { key, listing, beside, undecided });
                }
                CheckedValue::Pending
            }
            Value::MaxAge(MaxAge::Const(expr)) => {
                pending.max_age = Some(expr);
                CheckedValue::Pending
            }
            Value::MaxAge(max_age) => match seconds(&max_age, diagnostics) {
                Some(seconds) => CheckedValue::Seconds(seconds),
                None => continue,
            },
            Value::Nobody => CheckedValue::Nobody,
            Value::Dynamic(expr) => CheckedValue::Dynamic(expr),
            Value::DynamicAsync(expr) => CheckedValue::DynamicAsync(expr),
            Value::Flag(flag) => CheckedValue::Flag(flag),
            Value::Enforce(enforce) => CheckedValue::Enforce(enforce),
            Value::Path(path) => {
                if key == Key::Policy {
                    pending.base.shared = Some(path);
                }
                continue;
            }
        };
        values.push((key, checked));
    }
    // The compiler reports errors in the order of the constants.
    pending.lists.sort_by_key(|list| list.key);
    (values, pending)
}

fn strings(listing: &Listing) -> Vec<String> {
    listing.literals().map(|(_, value, _)| value.to_owned()).collect()
}

/// Returns whether const evaluation can read a list that the macro cannot: not if its `..` represents
/// nothing, which is reported.
fn is_pending(listing: &Listing, facts: Facts) -> bool {
    let inherits = listing.inherited().next().is_some();
    !listing.is_known() && (facts.extends || !inherits)
}

fn undecided(key: Key, listing: &Listing, context: Context<'_>) -> Vec<(usize, TokenStream)> {
    let reported: Vec<usize> =
        violations(key, listing, context, false).into_iter().map(|(index, ..)| index).collect();
    let elements = listing.elements().iter().enumerate();
    elements
        .filter(|(index, _)| !reported.contains(index))
        .map(|(index, element)| {
            let at = match element {
                Element::Literal { at, .. } | Element::Inherited { at } => at.clone(),
                Element::Const(expr) => expr.to_token_stream(),
            };
            (index, at)
        })
        .collect()
}

fn seconds(max_age: &MaxAge, diagnostics: &mut Diagnostics) -> Option<u32> {
    let (seconds, at) = match max_age {
        MaxAge::Const(_) => return None,
        MaxAge::Duration { text, at } => (max_age::parse(text), at),
        MaxAge::Number { digits, at } => (max_age::parse_seconds(digits), at),
    };
    match seconds {
        Ok(seconds) => Some(seconds),
        Err(violation) => {
            diagnostics.add(violation, at);
            None
        }
    }
}
