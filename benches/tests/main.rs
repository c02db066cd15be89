//! Tests that the benchmarks measure comparable servers, that the README is up to date, and that the allocations and
//! the memory of a policy are limited.

mod allocations;
mod contenders;
mod figures;
mod sharing;
