use actix_web::{App, get};
use cors_runtime::cors;

const FRONT_ENDS: &[&str] = &[];

#[cors(origins = FRONT_ENDS)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
