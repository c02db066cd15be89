use actix_web::{App, get};
use cors_runtime::cors;

#[cors(origins = "*", max_age = , allow_headers = ["a" "b"], = 5, enforce true)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
