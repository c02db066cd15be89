use cors_runtime::{Policy, policy};

// `allow_headers` lists a response header. `expose_headers` lists a request header and a header only for browsers.
const _: Policy = policy!(
    origins = "*",
    allow_headers = ["Access-Control-Allow-Origin", "content-type"],
    expose_headers = ["etag", "origin", "access-control-max-age"],
);

fn main() {}
