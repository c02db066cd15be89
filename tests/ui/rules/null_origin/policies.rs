use cors_runtime::{Policy, policy};

const _: Policy = policy!(origins = ["https://app.example.com", "null"], debug_origins = "null");

// The value is in a constant, which only const evaluation can read.
const SANDBOX: &str = "null";
const _: Policy = policy!(origins = [SANDBOX]);

fn main() {}
