//! Corrections and addresses, compared with the `url` crate, and the rules under arbitrary input.

mod const_evaluation;
mod correction;
mod grammar;
mod helps;
mod ip;
mod key_tables;
mod no_panic;
mod rejected_values;
mod texts;
