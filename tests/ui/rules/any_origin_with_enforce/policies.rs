use cors_runtime::{Policy, policy};

const _: Policy = policy!(origins = "*", enforce = "isolate");

// The value is in a constant, which only const evaluation can read.
const EVERYBODY: &[&str] = &["*"];
const _: Policy = policy!(origins = EVERYBODY, enforce = "isolate");

// The conflicting `enforce` is in the inherited policy.
const SHOP: Policy = policy!(origins = "https://shop.example.com", enforce);
const _: Policy = policy!(policy = SHOP, origins = "*");

fn main() {}
