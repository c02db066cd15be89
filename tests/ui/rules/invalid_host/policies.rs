use cors_runtime::{Policy, policy};

const _: Policy = policy!(
    origins = "https://app.example.com",
    hosts = ["https://api.example.com/v1", "api.example.com:443", "API.example.com", "*", "127.1"]
);

// A list in one string.
const _: Policy = policy!(
    origins = "https://app.example.com",
    hosts = ["a.example.com, b.example.com", "c.example.com:0808", "*", ""]
);

// In a constant.
const NAME: &str = "api.example.com/v1";
const _: Policy = policy!(origins = "*", hosts = [NAME]);

fn main() {}
