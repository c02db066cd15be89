use actix_web::{App, get};
use cors_runtime::cors;

#[cors(
    orgins = "https://app.example.com",
    supports_credentials,
    allowedHeaders = ["content-type"],
    exposed_headers = "etag",
    maxAge = 3600,
    block_on_origin_mismatch = true,
)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
