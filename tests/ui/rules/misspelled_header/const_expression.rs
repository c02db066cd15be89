use actix_web::{App, put};
use cors_runtime::cors;

const NAME: &str = "content-typ";

#[cors(origins = "*", allow_headers = [NAME])]
#[put("/books")]
async fn replace() -> &'static str {
    ""
}

fn main() {
    let _ = App::new().service(replace);
}
