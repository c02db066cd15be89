use actix_web::{App, get};
use cors_runtime::cors;

#[cors(
    origins = "*",
    allow_headers = ["Access-Control-Allow-Origin", "content-type"],
    expose_headers = ["etag", "origin", "access-control-max-age"],
)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
