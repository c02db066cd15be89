//! Words without quotes, and words for another value.

use actix_web::get;
use cors_runtime::cors;

#[cors(origins = any)]
#[get("/1")]
async fn h1() -> &'static str {
    ""
}

#[cors(origins = none)]
#[get("/2")]
async fn h2() -> &'static str {
    ""
}

#[cors(origins = '*')]
#[get("/3")]
async fn h3() -> &'static str {
    ""
}

#[cors(origins = "*", allow_headers = content-type)]
#[get("/4")]
async fn h4() -> &'static str {
    ""
}

#[cors(origins = "https://app.example.com", enforce = isolate)]
#[get("/5")]
async fn h5() -> &'static str {
    ""
}

#[cors(origins = "*", max_age = 2h)]
#[get("/6")]
async fn h6() -> &'static str {
    ""
}

#[cors(origins = "*", max_age = 60u64)]
#[get("/7")]
async fn h7() -> &'static str {
    ""
}

#[cors(origins = |origin, _| origin.scheme() == "https")]
#[get("/8")]
async fn h8() -> &'static str {
    ""
}

#[cors(origins = dynamic)]
#[get("/9")]
async fn h9() -> &'static str {
    ""
}

fn main() {}
