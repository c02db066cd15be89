use actix_web::{App, get};
use cors_runtime::cors;

#[cors(origins = [
    "https://*",
    "*.example.com",
    "https://app-*.example.com",
    "https://example.*",
    "https://*.*.example.com",
    "http://*.127.0.0.1",
    "*://app.example.com",
])]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
