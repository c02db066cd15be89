use cors_runtime::{Policy, policy};

// Response headers among request headers, and the reverse.
const _: Policy = policy!(
    origins = "*",
    allow_headers = ["Access-Control-Allow-Origin", "content-type"],
    expose_headers = ["etag", "origin", "access-control-max-age"],
);

fn main() {}
