use actix_web::{App, route};
use cors_runtime::cors;

mod config {
    pub const METHOD: &str = "put";
}

#[cors(origins = "*", methods = [GET, config::METHOD])]
#[route("/books", method = "GET", method = "PUT")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
