use actix_web::{App, put};
use cors_runtime::cors;

#[cors(origins = "*", methods = [Method::PUT], allow_headers = [header::CONTENT_TYPE])]
#[put("/books")]
async fn replace() -> &'static str {
    ""
}

fn main() {
    let _ = App::new().service(replace);
}
