//! The Explorer's page, its files, and the endpoints that its script calls.

mod access;
mod form;
mod loopback;
mod table;

use std::collections::BTreeMap;

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    dev::{AppService, HttpServiceFactory},
    http::header::ContentType,
    middleware::from_fn,
    mime, web,
};
use cors_browser::console_messages::ConsoleMessage;

use self::{
    access::{authority, own_pages_only},
    form::{Fetch, Form},
    loopback::Loopback,
};
use crate::Explanation;

const HTML: &str = include_str!("page/index.html");
const CSS: &str = include_str!("page/style.css");
const JS: &str = include_str!("page/explorer.js");

/// The maximum length in bytes of the JSON that a form of the page sends. A form usually needs far less.
const MAX_FORM_LENGTH: usize = 64 * 1024;

pub(super) fn register(path: &str, config: &mut AppService) {
    let file = |content_type: mime::Mime, text: &'static str| {
        web::get().to(move || {
            let response = HttpResponse::Ok().content_type(content_type.clone()).body(text);
            async { response }
        })
    };
    web::scope(path.trim_end_matches('/'))
        .app_data(web::JsonConfig::default().limit(MAX_FORM_LENGTH))
        .service(web::resource(["", "/"]).get(index))
        .route("/style.css", file(mime::TEXT_CSS_UTF_8, CSS))
        .route("/explorer.js", file(mime::APPLICATION_JAVASCRIPT_UTF_8, JS))
        .route("/policies", web::get().to(policies))
        .route("/explain", web::post().to(answer))
        .route("/message", web::post().to(decode))
        .wrap(from_fn(own_pages_only))
        .register(config);
}

/// Returns the HTML page, with the path of the Explorer inserted. The path comes from the request, because only the
/// request's path includes the prefixes of outer scopes.
async fn index(request: HttpRequest) -> impl Responder {
    let path = request.path().trim_end_matches('/');
    let path = path.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    HttpResponse::Ok().content_type(ContentType::html()).body(HTML.replace("{{at}}", &path))
}

async fn policies(request: HttpRequest) -> impl Responder {
    web::Json(table::rows(&request))
}

async fn answer(form: web::Json<Form>, request: HttpRequest) -> HttpResponse {
    let server = authority(request.head()).unwrap_or_default();
    let fetch = match form.into_inner().parse(server) {
        Ok(fetch) => fetch,
        Err(error) => return HttpResponse::UnprocessableEntity().json(error),
    };
    match explain(fetch, &request).await {
        Ok(explanation) => HttpResponse::Ok().json(explanation),
        Err(message) => HttpResponse::BadGateway().json(BTreeMap::from([("message", message)])),
    }
}

/// Sends the requests of a fetch to this server, and explains the fetch. If a request cannot be sent or gets no
/// response, returns the reason as a sentence.
async fn explain(fetch: Fetch, request: &HttpRequest) -> Result<Explanation, String> {
    let server = Loopback::new(request, fetch.host)?;
    Explanation::new(fetch.page.trace(&server, fetch.request).await)
}

/// Explains a console message.
async fn decode(pasted: web::Json<String>) -> HttpResponse {
    let Some(message) = ConsoleMessage::find_in(&pasted) else {
        let message = "this is not a message about CORS of Chromium, Firefox or Safari. A script's `TypeError` \
                       contains no reason: copy the line about CORS from the console";
        return HttpResponse::UnprocessableEntity().json(BTreeMap::from([("message", message)]));
    };
    HttpResponse::Ok().json(BTreeMap::from([
        ("name", Some(message.as_str())),
        ("response", Some(message.response())),
        ("key", Some(message.key())),
        ("edit", Some(message.edit())),
        ("attribute", message.attribute()),
        ("documentation_url", Some(message.documentation_url())),
    ]))
}
