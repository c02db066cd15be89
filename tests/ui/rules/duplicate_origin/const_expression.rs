use actix_web::{App, get};
use cors_runtime::cors;

const STAFF: &str = "https://staff.example.com";

#[cors(origins = ["https://staff.example.com", STAFF])]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
