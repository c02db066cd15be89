//! The handlers that the pages call, each with its own policy.

mod attack_targets;
mod login;
mod resources;
mod scripted;

use actix_web::{
    HttpRequest, HttpResponse, Responder, delete, error, get, http::header, patch, post, put, web,
};
use cors_runtime::cors;
use futures_util::stream;
use serde::Deserialize;

use crate::{pages::COOKIE, server::Ports};

pub(crate) const APP: &str = "http://app.example.test:*";
pub(crate) const STAFF: &str = "http://staff.example.test:*";
pub(crate) const EXAMPLE: &str = "http://*.example.test:*";

pub(crate) fn routes(api: &mut web::ServiceConfig) {
    api.service(open)
        .service(listed)
        .service(hidden)
        .service(all_exposed)
        .service((read_book, replace_book, delete_book))
        .service((amend, patched))
        .service((subdomains, bare_domain, default_port, exact_port, async_closure))
        .service((me, me_of_any_origin, me_uncredentialed, sign_out))
        .service((any_header, any_header_and_authorization, any_header_with_credentials))
        .service((kept, kept_for_a_second, kept_by_default, never_kept))
        .service((extracted, failing, missing, streamed))
        .service(null)
        .service((redirecting, redirecting_listed, redirecting_staff))
        .configure(attack_targets::routes)
        .configure(login::routes)
        .configure(resources::routes)
        .configure(scripted::routes);
}

fn with_headers(body: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(header::ContentType::plaintext())
        .insert_header(("x-total-count", "2"))
        .insert_header(("x-cache", "hit"))
        .insert_header((header::ETAG, "\"1\""))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body)
}

// ---- response headers ---------------------------------------------------------------------------

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

#[cors(origins = APP)]
#[get("/hidden")]
async fn hidden() -> impl Responder {
    with_headers("hidden")
}

#[cors(origins = "*", expose_headers = "*")]
#[get("/all-exposed")]
async fn all_exposed() -> impl Responder {
    with_headers("all exposed")
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

#[cors(origins = APP, max_age = "10m", allow_headers = ["x-request-id"])]
#[put("/amended")]
async fn amend() -> impl Responder {
    "amended"
}

#[cors(origins = APP, max_age = "10m")]
#[patch("/amended")]
async fn patched() -> impl Responder {
    "patched"
}

// ---- patterns -----------------------------------------------------------------------------------

#[cors(origins = EXAMPLE)]
#[get("/subdomains")]
async fn subdomains() -> impl Responder {
    "subdomains"
}

#[cors(origins = "http://example.test:*")]
#[get("/bare-domain")]
async fn bare_domain() -> impl Responder {
    "bare domain"
}

#[cors(origins = "http://app.example.test")]
#[get("/default-port")]
async fn default_port() -> impl Responder {
    "default port"
}

#[cors(origins = dynamic(|origin, request| is_first_port(origin.port(), request)))]
#[get("/exact-port")]
async fn exact_port() -> impl Responder {
    "exact port"
}

#[cors(origins = dynamic_async(|origin, request| async move {
    origin.host() == "app.example.test" && is_first_port(origin.port(), &request)
}))]
#[get("/async-closure")]
async fn async_closure() -> impl Responder {
    "async closure"
}

fn is_first_port(port: Option<u16>, request: &HttpRequest) -> bool {
    request.app_data::<Ports>().is_some_and(|ports| port == Some(ports.first))
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
    expose_headers = ["x-visitor"]
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

#[cors(origins = APP)]
#[get("/me-uncredentialed")]
async fn me_uncredentialed(request: HttpRequest) -> impl Responder {
    visitor(&request)
}

#[cors(
    origins = EXAMPLE,
    allow_credentials,
    danger_allow_insecure_origins,
    max_age = "10m"
)]
#[delete("/me")]
async fn sign_out(request: HttpRequest) -> impl Responder {
    visitor(&request)
}

// ---- request headers ----------------------------------------------------------------------------

#[cors(origins = APP, allow_headers = "*")]
#[put("/any-header")]
async fn any_header() -> impl Responder {
    "any header"
}

#[cors(origins = APP, allow_headers = ["*", "authorization"])]
#[put("/any-header-and-authorization")]
async fn any_header_and_authorization() -> impl Responder {
    "any header, and authorization"
}

#[cors(
    origins = APP,
    allow_headers = "*",
    allow_credentials,
    danger_allow_insecure_origins
)]
#[put("/any-header-with-credentials")]
async fn any_header_with_credentials(request: HttpRequest) -> impl Responder {
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

// ---- errors and streams -------------------------------------------------------------------------

#[derive(Deserialize)]
struct Order {
    title: String,
}

#[cors(origins = APP, allow_headers = "content-type")]
#[post("/extracted")]
async fn extracted(order: web::Json<Order>) -> impl Responder {
    order.into_inner().title
}

#[cors(origins = APP, expose_headers = "x-total-count")]
#[get("/failing")]
async fn failing() -> actix_web::Result<&'static str> {
    Err(error::ErrorInternalServerError("out of books"))
}

#[cors(origins = APP)]
#[get("/missing")]
async fn missing() -> impl Responder {
    HttpResponse::NotFound().body("no such book")
}

#[cors(origins = APP, expose_headers = "x-total-count")]
#[get("/streamed")]
async fn streamed() -> impl Responder {
    let chunks =
        ["one ", "two ", "three"].map(|text| Ok::<_, error::Error>(web::Bytes::from(text)));
    HttpResponse::Ok()
        .insert_header(("x-total-count", "3"))
        .content_type("text/plain")
        .streaming(stream::iter(chunks))
}

#[cors(origins = "null", danger_allow_null_origin)]
#[get("/null")]
async fn null() -> impl Responder {
    "null"
}

// ---- redirects ----------------------------------------------------------------------------------

#[derive(Deserialize)]
struct Redirect {
    status: u16,
    to: String,
}

impl Responder for Redirect {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let status = self.status.try_into().unwrap_or_default();
        HttpResponse::build(status).insert_header((header::LOCATION, self.to)).finish()
    }
}

#[cors(origins = "*", methods = "*", allow_headers = ["authorization", "content-type"])]
#[actix_web::route("/redirecting", method = "GET", method = "POST", method = "PUT")]
async fn redirecting(redirect: web::Query<Redirect>) -> impl Responder {
    redirect.into_inner()
}

#[cors(origins = APP)]
#[get("/redirecting-listed")]
async fn redirecting_listed(redirect: web::Query<Redirect>) -> impl Responder {
    redirect.into_inner()
}

#[cors(origins = STAFF)]
#[get("/redirecting-staff")]
async fn redirecting_staff(redirect: web::Query<Redirect>) -> impl Responder {
    redirect.into_inner()
}
