use cors_runtime::{Policy, policy};

const _: Policy =
    policy!(origins = "*", hosts = ["api.example.com", "localhost:*", "api.example.com"]);

fn main() {}
