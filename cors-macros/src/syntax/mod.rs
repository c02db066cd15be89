//! The syntax of attributes and items, and the help for wrong syntax.
//!
//! Which module produces which help:
//! - `arguments`: an argument that does not have the form `key = value`; `unkeyed_tokens`: one that begins with no key.
//! - `other_libraries`: an unknown key; `builder_chain`: builder calls such as `Cors::default().max_age(60)`.
//! - `hint`: a value of the wrong type. `hint/list` has the lists, `hint/scalar` has flags, durations and `enforce`,
//!   and `hint/tokens` has tokens that form no expression.
//! - `attributes`: an attribute on a value.

pub(crate) mod arguments;
pub(crate) mod attributes;
pub(crate) mod builder_chain;
pub(crate) mod expr_kind;
pub(crate) mod extractor;
pub(crate) mod hint;
pub(crate) mod item;
pub(crate) mod other_libraries;
pub(crate) mod route;
pub(crate) mod source;
pub(crate) mod unkeyed_tokens;
pub(crate) mod value;
