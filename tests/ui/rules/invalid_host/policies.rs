use cors_runtime::{Policy, policy};

const _: Policy = policy!(
    origins = "https://app.example.com",
    hosts = ["https://api.example.com/v1", "api.example.com:443", "API.example.com", "*", "127.1"]
);

// One string contains a whole list, and the other strings are not hosts.
const _: Policy = policy!(
    origins = "https://app.example.com",
    hosts = ["a.example.com, b.example.com", "c.example.com:0808", "*", ""]
);

// The value is in a constant, which only const evaluation can read.
const NAME: &str = "api.example.com/v1";
const _: Policy = policy!(origins = "*", hosts = [NAME]);

fn main() {}
