//! The literals of a list, checked by the rules of its key.

use cors_rules::{
    Rule, Violation,
    cross_checks::Context,
    key::{Key, Kind},
    list::{self, List},
};
use proc_macro2::TokenStream;

use super::checked_policy::Facts;
use crate::{
    diagnostic::Diagnostics,
    punycode,
    syntax::{hint, route, value::Listing},
};

/// Checks the literals of a list. An expression beside them counts as another value, except among
/// headers, where it may be one that `*` does not cover.
pub(super) fn check_list(
    key: Key,
    listing: &Listing,
    context: Context<'_>,
    has_other_values: bool,
    diagnostics: &mut Diagnostics,
) {
    if let Some(violation) = list::empty(key)
        && listing.is_empty()
    {
        diagnostics.add(violation, listing.at());
    }
    for (_, violation, at) in violations(key, listing, context, has_other_values) {
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
    has_other_values: bool,
) -> Vec<(usize, Violation, &'a TokenStream)> {
    let has_other_values =
        has_other_values || (key.kind() != Kind::Headers && listing.has_consts());
    let literals: Vec<(usize, &str, &TokenStream)> = listing.literals().collect();
    let values: Vec<&str> = literals.iter().map(|(_, value, _)| *value).collect();
    List { has_other_values, ..List::new(key, &values, context) }
        .violations()
        .filter_map(|(nth, violation)| {
            let (index, _, at) = literals.get(nth)?;
            Some((*index, violation, *at))
        })
        .collect()
}

pub(super) fn strings(listing: &Listing) -> Vec<String> {
    listing.literals().map(|(_, value, _)| value.to_owned()).collect()
}

/// Returns whether const evaluation can read a list that the macro cannot: not if its `..` represents
/// nothing, which is reported.
pub(super) fn is_pending(listing: &Listing, facts: Facts) -> bool {
    let inherits = listing.inherited().next().is_some();
    !listing.is_known() && (facts.extends || !inherits)
}

pub(super) fn undecided(
    key: Key,
    listing: &Listing,
    context: Context<'_>,
) -> Vec<(usize, TokenStream)> {
    let reported: Vec<usize> =
        violations(key, listing, context, false).into_iter().map(|(index, ..)| index).collect();
    let elements = listing.elements().iter().enumerate();
    elements
        .filter(|(index, _)| !reported.contains(index))
        .map(|(index, element)| (index, element.at()))
        .collect()
}
