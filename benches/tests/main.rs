//! The tests of the benchmarks: they measure comparable servers, and the counts of allocations are bounded.

mod allocations;
mod contenders;
mod figures;
mod sharing;
