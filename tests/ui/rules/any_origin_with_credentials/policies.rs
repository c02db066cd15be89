use cors_runtime::{Policy, policy};

const _: Policy = policy!(origins = "*", allow_credentials);

// The value is in a constant, which only const evaluation can read.
const EVERYBODY: &str = "*";
const _: Policy = policy!(origins = EVERYBODY, allow_credentials);

// The conflicting `*` is in the inherited policy.
const PUBLIC: Policy = policy!(origins = "*", max_age = "2h");
const _: Policy = policy!(policy = PUBLIC, allow_credentials);

fn main() {}
