//! Tokens to syntax: what was written, without judgement.

pub(crate) mod arguments;
pub(crate) mod route;
pub(crate) mod value;
