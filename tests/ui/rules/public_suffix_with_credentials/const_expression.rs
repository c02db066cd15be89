use actix_web::{App, get};
use cors_runtime::cors;

const PREVIEWS: &str = "https://*.vercel.app";

#[cors(origins = [PREVIEWS], allow_credentials)]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
