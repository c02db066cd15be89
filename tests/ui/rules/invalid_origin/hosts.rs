use actix_web::{App, get};
use cors_runtime::cors;

#[cors(origins = [
    "https://bücher.example",
    "https://xn--zz",
    "https://under_score..example.com",
    "https://a.example.com, https://b.example.com",
    "https://ex%61mple.com",
    "https://",
    "http://127.1:8080",
    "http://256.1.1.1",
    "http://[0:0:0:0:0:0:0:1]:8080",
    "http://::1",
])]
#[get("/books")]
async fn list() -> &'static str {
    "[]"
}

fn main() {
    let _ = App::new().service(list);
}
