use cors_runtime::{Policy, policy};

const _: Policy =
    policy!(origins = "https://app.example.com", expose_headers = "*", allow_credentials);

// In a constant.
const EVERY_HEADER: &str = "*";
const _: Policy = policy!(
    origins = "https://app.example.com",
    allow_credentials,
    expose_headers = [EVERY_HEADER]
);

// With a key of another policy.
const FIRST_PARTY: Policy = policy!(origins = "https://app.example.com", allow_credentials);
const _: Policy = policy!(policy = FIRST_PARTY, expose_headers = "*");

fn main() {}
