use cors_runtime::{Policy, policy};

// The schemes are not `https`. Only `http://localhost:*` is accepted, because its host is a loopback host.
const _: Policy = policy!(
    origins = ["http://app.example.com", "http://*.example.com:*", "chrome-extension://abcdefgh"],
    debug_origins = ["http://localhost:*", "http://192.168.0.10:5173"],
    allow_credentials,
);

// The opaque origin `null` has no scheme, so `null` is not secure.
const _: Policy = policy!(origins = "null", danger_allow_null_origin, allow_credentials);

// The value is in a constant, which only const evaluation can read.
const LEGACY: &str = "http://legacy.example.com";
const _: Policy = policy!(origins = LEGACY, allow_credentials);

// The values are in a constant list, which only const evaluation can read.
const PARTNERS: &[&str] =
    &["http://a.example.com", "https://*.github.io", "https://b.example.com", "null"];
const PARTNERS_WITH_CREDENTIALS: Policy =
    policy!(origins = PARTNERS, allow_credentials, danger_allow_null_origin);
const _: Policy =
    policy!(origins = ["https://app.example.com", PARTNERS, PARTNERS[0]], allow_credentials);

// The insecure origin is in the inherited policy.
const INSECURE: Policy = policy!(origins = "http://app.example.com");
const _: Policy = policy!(policy = INSECURE, allow_credentials);

fn main() {}
