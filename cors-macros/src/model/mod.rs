//! What was written, with names and types; no judgement but of form.

pub(crate) mod item;
pub(crate) mod settings;
