use cors_runtime::{Policy, policy};

const _: Policy =
    policy!(origins = "*", allow_headers = ["content_type", "Autorization", "traceparents"]);

// In a constant.
const NAME: &str = "content-typ";
const _: Policy = policy!(origins = "*", allow_headers = [NAME]);

fn main() {}
