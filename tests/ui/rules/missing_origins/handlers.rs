use actix_web::{App, get};
use cors_runtime::{Policy, cors, policy};

#[cors(origins = [], allow_credentials)]
#[get("/empty")]
async fn empty_list() -> &'static str {
    "[]"
}

#[cors(methods = [GET], max_age = "2h")]
#[get("/without")]
async fn without_the_key() -> &'static str {
    "[]"
}

const SHARED: Policy = policy!(max_age = "2h");

#[cors(policy = SHARED, allow_headers = "content-type")]
#[get("/policy")]
async fn policy_without_origins() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(empty_list).service(without_the_key).service(policy_without_origins);
}
