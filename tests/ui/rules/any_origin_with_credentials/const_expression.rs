use actix_web::{App, get};
use cors_runtime::cors;

const EVERYBODY: &str = "*";

#[cors(origins = EVERYBODY, allow_credentials)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
