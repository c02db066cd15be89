use cors_runtime::{Policy, policy};

const _: Policy = policy!(
    origins = "*",
    allow_headers = ["Cookie", "origin", "sec-fetch-site", "proxy-authorization"]
);

// The value is in a constant, which only const evaluation can read.
const SESSION: &str = "cookie";
const _: Policy = policy!(origins = "*", allow_headers = [SESSION]);

fn main() {}
