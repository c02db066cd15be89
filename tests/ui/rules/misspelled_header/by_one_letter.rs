use actix_web::{App, put};
use cors_runtime::cors;

#[cors(origins = "*", allow_headers = ["content_type", "Autorization", "traceparents"])]
#[put("/books")]
async fn replace() -> &'static str {
    ""
}

fn main() {
    let _ = App::new().service(replace);
}
