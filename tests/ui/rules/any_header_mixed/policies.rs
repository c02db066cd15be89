use cors_runtime::{Policy, policy};

const _: Policy = policy!(
    origins = "*",
    allow_headers = ["*", "authorization", "content-type"],
    expose_headers = ["x-total-count", "*"],
);

// The value is in a constant, which only const evaluation can read.
const REQUEST_ID: &str = "x-request-id";
const _: Policy = policy!(origins = "*", allow_headers = ["*", REQUEST_ID]);

fn main() {}
