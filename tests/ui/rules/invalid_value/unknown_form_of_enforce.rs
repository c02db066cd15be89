use actix_web::{App, put};
use cors_runtime::cors;

#[cors(origins = "https://app.example.com", enforce = "isolated")]
#[put("/books")]
async fn replace() -> &'static str {
    ""
}

fn main() {
    let _ = App::new().service(replace);
}
