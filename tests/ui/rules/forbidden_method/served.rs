use actix_web::{App, route};
use cors_runtime::cors;

#[cors(origins = "*")]
#[route("/books", method = "GET", method = "TRACE")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
