use actix_web::{App, get};
use cors_runtime::{Policy, cors, policy};

const SHARED: Policy = policy!(origins = "http://app.example.com");

#[cors(policy = SHARED, allow_credentials)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
