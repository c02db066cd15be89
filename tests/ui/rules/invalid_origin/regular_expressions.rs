use actix_web::get;
use cors_runtime::cors;

#[cors(origins = r"^https://.*\.example\.com$")]
#[get("/1")]
async fn h1() -> &'static str {
    ""
}

#[cors(origins = r"https?://(www\.)?example\.com")]
#[get("/2")]
async fn h2() -> &'static str {
    ""
}

#[cors(origins = "https://.*")]
#[get("/3")]
async fn h3() -> &'static str {
    ""
}

fn main() {}
