use actix_web::{App, get, post};
use cors_runtime::cors;

const EVERYBODY: &str = "*";
const STAFF: &str = "https://staff.example.com";
const LOCAL: &[&str] = &["http://localhost:*"];

#[cors(origins = [STAFF, EVERYBODY], debug_origins = EVERYBODY)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

#[cors(origins = EVERYBODY, debug_origins = LOCAL)]
#[post("/books")]
async fn add() -> &'static str {
    ""
}

fn main() {
    let _ = App::new().service(list).service(add);
}
