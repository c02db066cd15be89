use actix_web::{App, get};
use cors_runtime::{Policy, cors, policy};

const WRITERS: Policy = policy!(origins = "*", methods = [PUT, DELETE]);

#[cors(policy = WRITERS)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
