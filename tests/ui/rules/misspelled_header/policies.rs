use cors_runtime::{Policy, policy};

const _: Policy =
    policy!(origins = "*", allow_headers = ["content_type", "Autorization", "traceparents"]);

// The value is in a constant, which only const evaluation can read.
const NAME: &str = "content-typ";
const _: Policy = policy!(origins = "*", allow_headers = [NAME]);

fn main() {}
