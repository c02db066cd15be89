use actix_web::{App, get};
use cors_runtime::cors;

#[cors(
    origins = ["https://*.github.io", "https://*.co.uk", "https://*.kawasaki.jp"],
    allow_credentials,
)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
