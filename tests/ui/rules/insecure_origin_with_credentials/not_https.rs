use actix_web::{App, get};
use cors_runtime::cors;

#[cors(
    origins = ["http://app.example.com", "http://*.example.com:*", "chrome-extension://abcdefgh"],
    debug_origins = ["http://localhost:*", "http://192.168.0.10:5173"],
    allow_credentials,
)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
