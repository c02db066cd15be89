use cors_runtime::{Policy, policy};
const _: Policy = policy!(origins = "*", debug_origins = "http://localhost:*");
const _: Policy = policy!(origins = ["*", "https://app.example.com"]);
const _: Policy = policy!(origins = "https://app.example.com", debug_origins = "*");

// In a constant.
const EVERYBODY: &str = "*";
const STAFF: &str = "https://staff.example.com";
const LOCAL: &[&str] = &["http://localhost:*"];
const _: Policy = policy!(origins = [STAFF, EVERYBODY], debug_origins = EVERYBODY);
const _: Policy = policy!(origins = EVERYBODY, debug_origins = LOCAL);

// `*` in one policy, and other origins in a policy that inherits from it.
const SHARED: Policy = policy!(origins = "*");
const _: Policy = policy!(policy = SHARED, debug_origins = "http://localhost:*");

fn main() {}
