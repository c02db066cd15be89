//! Other forms of `key = value`, from other languages and builders.

use actix_web::get;
use cors_runtime::cors;

#[cors(origins: "https://app.example.com")]
#[get("/1")]
async fn h1() -> &'static str {
    ""
}

#[cors(origins("https://a.example.com", "https://b.example.com"))]
#[get("/2")]
async fn h2() -> &'static str {
    ""
}

#[cors(origins => "https://app.example.com")]
#[get("/3")]
async fn h3() -> &'static str {
    ""
}

#[cors("origins": "https://app.example.com")]
#[get("/4")]
async fn h4() -> &'static str {
    ""
}

#[cors({ "origins": ["https://app.example.com"], "maxAge": 60 })]
#[get("/5")]
async fn h5() -> &'static str {
    ""
}

#[cors(origins = "https://app.example.com", !allow_credentials)]
#[get("/6")]
async fn h6() -> &'static str {
    ""
}

#[cors(origins = "https://app.example.com", allow_credentials())]
#[get("/7")]
async fn h7() -> &'static str {
    ""
}

#[cors(origins = "https://app.example.com"; max_age = 60)]
#[get("/8")]
async fn h8() -> &'static str {
    ""
}

#[cors(origins = "*",, max_age = 60)]
#[get("/9")]
async fn h9() -> &'static str {
    ""
}

#[cors(*)]
#[get("/10")]
async fn h10() -> &'static str {
    ""
}

fn main() {}
