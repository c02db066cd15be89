//! The path of a policy in another place or form.

use actix_web::get;
use cors_runtime::{Policy, cors, policy};

const SHARED: Policy = policy!(origins = "https://app.example.com");

#[cors(crate::SHARED)]
#[get("/1")]
async fn h1() -> &'static str {
    ""
}

#[cors(..SHARED)]
#[get("/2")]
async fn h2() -> &'static str {
    ""
}

#[cors(policy = &SHARED)]
#[get("/3")]
async fn h3() -> &'static str {
    ""
}

#[cors(policy = "SHARED")]
#[get("/4")]
async fn h4() -> &'static str {
    ""
}

#[cors(policy = SHARED.clone())]
#[get("/5")]
async fn h5() -> &'static str {
    ""
}

#[cors(policy = policy!(origins = "*"))]
#[get("/6")]
async fn h6() -> &'static str {
    ""
}

#[cors(policy = SHARED, ..)]
#[get("/7")]
async fn h7() -> &'static str {
    ""
}

fn main() {}
