use cors_runtime::{Policy, policy};

const _: Policy = policy!(
    origins = ["https://*.github.io", "https://*.co.uk", "https://*.kawasaki.jp"],
    allow_credentials,
);

// The value is in a constant, which only const evaluation can read.
const PREVIEWS: &str = "https://*.vercel.app";
const _: Policy = policy!(origins = [PREVIEWS], allow_credentials);

fn main() {}
