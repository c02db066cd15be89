//! A value of another type is one error, at the value.

use actix_web::get;
use cors_runtime::cors;

const SECONDS: u32 = 60;
const MAYBE: Option<&str> = None;

#[cors(origins = MAYBE)]
#[get("/")]
async fn list() -> &'static str {
    "[]"
}

#[cors(origins = "https://app.example.com", allow_headers = ["x-request-id", SECONDS])]
#[get("/one")]
async fn one() -> &'static str {
    "{}"
}

fn main() {}
