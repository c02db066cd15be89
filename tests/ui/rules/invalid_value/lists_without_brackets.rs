//! A list without brackets, or in other brackets.

use actix_web::get;
use cors_runtime::cors;

#[cors(origins = "https://a.example.com", "https://b.example.com")]
#[get("/1")]
async fn h1() -> &'static str {
    ""
}

#[cors(origins = {"https://a.example.com", "https://b.example.com"})]
#[get("/2")]
async fn h2() -> &'static str {
    ""
}

#[cors(origins = ("https://a.example.com", "https://b.example.com"))]
#[get("/3")]
async fn h3() -> &'static str {
    ""
}

#[cors(origins = "https://a.example.com" | "https://b.example.com")]
#[get("/4")]
async fn h4() -> &'static str {
    ""
}

#[cors(origins = ["https://a.example.com"; "https://b.example.com"])]
#[get("/5")]
async fn h5() -> &'static str {
    ""
}

#[cors(origins = "*", methods = GET, POST)]
#[get("/6")]
async fn h6() -> &'static str {
    ""
}

#[cors(origins = "*", allow_headers = [content-type, authorization])]
#[get("/7")]
async fn h7() -> &'static str {
    ""
}

fn main() {}
