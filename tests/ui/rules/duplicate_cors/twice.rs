use actix_web::{App, get};
use cors_runtime::cors;

#[cors(origins = "*")]
#[cors(origins = "https://app.example.com")]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
