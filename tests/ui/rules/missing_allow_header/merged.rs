use actix_web::{App, put, web};
use cors_runtime::{Policy, cors, policy};

const APP: Policy = policy!(origins = "https://app.example.com", allow_headers = "x-request-id");

#[cors(policy = APP)]
#[put("/books/{id}")]
async fn replace(id: web::Path<u64>, book: web::Json<Vec<String>>) -> String {
    format!("{id}: {}", book.len())
}

fn main() {
    let _ = App::new().service(replace);
}
