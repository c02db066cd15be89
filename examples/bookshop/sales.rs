//! The handler of the sales figures. Only the page of the accountants, which is not part of this example, can read the
//! response.

use actix_web::{HttpResponse, Responder, get, web};
use cors_runtime::cors;
use serde_json::json;

pub fn routes(api: &mut web::ServiceConfig) {
    api.service(sales);
}

// The policy allows the page of one department. A `GET` needs no preflight, so a call by another page reaches the
// handler, and the browser then blocks the response.
#[cors(origins = "https://accounts.bookshop.example")]
#[get("/sales")]
async fn sales() -> impl Responder {
    HttpResponse::Ok().json(json!({ "sold_today": 42 }))
}
