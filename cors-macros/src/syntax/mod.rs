//! The syntax of attributes and items, and the help for wrong syntax.

pub(crate) mod arguments;
pub(crate) mod attributes;
pub(crate) mod expr_kind;
pub(crate) mod extractor;
pub(crate) mod hint;
pub(crate) mod item;
pub(crate) mod other_libraries;
pub(crate) mod route;
pub(crate) mod source;
pub(crate) mod unkeyed_tokens;
pub(crate) mod value;
