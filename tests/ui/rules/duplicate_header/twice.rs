use actix_web::{App, get};
use cors_runtime::cors;

#[cors(
    origins = "*",
    allow_headers = ["Content-Type", "content-type"],
    expose_headers = ["etag", "etag"],
)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
