use cors_runtime::{Policy, policy};

const _: Policy = policy!(
    origins = ["https://app.example.com", "https://*.example.com", "https://app.example.com"]
);

// The value is in a constant, which only const evaluation can read.
const STAFF: &str = "https://staff.example.com";
const _: Policy = policy!(origins = ["https://staff.example.com", STAFF]);

fn main() {}
