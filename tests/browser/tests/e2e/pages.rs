//! The files of a page, which are the same under every host name.

use actix_web::{HttpResponse, Route, http::header, web};

const PAGE: &str = include_str!("page/page.html");
const CALLS: &str = include_str!("page/calls.js");

pub(crate) fn routes(app: &mut web::ServiceConfig) {
    app.route("/page", file("text/html; charset=utf-8", PAGE))
        .route("/calls.js", file("text/javascript", CALLS))
        .route("/sign-in", web::get().to(sign_in));
}

/// The cookie that Chromium has for the host of the API. It is `SameSite=Lax`, since `SameSite=None` needs
/// `Secure`, and `Secure` needs HTTPS.
pub(crate) const COOKIE: &str = "visitor=ada";

async fn sign_in() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::SET_COOKIE, format!("{COOKIE}; Path=/; SameSite=Lax; HttpOnly")))
        .body("signed in")
}

fn file(content_type: &'static str, text: &'static str) -> Route {
    web::get().to(move || {
        let response = HttpResponse::Ok().content_type(content_type).body(text);
        async { response }
    })
}
