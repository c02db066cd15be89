use actix_web::{App, route};
use cors_runtime::cors;

#[cors(origins = "*", methods = [GET, PUT, OPTIONS])]
#[route("/books", method = "GET", method = "POST")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
