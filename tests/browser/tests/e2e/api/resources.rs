//! The targets of pages' requests other than simple `fetch` calls: modules, fonts, forms, WebSockets, and
//! endless bodies.

use actix_web::{
    HttpRequest, HttpResponse, Responder, error, get, http::header::ContentType, mime, post, web,
};
use cors_runtime::cors;
use futures_util::{StreamExt, stream};

use super::{APP, EXAMPLE};
use crate::server::Orders;

const MODULE: &str = "globalThis.loaded = 'Emma';";

/// A font with a square for the letter A.
const FONT: &[u8] = include_bytes!("../page/square.ttf");

pub(crate) fn routes(api: &mut web::ServiceConfig) {
    api.service((module, module_with_credentials, font))
        .service((order, order_with_credentials, order_without_enforce))
        .service((chat, chat_without_enforce))
        .service(endless);
}

#[cors(origins = APP)]
#[get("/module.js")]
async fn module() -> impl Responder {
    HttpResponse::Ok().content_type(ContentType(mime::TEXT_JAVASCRIPT)).body(MODULE)
}

#[cors(origins = APP, allow_credentials, danger_allow_insecure_origins)]
#[get("/module-with-credentials.js")]
async fn module_with_credentials() -> impl Responder {
    HttpResponse::Ok().content_type(ContentType(mime::TEXT_JAVASCRIPT)).body(MODULE)
}

#[cors(origins = APP)]
#[get("/square.ttf")]
async fn font() -> impl Responder {
    HttpResponse::Ok().content_type("font/ttf").body(FONT)
}

#[cors(origins = EXAMPLE, enforce)]
#[post("/order")]
async fn order(request: HttpRequest) -> impl Responder {
    place_order(&request)
}

#[cors(origins = EXAMPLE, enforce, allow_credentials, danger_allow_insecure_origins)]
#[post("/order-with-credentials")]
async fn order_with_credentials(request: HttpRequest) -> impl Responder {
    place_order(&request)
}

#[cors(origins = EXAMPLE)]
#[post("/order-without-enforce")]
async fn order_without_enforce(request: HttpRequest) -> impl Responder {
    place_order(&request)
}

fn place_order(request: &HttpRequest) -> &'static str {
    if let Some(orders) = request.app_data::<Orders>() {
        orders.place();
    }
    "ordered"
}

#[cors(origins = EXAMPLE, enforce)]
#[get("/chat")]
async fn chat(request: HttpRequest, body: web::Payload) -> actix_web::Result<HttpResponse> {
    Ok(actix_ws::handle(&request, body)?.0)
}

#[cors(origins = EXAMPLE)]
#[get("/chat-without-enforce")]
async fn chat_without_enforce(
    request: HttpRequest,
    body: web::Payload,
) -> actix_web::Result<HttpResponse> {
    Ok(actix_ws::handle(&request, body)?.0)
}

#[cors(origins = APP, expose_headers = "x-total-count")]
#[get("/endless")]
async fn endless() -> impl Responder {
    let first = stream::iter([Ok::<_, error::Error>(web::Bytes::from_static(b"first"))]);
    HttpResponse::Ok()
        .insert_header(("x-total-count", "many"))
        .content_type("text/plain")
        .streaming(first.chain(stream::pending()))
}
