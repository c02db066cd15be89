use actix_web::{App, get};
use cors_runtime::cors;

#[cors(origins = [
    "https://app.example.com:",
    "https://app.example.com:0",
    "https://app.example.com:65536",
    "https://app.example.com:08443",
    "https://app.example.com:84*",
    "file:///home/me/index.html",
    "https:/app.example.com",
    "1password://app",
])]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
