use cors_runtime::{Policy, policy};

const _: Policy = policy!(origins = "*", expose_headers = ["etag", "Set-Cookie", "set-cookie2"]);

fn main() {}
