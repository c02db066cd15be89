use actix_web::{App, put};
use cors_runtime::cors;

#[cors(origins = "*", hosts = ["api.example.com", "localhost:*", "api.example.com"])]
#[put("/books")]
async fn replace() -> &'static str {
    ""
}

fn main() {
    let _ = App::new().service(replace);
}
