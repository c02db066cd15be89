use cors_runtime::{Policy, policy};

const _: Policy =
    policy!(origins = "https://app.example.com", expose_headers = "*", allow_credentials);

// The value is in a constant, which only const evaluation can read.
const EVERY_HEADER: &str = "*";
const _: Policy = policy!(
    origins = "https://app.example.com",
    allow_credentials,
    expose_headers = [EVERY_HEADER]
);

// The conflicting `allow_credentials` is in the inherited policy.
const FIRST_PARTY: Policy = policy!(origins = "https://app.example.com", allow_credentials);
const _: Policy = policy!(policy = FIRST_PARTY, expose_headers = "*");

fn main() {}
