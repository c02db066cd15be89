use actix_web::{App, get};
use cors_runtime::cors;

#[cors(origins = "*", expose_headers = ["etag", "Set-Cookie", "set-cookie2"])]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
