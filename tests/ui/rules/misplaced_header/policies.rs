use cors_runtime::{Policy, policy};

// `allow_headers` lists a response header, and `expose_headers` lists headers that a page cannot read.
const _: Policy = policy!(
    origins = "*",
    allow_headers = ["Access-Control-Allow-Origin", "content-type"],
    expose_headers = ["etag", "origin", "access-control-max-age"],
);

fn main() {}
