use actix_web::{App, get};
use cors_runtime::{Policy, cors, policy};

const PUBLIC: Policy = policy!(origins = "*", max_age = "2h");

#[cors(policy = PUBLIC, allow_credentials)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
