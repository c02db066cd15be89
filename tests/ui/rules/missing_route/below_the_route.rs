use actix_web::{App, get};
use cors_runtime::cors;

#[get("/books")]
#[cors(origins = "*")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
