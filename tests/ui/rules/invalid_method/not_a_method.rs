use actix_web::{App, route};
use cors_runtime::cors;

#[cors(origins = "*", methods = [get, "Put", "GET POST"])]
#[route("/books", method = "GET", method = "PUT")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
