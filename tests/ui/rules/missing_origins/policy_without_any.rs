use actix_web::{App, get};
use cors_runtime::{Policy, cors, policy};

const SHARED: Policy = policy!(max_age = "2h");

#[cors(policy = SHARED, allow_headers = "content-type")]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
