use actix_web::{App, put};
use cors_runtime::cors;

#[cors(
    origins = "https://app.example.com",
    hosts = ["https://api.example.com/v1", "api.example.com:443", "API.example.com", "*", "127.1"]
)]
#[put("/books")]
async fn replace() -> &'static str {
    ""
}

fn main() {
    let _ = App::new().service(replace);
}
