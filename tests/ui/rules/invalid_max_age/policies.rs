use cors_runtime::{Policy, policy};

const _: Policy = policy!(origins = "*", max_age = "2d");
const _: Policy = policy!(origins = "*", max_age = 604_800);
const _: Policy = policy!(origins = "*", max_age = -1);
const _: Policy = policy!(origins = "*", max_age = "3600");
const _: Policy = policy!(origins = "*", max_age = "2 hours");
const _: Policy = policy!(origins = "*", max_age = 1.5);

// The value is in a constant, which only const evaluation can read.
const DAY: u32 = 24 * 60 * 60;
const _: Policy = policy!(origins = "*", max_age = 7 * DAY);

fn main() {}
