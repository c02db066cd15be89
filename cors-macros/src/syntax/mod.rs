//! Tokens to syntax: how things are written, without judgement.

pub(crate) mod arguments;
pub(crate) mod attributes;
pub(crate) mod extractor;
pub(crate) mod hint;
pub(crate) mod item;
pub(crate) mod route;
pub(crate) mod source;
pub(crate) mod value;
