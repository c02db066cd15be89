use cors_runtime::{Policy, policy};

const _: Policy = policy!(
    origins = "*",
    allow_headers = ["content-type:", "x request id", ""],
    expose_headers = ["x-total-count, etag"],
);

// The whole list is in one string.
const _: Policy = policy!(origins = "*", allow_headers = "content-type, authorization");

// The value is in a constant, which only const evaluation can read.
const TOTAL: &str = "x total count";
const _: Policy = policy!(origins = "*", expose_headers = [TOTAL]);

fn main() {}
