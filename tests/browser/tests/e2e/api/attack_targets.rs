//! The handlers that the pages of attackers call: with `hosts`, with `enforce`, and isolated.

use actix_web::{HttpResponse, Responder, get, http::header::ContentType, mime, web};
use cors_runtime::cors;

use super::EXAMPLE;

const IMAGE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>";

pub(crate) fn routes(api: &mut web::ServiceConfig) {
    api.service((with_hosts, without_hosts))
        .service((isolated_image, isolated_script, isolated_page))
        .service((image, script))
        .service(underscored);
}

#[cors(origins = EXAMPLE, enforce, hosts = "api.example.test:*")]
#[get("/with-hosts")]
async fn with_hosts() -> impl Responder {
    "secret"
}

#[cors(origins = EXAMPLE, enforce)]
#[get("/without-hosts")]
async fn without_hosts() -> impl Responder {
    "secret"
}

#[cors(origins = EXAMPLE, enforce = "isolate")]
#[get("/isolated.svg")]
async fn isolated_image() -> impl Responder {
    svg()
}

#[cors(origins = EXAMPLE, enforce = "isolate")]
#[get("/isolated.js")]
async fn isolated_script() -> impl Responder {
    js()
}

#[cors(origins = EXAMPLE, enforce = "isolate")]
#[get("/isolated.html")]
async fn isolated_page() -> impl Responder {
    HttpResponse::Ok().content_type(ContentType::html()).body("<!DOCTYPE html><title>Emma</title>")
}

#[cors(origins = EXAMPLE, enforce)]
#[get("/image.svg")]
async fn image() -> impl Responder {
    svg()
}

#[cors(origins = EXAMPLE, enforce)]
#[get("/script.js")]
async fn script() -> impl Responder {
    js()
}

#[cors(origins = "http://my_app.example.test:*")]
#[get("/underscored")]
async fn underscored() -> impl Responder {
    "underscored"
}

fn svg() -> HttpResponse {
    HttpResponse::Ok().content_type(ContentType(mime::IMAGE_SVG)).body(IMAGE)
}

fn js() -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType(mime::TEXT_JAVASCRIPT))
        .body("globalThis.loaded = 'Emma';")
}
