use actix_web::{App, get};
use cors_runtime::{Policy, cors, policy};

const FIRST_PARTY: Policy = policy!(origins = "https://app.example.com", allow_credentials);

#[cors(policy = FIRST_PARTY, expose_headers = "*")]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
