//! The handlers that the pages of the browser tests call, each with its own policy.

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    error, get,
    http::{
        StatusCode,
        header::{self, ContentType},
    },
    put,
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
    api.configure(handlers)
        .service((replace_book, me, endless))
        .service((redirecting, redirecting_staff))
        .service((chat, chat_without_enforce))
        .route("/scripted", web::route().to(scripted));
}

/// Defines a handler for each row, and the function `handlers`, which registers all of them. The last expression of a
/// row is the function that converts the request to the response.
macro_rules! handlers {
    ($($name:ident: $method:ident $path:tt cors($($policy:tt)*) => $respond:expr;)*) => {
        $(
            #[cors($($policy)*)]
            #[actix_web::$method($path)]
            async fn $name(request: HttpRequest) -> impl Responder {
                let respond: fn(&HttpRequest) -> _ = $respond;
                respond(&request)
            }
        )*

        fn handlers(api: &mut web::ServiceConfig) {
            $(api.service($name);)*
        }
    };
}

handlers! {
    // These handlers are for tests of the allowed origins, and of the response headers that a page can read.
    open: get "/open" cors(origins = "*", expose_headers = ["x-total-count"]) => |_| with_headers("open");
    listed: get "/listed" cors(origins = APP, expose_headers = ["x-total-count", "etag"]) => |_| with_headers("listed");
    null: get "/null" cors(origins = "null", danger_allow_null_origin) => |_| "null";

    // Handlers on the same path have their own policies. `replace_book` below is on `/books/1` too.
    read_book: get "/books/1" cors(origins = "*", allow_headers = "x-request-id", max_age = "10m") => |_| "Emma";
    delete_book: delete "/books/1" cors(origins = STAFF, max_age = "10m") => |_| "gone";
    amend: put "/amended" cors(origins = APP, max_age = "10m") => |_| "amended";
    patched: patch "/amended" cors(origins = APP, max_age = "10m") => |_| "patched";

    // These handlers are for tests of request headers.
    any_header: put "/any-header" cors(origins = APP, allow_headers = "*") => |_| "any header";
    any_header_with_credentials: put "/any-header-with-credentials"
        cors(origins = APP, allow_headers = "*", allow_credentials, danger_allow_insecure_origins) => visitor;

    // These handlers are for tests of credentials.
    me_of_any_origin: get "/me-of-any-origin" cors(origins = "*") => visitor;
    sign_out: delete "/me"
        cors(origins = EXAMPLE, allow_credentials, danger_allow_insecure_origins, max_age = "10m") => visitor;

    // These handlers are for tests of the preflight cache.
    kept: put "/kept" cors(origins = EXAMPLE, max_age = "10m") => |_| "kept";
    kept_for_a_second: put "/kept-for-a-second" cors(origins = APP, max_age = 1) => |_| "kept for a second";
    kept_by_default: put "/kept-by-default" cors(origins = APP) => |_| "kept by default";
    never_kept: put "/never-kept" cors(origins = APP, max_age = 0) => |_| "never kept";

    // These handlers respond with files.
    files: get "/files/{name}" cors(origins = APP) => file;
    files_with_credentials: get "/files-with-credentials/{name}"
        cors(origins = APP, allow_credentials, danger_allow_insecure_origins) => file;
    enforced_files: get "/enforced-files/{name}" cors(origins = EXAMPLE, enforce) => file;
    isolated_files: get "/isolated-files/{name}" cors(origins = EXAMPLE, enforce = "isolate") => file;

    // These handlers are for tests of forms, `enforce` and `hosts`.
    order: post "/order" cors(origins = EXAMPLE, enforce) => place_order;
    order_with_credentials: post "/order-with-credentials"
        cors(origins = EXAMPLE, enforce, allow_credentials, danger_allow_insecure_origins) => place_order;
    order_without_enforce: post "/order-without-enforce" cors(origins = EXAMPLE) => place_order;
    with_hosts: get "/with-hosts" cors(origins = EXAMPLE, enforce, hosts = "api.example.test:*") => |_| "secret";
    without_hosts: get "/without-hosts" cors(origins = EXAMPLE, enforce) => |_| "secret";
    // This handler is for the test of an origin whose host has an underscore.
    underscored: get "/underscored" cors(origins = "http://my_app.example.test:*") => |_| "underscored";
}

fn with_headers(body: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(ContentType::plaintext())
        .insert_header(("x-total-count", "2"))
        .insert_header(("x-cache", "hit"))
        .insert_header((header::ETAG, "\"1\""))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body)
}

#[cors(origins = APP, allow_headers = ["content-type", "x-request-id"], max_age = "10m")]
#[put("/books/1")]
async fn replace_book(body: String) -> impl Responder {
    body
}

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

/// Returns a file. The `Content-Type` depends on the extension of the path, such as `.svg`.
fn file(request: &HttpRequest) -> HttpResponse {
    // A font in which the letter A is a square.
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

fn place_order(request: &HttpRequest) -> &'static str {
    if let Some(orders) = request.app_data::<Orders>() {
        orders.place();
    }
    "ordered"
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

/// Responds with the headers in the query. Only the response to a preflight has the headers with the prefix
/// `preflight:`.
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
