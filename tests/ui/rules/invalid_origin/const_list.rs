use actix_web::{App, get};
use cors_runtime::cors;

const FRONT_ENDS: &[&str] = &["https://app.example.com", "https://staff.example.com/"];

#[cors(origins = FRONT_ENDS)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
