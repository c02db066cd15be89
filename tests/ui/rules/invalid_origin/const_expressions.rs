use actix_web::{App, get};
use cors_runtime::cors;

const STAFF: &str = "https://staff.example.com:443";

mod config {
    pub const PARTNER: &str = "partner.example.com";
}

#[cors(origins = [STAFF, concat!("https://", "app.example.com", "/"), config::PARTNER])]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
