use cors_runtime::{Policy, policy};

const _: Policy = policy!(origins = ["https://app.example.com", "null"], debug_origins = "null");

// In a constant.
const SANDBOX: &str = "null";
const _: Policy = policy!(origins = [SANDBOX]);

fn main() {}
