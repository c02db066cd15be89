use cors_runtime::{Policy, policy};

const _: Policy = policy!(origins = "*", methods = [get, "Put", "GET POST"]);

// In a constant.
mod config {
    pub const METHOD: &str = "put";
}
const _: Policy = policy!(origins = "*", methods = [GET, config::METHOD]);

fn main() {}
