use actix_web::{App, put, web};
use cors_runtime::cors;

#[cors(origins = "https://app.example.com", allow_headers = "x-request-id")]
#[put("/books/{id}")]
async fn replace(id: web::Path<u64>, book: web::Json<Vec<String>>) -> String {
    format!("{id}: {}", book.len())
}

fn main() {
    let _ = App::new().service(replace);
}
