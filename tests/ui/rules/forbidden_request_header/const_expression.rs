use actix_web::{App, get};
use cors_runtime::cors;

const SESSION: &str = "cookie";

#[cors(origins = "*", allow_headers = [SESSION])]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
