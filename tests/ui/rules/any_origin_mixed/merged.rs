use actix_web::{App, get};
use cors_runtime::{Policy, cors, policy};

const SHARED: Policy = policy!(origins = "*");

#[cors(policy = SHARED, debug_origins = "http://localhost:*")]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
