//! The page, and what it asks.

use actix_web::{
    HttpRequest, HttpResponse, Responder,
    dev::{AppService, HttpServiceFactory},
    http::header::ContentType,
    middleware::from_fn,
    mime, web,
};
use cors_rules::console::ConsoleMessage;
use serde::Serialize;

use super::{access::own_pages_only, loopback::Loopback, question::Question};
use crate::{
    registry::{policies, row},
    request::CorsRequest,
    testing::explain,
};

const HTML: &str = include_str!("page/index.html");
const CSS: &str = include_str!("page/style.css");
const JS: &str = include_str!("page/explorer.js");

/// A question is a few lines.
const LONGEST_QUESTION: usize = 64 * 1024;

pub(super) fn register(path: &str, config: &mut AppService) {
    let file = |content_type: mime::Mime, text: &'static str| {
        web::get().to(move || {
            let response = HttpResponse::Ok().content_type(content_type.clone()).body(text);
            async { response }
        })
    };
    web::scope(path.trim_end_matches('/'))
        .app_data(web::JsonConfig::default().limit(LONGEST_QUESTION))
        .service(web::resource(["", "/"]).get(index))
        .route("/style.css", file(mime::TEXT_CSS_UTF_8, CSS))
        .route("/explorer.js", file(mime::APPLICATION_JAVASCRIPT_UTF_8, JS))
        .route("/policies", web::get().to(table))
        .route("/explain", web::post().to(answer))
        .route("/message", web::post().to(decode))
        .wrap(from_fn(own_pages_only))
        .register(config);
}

/// It stands wherever scopes put it, so its own path is written into it.
async fn index(request: HttpRequest) -> impl Responder {
    let path = request.path().trim_end_matches('/');
    let path = path.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    HttpResponse::Ok().content_type(ContentType::html()).body(HTML.replace("{{at}}", &path))
}

/// A handler's row of `policies()`, cell by cell.
#[derive(Serialize)]
struct Row {
    methods: String,
    path: String,
    handler: String,
    at: String,
    origins: String,
    settings: String,
}

async fn table() -> impl Responder {
    let rows = policies().into_iter().flat_map(|handler| {
        handler.routes.iter().map(|route| {
            let [methods, path, handler, at, origins, settings] = row(handler, route);
            Row { methods, path, handler, at, origins, settings }
        })
    });
    web::Json(rows.collect::<Vec<_>>())
}

#[derive(Serialize)]
struct Stopped {
    says: String,
}

async fn answer(question: web::Json<Question>, request: HttpRequest) -> HttpResponse {
    let server = CorsRequest::of(request.head()).authority_text().unwrap_or_default();
    let fetch = match question.into_inner().read(server) {
        Ok(fetch) => fetch,
        Err(mistake) => return HttpResponse::UnprocessableEntity().json(mistake),
    };
    let server = match Loopback::of(&request, fetch.host) {
        Ok(server) => server,
        Err(says) => return HttpResponse::BadGateway().json(Stopped { says: says.to_owned() }),
    };
    let explanation = explain(&server, &fetch.page, fetch.request).await;
    match server.stopped() {
        None => HttpResponse::Ok().json(explanation),
        Some(says) => HttpResponse::BadGateway().json(Stopped { says }),
    }
}

/// What a console's message means.
#[derive(Serialize)]
struct Meaning {
    name: &'static str,
    sent: &'static str,
    key: &'static str,
    edit: &'static str,
    attribute: Option<&'static str>,
    see: &'static str,
}

async fn decode(pasted: web::Json<String>) -> HttpResponse {
    let Some(message) = ConsoleMessage::read(&pasted) else {
        let says = "this is none of the messages about CORS of Chromium or Firefox".to_owned();
        return HttpResponse::UnprocessableEntity().json(Stopped { says });
    };
    HttpResponse::Ok().json(Meaning {
        name: message.as_str(),
        sent: message.sent(),
        key: message.key(),
        edit: message.edit(),
        attribute: message.attribute(),
        see: message.page(),
    })
}
