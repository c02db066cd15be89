use actix_web::{App, get};
use cors_runtime::cors;

#[cors(
    origins = ["https://app.example.com", 5],
    methods = true,
    allow_headers,
    expose_headers = b"etag",
    allow_credentials = "yes",
    max_age = 'h',
    enforce = 1,
)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
