use actix_web::{App, get};
use cors_runtime::cors;

const REQUEST_ID: &str = "x-request-id";

#[cors(origins = "*", allow_headers = ["*", REQUEST_ID])]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
