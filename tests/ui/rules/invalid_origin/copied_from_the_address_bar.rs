use actix_web::{App, get};
use cors_runtime::cors;

#[cors(origins = [
    "https://app.example.com/",
    "https://app.example.com/login?next=/books#top",
    "app.example.com",
    "www.example.com:8443/",
    "localhost:3000",
    "HTTPS://Staff.example.com",
    "https://shop.example.com:443",
    "https://user:secret@partner.example.com",
    " https://padded.example.com ",
])]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
