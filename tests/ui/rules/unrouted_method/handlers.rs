use actix_web::{App, get, route};
use cors_runtime::{Policy, cors, policy};

#[cors(origins = "*", methods = [])]
#[get("/empty")]
async fn empty_list() -> &'static str {
    "[]"
}

#[cors(origins = "*", methods = [GET, PUT, OPTIONS])]
#[route("/not_served", method = "GET", method = "POST")]
async fn not_served() -> &'static str {
    "[]"
}

const WRITERS: Policy = policy!(origins = "*", methods = [PUT, DELETE]);

#[cors(policy = WRITERS)]
#[get("/none_left")]
async fn none_left() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(empty_list).service(not_served).service(none_left);
}
