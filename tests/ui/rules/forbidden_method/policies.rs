use cors_runtime::{Policy, policy};

const _: Policy = policy!(origins = "*", methods = [GET, CONNECT, trace]);

fn main() {}
