use actix_web::{App, put};
use cors_runtime::cors;

const EVERYBODY: &[&str] = &["*"];

#[cors(origins = EVERYBODY, enforce = "isolate")]
#[put("/books")]
async fn replace() -> &'static str {
    ""
}

fn main() {
    let _ = App::new().service(replace);
}
