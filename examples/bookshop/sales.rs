//! Figures for the accountants, whose page is another one than those that this example serves.

use actix_web::{HttpResponse, Responder, get, web};
use cors_runtime::cors;
use serde_json::json;

pub fn routes(api: &mut web::ServiceConfig) {
    api.service(sales);
}

// One page of one department. A plain GET needs no preflight: it arrives, its answer is withheld.
#[cors(origins = "https://accounts.bookshop.example")]
#[get("/sales")]
async fn sales() -> impl Responder {
    HttpResponse::Ok().json(json!({ "sold_today": 42 }))
}
