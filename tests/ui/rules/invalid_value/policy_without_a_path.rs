use actix_web::{App, get};
use cors_runtime::cors;

#[cors(policy = "FIRST_PARTY")]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
