//! The grammar of origins, compared with the `url` crate, and the rules under arbitrary input.

mod const_evaluation;
mod correction;
mod grammar;
mod helps;
mod ip;
mod key_tables;
mod no_panic;
mod reference;
mod rejected_values;
mod texts;
