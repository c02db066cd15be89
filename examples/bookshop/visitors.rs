//! Who is visiting: a name in a cookie. A real shop would sign it, with `actix-session` say.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, CookieBuilder, SameSite};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, Responder, delete, get, post, web};
use cors_runtime::cors;
use serde::{Deserialize, Serialize};

use crate::policies::SIGNED_IN;

const COOKIE: &str = "visitor";

pub fn routes(api: &mut web::ServiceConfig) {
    api.service(sign_in).service(me).service(sign_out);
}

#[derive(Deserialize, Serialize)]
struct Visitor {
    name: String,
}

// Credentials here too: without them the browser drops the cookie that this answer sets.
#[cors(policy = SIGNED_IN)]
#[post("/session")]
async fn sign_in(visitor: web::Json<Visitor>) -> impl Responder {
    let cookie = visitor_cookie(visitor.into_inner().name).finish();
    // Encoded, so that a `;` in a name does not begin an attribute of the cookie.
    let cookie = cookie.encoded().to_string();
    HttpResponse::NoContent().insert_header((header::SET_COOKIE, cookie)).finish()
}

// Speaks about whoever holds the cookie: named origins alone, `*` would not compile.
#[cors(policy = SIGNED_IN)]
#[get("/me")]
async fn me(request: HttpRequest) -> impl Responder {
    match request.cookie(COOKIE) {
        Some(cookie) => HttpResponse::Ok().json(Visitor { name: cookie.value().to_owned() }),
        None => HttpResponse::Unauthorized().body("no cookie came along: sign in first"),
    }
}

// Ends what `sign_in` began, so the same pages may do it, with the same cookie.
#[cors(policy = SIGNED_IN)]
#[delete("/session")]
async fn sign_out() -> impl Responder {
    let expired = visitor_cookie(String::new()).max_age(Duration::ZERO).finish();
    HttpResponse::NoContent().cookie(expired).finish()
}

/// `SameSite=Lax` fits an API on its pages' own site; two ports of `localhost` are one site. It is
/// not `Secure`, since this example speaks plain HTTP: a deployed API sets that too.
fn visitor_cookie(name: String) -> CookieBuilder<'static> {
    Cookie::build(COOKIE, name).path("/").http_only(true).same_site(SameSite::Lax)
}
