use actix_web::{App, get};
use cors_runtime::cors;

#[cors(origins = ["https://app.example.com", "https://*.example.com", "https://app.example.com"])]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
