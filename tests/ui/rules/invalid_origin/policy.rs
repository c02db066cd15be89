use cors_runtime::{Policy, policy};

const SHARED: Policy = policy!(origins = ["https://app.example.com/", STAFF]);
const STAFF: &str = "staff.example.com";

fn main() {
    let _ = SHARED;
}
