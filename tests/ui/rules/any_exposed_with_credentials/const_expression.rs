use actix_web::{App, get};
use cors_runtime::cors;

const EVERY_HEADER: &str = "*";

#[cors(origins = "https://app.example.com", allow_credentials, expose_headers = [EVERY_HEADER])]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
