use cors_runtime::{Policy, policy};

const _: Policy = policy!(
    origins = ["https://app.example.com", "https://*.example.com", "https://app.example.com"]
);

// In a constant.
const STAFF: &str = "https://staff.example.com";
const _: Policy = policy!(origins = ["https://staff.example.com", STAFF]);

fn main() {}
