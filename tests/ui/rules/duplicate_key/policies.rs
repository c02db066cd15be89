use cors_runtime::{Policy, policy};

const _: Policy = policy!(origins = "https://app.example.com", max_age = 60, max_age = "1m");

fn main() {}
