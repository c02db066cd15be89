use actix_web::get;
use cors_runtime::cors;

// Some keys are written as in builders, JSON or settings files. Others are not needed (`vary`) or unknown (`timeout`).
#[cors(
    with_origins("https://app.example.com"),
    allow_any_origin(),
    max-age = 60,
    AllowCredentials: true,
    CORS_ALLOWED_ORIGINS = ["https://app.example.com"],
    isolate,
    vary = "Origin",
    preflightContinue: false,
    timeout = 5,
)]
#[get("/books")]
async fn list() -> &'static str {
    ""
}

// The keys are misspelled, or are keys of other libraries.
#[cors(
    orgins = "https://app.example.com",
    supports_credentials,
    allowedHeaders = ["content-type"],
    exposed_headers = "etag",
    maxAge = 3600,
    block_on_origin_mismatch = true,
)]
#[get("/authors")]
async fn authors() -> &'static str {
    ""
}

fn main() {}
