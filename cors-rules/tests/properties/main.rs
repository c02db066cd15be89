//! Tests of the rules with tables of values and with random input. The crate `url` is the reference for corrections and
//! IP addresses.

mod const_evaluation;
mod correction;
mod grammar;
mod helps;
mod ip;
mod key_tables;
mod no_panic;
mod rejected_values;
mod strings;
