//! Keys as builders, JSON and settings files write them, and keys that are not needed.

use actix_web::get;
use cors_runtime::cors;

#[cors(with_origins("https://app.example.com"))]
#[get("/1")]
async fn h1() -> &'static str {
    ""
}

#[cors(allow_any_origin())]
#[get("/2")]
async fn h2() -> &'static str {
    ""
}

#[cors(origins = "*", max-age = 60)]
#[get("/3")]
async fn h3() -> &'static str {
    ""
}

#[cors(origins = "https://app.example.com", AllowCredentials: true)]
#[get("/4")]
async fn h4() -> &'static str {
    ""
}

#[cors(CORS_ALLOWED_ORIGINS = ["https://app.example.com"])]
#[get("/5")]
async fn h5() -> &'static str {
    ""
}

#[cors(origins = "https://app.example.com", isolate)]
#[get("/6")]
async fn h6() -> &'static str {
    ""
}

#[cors(origins = "*", vary = "Origin")]
#[get("/7")]
async fn h7() -> &'static str {
    ""
}

#[cors(origins = "*", preflightContinue: false)]
#[get("/8")]
async fn h8() -> &'static str {
    ""
}

fn main() {}
