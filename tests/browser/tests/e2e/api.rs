//! The handlers that the pages call, each with its own policy.

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    delete, error, get,
    http::{
        StatusCode,
        header::{self, ContentType},
    },
    patch, post, put,
    web::{self, Bytes, Payload, Query},
};
use cors_runtime::cors;
use futures_util::{StreamExt, stream};
use serde::Deserialize;

use crate::server::{COOKIE, Orders};

const APP: &str = "http://app.example.test:*";
const STAFF: &str = "http://staff.example.test:*";
const EXAMPLE: &str = "http://*.example.test:*";

pub(crate) fn routes(api: &mut web::ServiceConfig) {
    api.service((open, listed, null))
        .service((read_book, replace_book, delete_book))
        .service((amend, patched))
        .service((any_header, any_header_with_credentials))
        .service((me, me_of_any_origin, sign_out))
        .service((kept, kept_for_a_second, kept_by_default, never_kept))
        .service((redirecting, redirecting_staff))
        .service((files, files_with_credentials, enforced_files, isolated_files, endless))
        .service((order, order_with_credentials, order_without_enforce))
        .service((chat, chat_without_enforce))
        .service((with_hosts, without_hosts, underscored))
        .route("/scripted", web::route().to(scripted));
}

// ---- response headers ---------------------------------------------------------------------------

fn with_headers(body: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .insert_header(("x-total-count", "2"))
        .insert_header(("x-cache", "hit"))
        .insert_header((header::ETAG, "\"1\""))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body)
}

#[cors(origins = "*", expose_headers = ["x-total-count"])]
#[get("/open")]
async fn open() -> impl Responder {
    with_headers("open")
}

#[cors(origins = APP, expose_headers = ["x-total-count", "etag"])]
#[get("/listed")]
async fn listed() -> impl Responder {
    with_headers("listed")
}

#[cors(origins = "null", danger_allow_null_origin)]
#[get("/null")]
async fn null() -> impl Responder {
    "null"
}

// ---- one path, several policies -----------------------------------------------------------------

#[cors(origins = "*", allow_headers = "x-request-id", max_age = "10m")]
#[get("/books/1")]
async fn read_book() -> impl Responder {
    "Emma"
}

#[cors(origins = APP, allow_headers = ["content-type", "x-request-id"], max_age = "10m")]
#[put("/books/1")]
async fn replace_book(body: String) -> impl Responder {
    body
}

#[cors(origins = STAFF, max_age = "10m")]
#[delete("/books/1")]
async fn delete_book() -> impl Responder {
    "gone"
}

#[cors(origins = APP, max_age = "10m")]
#[put("/amended")]
async fn amend() -> impl Responder {
    "amended"
}

#[cors(origins = APP, max_age = "10m")]
#[patch("/amended")]
async fn patched() -> impl Responder {
    "patched"
}

// ---- request headers ----------------------------------------------------------------------------

#[cors(origins = APP, allow_headers = "*")]
#[put("/any-header")]
async fn any_header() -> impl Responder {
    "any header"
}

#[cors(origins = APP, allow_headers = "*", allow_credentials, danger_allow_insecure_origins)]
#[put("/any-header-with-credentials")]
async fn any_header_with_credentials(request: HttpRequest) -> impl Responder {
    visitor(&request)
}

// ---- credentials --------------------------------------------------------------------------------

fn visitor(request: &HttpRequest) -> &'static str {
    let sent = request.headers().get(header::COOKIE).and_then(|value| value.to_str().ok());
    if sent == Some(COOKIE) { "ada" } else { "no visitor" }
}

#[cors(
    origins = EXAMPLE,
    allow_credentials,
    danger_allow_insecure_origins,
    expose_headers = "x-visitor"
)]
#[get("/me")]
async fn me(request: HttpRequest) -> impl Responder {
    HttpResponse::Ok()
        .insert_header(("x-visitor", visitor(&request)))
        .insert_header((header::SET_COOKIE, "seen=1; Path=/never"))
        .body(visitor(&request))
}

#[cors(origins = "*")]
#[get("/me-of-any-origin")]
async fn me_of_any_origin(request: HttpRequest) -> impl Responder {
    visitor(&request)
}

#[cors(origins = EXAMPLE, allow_credentials, danger_allow_insecure_origins, max_age = "10m")]
#[delete("/me")]
async fn sign_out(request: HttpRequest) -> impl Responder {
    visitor(&request)
}

// ---- preflight cache ----------------------------------------------------------------------------

#[cors(origins = EXAMPLE, max_age = "10m")]
#[put("/kept")]
async fn kept() -> impl Responder {
    "kept"
}

#[cors(origins = APP, max_age = 1)]
#[put("/kept-for-a-second")]
async fn kept_for_a_second() -> impl Responder {
    "kept for a second"
}

#[cors(origins = APP)]
#[put("/kept-by-default")]
async fn kept_by_default() -> impl Responder {
    "kept by default"
}

#[cors(origins = APP, max_age = 0)]
#[put("/never-kept")]
async fn never_kept() -> impl Responder {
    "never kept"
}

// ---- redirects ----------------------------------------------------------------------------------

#[derive(Deserialize)]
struct Redirect {
    status: u16,
    to: String,
}

impl Responder for Redirect {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or_default();
        HttpResponse::build(status).insert_header((header::LOCATION, self.to)).finish()
    }
}

#[cors(origins = "*", allow_headers = ["authorization", "content-type"])]
#[actix_web::route("/redirecting", method = "GET", method = "PUT")]
async fn redirecting(redirect: Query<Redirect>) -> impl Responder {
    redirect.into_inner()
}

#[cors(origins = STAFF)]
#[get("/redirecting-staff")]
async fn redirecting_staff(redirect: Query<Redirect>) -> impl Responder {
    redirect.into_inner()
}

// ---- files --------------------------------------------------------------------------------------

/// Returns a file with the extension of the path.
fn file(request: &HttpRequest) -> HttpResponse {
    // A font with a square for the letter A.
    const FONT: &[u8] = include_bytes!("page/square.ttf");
    const IMAGE: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>";
    let (content_type, content) = match request.path().rsplit('.').next() {
        Some("js") => ("text/javascript", &b"globalThis.loaded = 'Emma';"[..]),
        Some("svg") => ("image/svg+xml", IMAGE),
        Some("ttf") => ("font/ttf", FONT),
        _ => ("text/html", &b"<!DOCTYPE html><title>Emma</title>"[..]),
    };
    HttpResponse::Ok().content_type(content_type).body(content)
}

#[cors(origins = APP)]
#[get("/files/{name}")]
async fn files(request: HttpRequest) -> impl Responder {
    file(&request)
}

#[cors(origins = APP, allow_credentials, danger_allow_insecure_origins)]
#[get("/files-with-credentials/{name}")]
async fn files_with_credentials(request: HttpRequest) -> impl Responder {
    file(&request)
}

#[cors(origins = EXAMPLE, enforce)]
#[get("/enforced-files/{name}")]
async fn enforced_files(request: HttpRequest) -> impl Responder {
    file(&request)
}

#[cors(origins = EXAMPLE, enforce = "isolate")]
#[get("/isolated-files/{name}")]
async fn isolated_files(request: HttpRequest) -> impl Responder {
    file(&request)
}

/// Responds with a body that does not end.
#[cors(origins = APP, expose_headers = "x-total-count")]
#[get("/endless")]
async fn endless() -> impl Responder {
    let first = stream::iter([Ok::<_, error::Error>(Bytes::from_static(b"first"))]);
    HttpResponse::Ok()
        .insert_header(("x-total-count", "many"))
        .content_type(ContentType::plaintext())
        .streaming(first.chain(stream::pending()))
}

// ---- forms, WebSockets and hosts ----------------------------------------------------------------

fn place_order(request: &HttpRequest) -> &'static str {
    if let Some(orders) = request.app_data::<Orders>() {
        orders.place();
    }
    "ordered"
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

#[cors(origins = EXAMPLE, enforce)]
#[get("/chat")]
async fn chat(request: HttpRequest, body: Payload) -> actix_web::Result<HttpResponse> {
    Ok(actix_ws::handle(&request, body)?.0)
}

#[cors(origins = EXAMPLE)]
#[get("/chat-without-enforce")]
async fn chat_without_enforce(
    request: HttpRequest,
    body: Payload,
) -> actix_web::Result<HttpResponse> {
    Ok(actix_ws::handle(&request, body)?.0)
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

#[cors(origins = "http://my_app.example.test:*")]
#[get("/underscored")]
async fn underscored() -> impl Responder {
    "underscored"
}

// ---- headers that no policy sends ---------------------------------------------------------------

/// Responds with the headers in the query. The prefix `preflight:` restricts a header to the response of a
/// preflight.
async fn scripted(request: HttpRequest, query: Query<Vec<(String, String)>>) -> impl Responder {
    let is_preflight = request.headers().contains_key("access-control-request-method");
    let mut response = HttpResponse::Ok();
    for (name, value) in query.into_inner() {
        match name.strip_prefix("preflight:") {
            Some(name) if is_preflight => _ = response.append_header((name, value)),
            Some(_) => {}
            None => _ = response.append_header((name, value)),
        }
    }
    response.body("scripted")
}
