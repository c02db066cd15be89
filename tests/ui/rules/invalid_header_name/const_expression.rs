use actix_web::{App, get};
use cors_runtime::cors;

const TOTAL: &str = "x total count";

#[cors(origins = "*", expose_headers = [TOTAL])]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
