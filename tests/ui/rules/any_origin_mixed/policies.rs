use cors_runtime::{Policy, policy};
const _: Policy = policy!(origins = "*", debug_origins = "http://localhost:*");
const _: Policy = policy!(origins = ["*", "https://app.example.com"]);
const _: Policy = policy!(origins = "https://app.example.com", debug_origins = "*");

// The values are in constants, which only const evaluation can read.
const EVERYBODY: &str = "*";
const STAFF: &str = "https://staff.example.com";
const LOCAL: &[&str] = &["http://localhost:*"];
const _: Policy = policy!(origins = [STAFF, EVERYBODY], debug_origins = EVERYBODY);
const _: Policy = policy!(origins = EVERYBODY, debug_origins = LOCAL);

// The inherited policy allows every origin, and the policy that inherits from it lists a debug origin.
const SHARED: Policy = policy!(origins = "*");
const _: Policy = policy!(policy = SHARED, debug_origins = "http://localhost:*");

fn main() {}
