//! The lists of a policy as the rulebook reads them, one function for each key.
//!
//! What other settings decide (`null`, credentials) is left to the merged policy.

use cors_rules::{
    header_name::Direction,
    list::{List, Rules},
};

#[must_use]
pub const fn origins<'a>(values: &'a [&'a str]) -> List<'a> {
    List::new(values, Rules::Origins { null: true, credentials: None, enforces: false })
}

#[must_use]
pub const fn debug_origins<'a>(values: &'a [&'a str]) -> List<'a> {
    origins(values).with_others_beside(true)
}

#[must_use]
pub const fn methods<'a>(values: &'a [&'a str]) -> List<'a> {
    List::new(values, Rules::Methods { served: None })
}

/// Methods written on the handler itself: its route must serve them.
#[must_use]
pub const fn routed_methods<'a>(values: &'a [&'a str], served: &'a [&'a str]) -> List<'a> {
    List::new(values, Rules::Methods { served: Some(served) })
}

#[must_use]
pub const fn allow_headers<'a>(values: &'a [&'a str]) -> List<'a> {
    List::new(values, Rules::Headers(Direction::Allow))
}

#[must_use]
pub const fn expose_headers<'a>(values: &'a [&'a str]) -> List<'a> {
    List::new(values, Rules::Headers(Direction::Expose))
}

#[must_use]
pub const fn hosts<'a>(values: &'a [&'a str]) -> List<'a> {
    List::new(values, Rules::Hosts)
}
