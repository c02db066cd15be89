use cors_runtime::{Policy, policy};

const _: Policy = policy!(origins = "*", enforce = "isolate");

// In a constant.
const EVERYBODY: &[&str] = &["*"];
const _: Policy = policy!(origins = EVERYBODY, enforce = "isolate");

// With a key of another policy.
const SHOP: Policy = policy!(origins = "https://shop.example.com", enforce);
const _: Policy = policy!(policy = SHOP, origins = "*");

fn main() {}
