//! The grammar of origins against the `url` crate, which knows nothing of it; and the rulebook under
//! input of any kind.

mod correction;
mod faces;
mod grammar;
mod helps;
mod ip;
mod judge;
mod key_tables;
mod no_panic;
mod refused_values;
mod rules;
mod texts;
