use actix_web::{App, get};
use cors_runtime::cors;

#[cors(origins = "null", danger_allow_null_origin, allow_credentials)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
