use actix_web::{App, put};
use cors_runtime::cors;

const NAME: &str = "api.example.com/v1";

#[cors(origins = "*", hosts = [NAME])]
#[put("/books")]
async fn replace() -> &'static str {
    ""
}

fn main() {
    let _ = App::new().service(replace);
}
