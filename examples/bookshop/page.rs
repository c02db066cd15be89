//! The server of the front end: static files without a build step, on their own origin.

use std::collections::BTreeMap;

use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, Responder, Route, get, mime, web};

use crate::banner::Urls;

const HTML: &str = include_str!("page/index.html");
const CSS: &str = include_str!("page/style.css");
const APP_JS: &str = include_str!("page/app.js");
const CALLS_JS: &str = include_str!("page/calls.js");

/// The source code of the policies. The page shows this code, because a copy in the page could become outdated.
const POLICIES_RS: &str = include_str!("policies.rs");
const SOURCES: [&str; 4] = [
    include_str!("books.rs"),
    include_str!("visitors.rs"),
    include_str!("search.rs"),
    include_str!("sales.rs"),
];

pub struct Assets {
    html: String,
    attributes: BTreeMap<&'static str, String>,
}

impl Assets {
    pub fn new(urls: &Urls) -> Self {
        let html = HTML
            .replace("{{api}}", &urls.api)
            .replace("{{shop}}", &urls.shop)
            .replace("{{staff}}", &urls.staff)
            .replace("{{other_site}}", &urls.other_site);
        let attributes = SOURCES.into_iter().flat_map(attributes).collect();
        Self { html, attributes }
    }
}

pub fn routes(page: &mut web::ServiceConfig) {
    page.service(index)
        .service(attributes_of_handlers)
        .route("/style.css", file(ContentType(mime::TEXT_CSS_UTF_8), CSS))
        .route("/policies.rs", file(ContentType::plaintext(), POLICIES_RS))
        .route("/app.js", script(APP_JS))
        .route("/calls.js", script(CALLS_JS));
}

#[get("/")]
async fn index(assets: web::Data<Assets>) -> impl Responder {
    HttpResponse::Ok().content_type(ContentType::html()).body(assets.html.clone())
}

#[get("/attributes.json")]
async fn attributes_of_handlers(assets: web::Data<Assets>) -> impl Responder {
    HttpResponse::Ok().json(&assets.attributes)
}

fn script(text: &'static str) -> Route {
    file(ContentType(mime::APPLICATION_JAVASCRIPT_UTF_8), text)
}

fn file(content_type: ContentType, text: &'static str) -> Route {
    web::get().to(move || {
        let response = HttpResponse::Ok().content_type(content_type.clone()).body(text);
        async { response }
    })
}

/// Returns the name of each annotated handler in a source file, with the lines of its `#[cors]` and route attributes.
fn attributes(source: &'static str) -> Vec<(&'static str, String)> {
    let mut handlers = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    for line in source.lines() {
        if let Some(name) = line.strip_prefix("async fn ") {
            let name = name.split('(').next().unwrap_or(name);
            handlers.push((name, lines.join("\n")));
            lines.clear();
        } else if line.starts_with("#[cors(") || !lines.is_empty() {
            lines.push(line);
        }
    }
    handlers
}
