use cors_runtime::{Policy, policy};

const _: Policy = policy!(
    origins = "*",
    allow_headers = ["Cookie", "origin", "sec-fetch-site", "proxy-authorization"]
);

// In a constant.
const SESSION: &str = "cookie";
const _: Policy = policy!(origins = "*", allow_headers = [SESSION]);

fn main() {}
