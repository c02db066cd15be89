use actix_web::{App, get};
use cors_runtime::cors;

const DAY: u32 = 24 * 60 * 60;

#[cors(origins = "*", max_age = 7 * DAY)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
