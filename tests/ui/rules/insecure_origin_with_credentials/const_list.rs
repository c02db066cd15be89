use actix_web::{App, get};
use cors_runtime::{Policy, cors, policy};

const PARTNERS: &[&str] =
    &["http://a.example.com", "https://*.github.io", "https://b.example.com", "null"];

const SHARED: Policy = policy!(origins = PARTNERS, allow_credentials, danger_allow_null_origin);

#[cors(origins = ["https://app.example.com", PARTNERS, PARTNERS[0]], allow_credentials)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = (SHARED, App::new().service(list));
}
