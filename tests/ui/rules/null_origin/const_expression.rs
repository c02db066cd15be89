use actix_web::{App, get};
use cors_runtime::cors;

const SANDBOX: &str = "null";

#[cors(origins = [SANDBOX])]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
