use cors_runtime::{Policy, policy};

const _: Policy = policy!(origins = "*", methods = [get, "Put", "GET POST"]);

// The value is in a constant, which only const evaluation can read.
mod config {
    pub const METHOD: &str = "put";
}
const _: Policy = policy!(origins = "*", methods = [GET, config::METHOD]);

fn main() {}
