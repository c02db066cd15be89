//! Common mistakes in place of a key or a value.

use actix_web::get;
use cors_runtime::{cors, policy};

const PARTNERS: cors_runtime::Policy = policy!(crate = cors_runtime, origins = None);

#[cors(origins = ["https://app.example.com", dynamic(&PARTNERS)])]
#[get("/1")]
async fn in_a_list() -> &'static str {
    "[]"
}

#[cors(origins = *)]
#[get("/2")]
async fn bare_star() -> &'static str {
    "[]"
}

#[cors(origins = "https://app.example.com" methods = GET)]
#[get("/3")]
async fn no_comma() -> &'static str {
    "[]"
}

#[cors("Access-Control-Allow-Origin" = "*")]
#[get("/4")]
async fn a_header() -> &'static str {
    "[]"
}

#[cors("https://app.example.com")]
#[get("/5")]
async fn an_origin_alone() -> &'static str {
    "[]"
}

#[cors(origins = dynamic(|origin| origin.scheme() == "https"))]
#[get("/6")]
async fn one_parameter() -> &'static str {
    "[]"
}

#[cors(origins = dynamic(async |origin, _| origin.scheme() == "https"))]
#[get("/7")]
async fn a_future() -> &'static str {
    "[]"
}

#[cors(permissive)]
#[get("/8")]
async fn permissive() -> &'static str {
    "[]"
}

#[cors(dynamic = |origin, _| origin.scheme() == "https")]
#[get("/9")]
async fn dynamic() -> &'static str {
    "[]"
}

#[cors(disable)]
#[get("/10")]
async fn disabled() -> &'static str {
    "[]"
}

fn main() {}
