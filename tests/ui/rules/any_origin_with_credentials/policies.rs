use cors_runtime::{Policy, policy};

const _: Policy = policy!(origins = "*", allow_credentials);

// In a constant.
const EVERYBODY: &str = "*";
const _: Policy = policy!(origins = EVERYBODY, allow_credentials);

// With a key of another policy.
const PUBLIC: Policy = policy!(origins = "*", max_age = "2h");
const _: Policy = policy!(policy = PUBLIC, allow_credentials);

fn main() {}
