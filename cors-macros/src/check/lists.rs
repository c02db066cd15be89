//! The check of the literals in a list, with the rules of the key.

use cors_rules::{
    Rule,
    cross_checks::Context,
    key::Key,
    list::{self, ListCheck},
    method,
};
use proc_macro2::TokenStream;

use crate::{
    diagnostic::Diagnostics,
    punycode,
    syntax::{hint, value::WrittenList},
};

/// Checks the literals of a list, and whether the list may be empty. `*` beside an expression is an error, because `*`
/// covers the value of the expression. In a list of headers, only const evaluation reports this error, because in
/// `allow_headers` the value may be `authorization`, which `*` does not cover.
pub(super) fn check_list(
    key: Key,
    listing: &WrittenList,
    context: Context<'_>,
    has_other_values: bool,
    diagnostics: &mut Diagnostics,
) {
    if listing.is_empty()
        && let Some(violation) = list::empty(key)
    {
        diagnostics.add(violation, &listing.at);
    }
    let has_other_values = has_other_values || (!key.kind().is_headers() && listing.has_consts());
    let (values, places): (Vec<&str>, Vec<&TokenStream>) = listing.literals().unzip();
    let checked = ListCheck { has_other_values, ..ListCheck::new(key, &values, context) };
    for (index, violation) in checked.violations() {
        let at = places.get(index).copied();
        let violation = match (violation.rule(), punycode::corrected(violation.value(), key)) {
            (Rule::InvalidOrigin | Rule::InvalidHost, Some(instead)) => violation.write(&instead),
            (Rule::AnyOriginMixed, _) if key == Key::DebugOrigins => {
                violation.write("debug_origins = \"http://localhost:*\"")
            }
            (Rule::UnroutedMethod, _) if is_meant_as_a_constant(violation.value(), at) => violation
                .help(
                    "an identifier is the name of a method, and never a constant: write the names \
                     of the methods here",
                ),
            // In `methods = ["GET, POST"]`, the value is already in the brackets of a list. The help therefore proposes
            // `"GET", "POST"` without brackets, because lists in `methods` cannot be nested.
            (Rule::InvalidMethod, _) if listing.is_in_brackets() => {
                match violation.help_text().and_then(values_of_list) {
                    Some(values) => violation.write(values),
                    None => violation,
                }
            }
            _ => violation,
        };
        diagnostics.add(violation, at);
    }
}

/// Returns the values of the list that a help proposes, without the brackets, such as `"GET", "POST"`.
fn values_of_list(help: &str) -> Option<&str> {
    help.strip_prefix("write a list: `[")?.strip_suffix("]`")
}

fn is_meant_as_a_constant(value: &str, at: Option<&TokenStream>) -> bool {
    let is_identifier = at.is_some_and(|at| at.to_string() == value);
    is_identifier && hint::is_name_of_constant(value) && method::nearest(value).is_none()
}
