use actix_web::{App, get};
use cors_runtime::cors;

const LEGACY: &str = "http://legacy.example.com";

#[cors(origins = LEGACY, allow_credentials)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
