use actix_web::{App, get};
use cors_runtime::cors;

#[cors(
    origins = "*",
    allow_headers = ["content-type:", "x request id", ""],
    expose_headers = ["x-total-count, etag"],
)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
