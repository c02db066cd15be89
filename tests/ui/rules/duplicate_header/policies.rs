use cors_runtime::{Policy, policy};

const _: Policy = policy!(
    origins = "*",
    allow_headers = ["Content-Type", "content-type"],
    expose_headers = ["etag", "etag"],
);

fn main() {}
