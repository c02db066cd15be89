use cors_runtime::{Policy, policy};

// `allow_headers` lists a response header. `expose_headers` lists a request header and one that only browsers read.
const _: Policy = policy!(
    origins = "*",
    allow_headers = ["Access-Control-Allow-Origin", "content-type"],
    expose_headers = ["etag", "origin", "access-control-max-age"],
);

fn main() {}
