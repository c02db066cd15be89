use cors_runtime::{Policy, policy};

const _: Policy = policy!(origins = "*", methods = ["*", GET]);

fn main() {}
