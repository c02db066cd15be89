use actix_web::{App, route};
use cors_runtime::{Policy, cors, policy};

const _: Policy = policy!(origins = "*", methods = [GET, CONNECT, trace]);

#[cors(origins = "*")]
#[route("/books", method = "GET", method = "TRACE")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
