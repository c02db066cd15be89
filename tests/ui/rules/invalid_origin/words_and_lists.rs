use actix_web::get;
use cors_runtime::cors;

#[cors(origins = ["any", "self", "", "Null", "http//a.example.com", "//a.example.com"])]
#[get("/1")]
async fn h1() -> &'static str {
    ""
}

#[cors(origins = "https://a.example.com, https://b.example.com")]
#[get("/2")]
async fn h2() -> &'static str {
    ""
}

#[cors(origins = "https://a.example.com;https://b.example.com")]
#[get("/3")]
async fn h3() -> &'static str {
    ""
}

fn main() {}
