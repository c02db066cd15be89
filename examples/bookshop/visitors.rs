//! The handlers that store, read and remove the visitor's name in a cookie. A real shop would sign the cookie, for
//! example with `actix-session`.

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

// The page sends this call with credentials. Without them, the browser would ignore the cookie that the response sets.
#[cors(policy = SIGNED_IN)]
#[post("/session")]
async fn sign_in(visitor: web::Json<Visitor>) -> impl Responder {
    let cookie = visitor_cookie(visitor.into_inner().name).finish();
    // The value is encoded, so that a `;` in a name does not begin an attribute of the cookie.
    let cookie = cookie.encoded().to_string();
    HttpResponse::NoContent().insert_header((header::SET_COOKIE, cookie)).finish()
}

// The response depends on the cookie, so the policy allows credentials. With credentials, `origins = "*"` would not
// compile.
#[cors(policy = SIGNED_IN)]
#[get("/me")]
async fn me(request: HttpRequest) -> impl Responder {
    match request.cookie(COOKIE) {
        Some(cookie) => HttpResponse::Ok().json(Visitor { name: cookie.value().to_owned() }),
        None => HttpResponse::Unauthorized().body("the request has no cookie: sign in first"),
    }
}

// Signing out needs the policy of `sign_in`, because the same pages change the same cookie.
#[cors(policy = SIGNED_IN)]
#[delete("/session")]
async fn sign_out() -> impl Responder {
    let expired = visitor_cookie(String::new()).max_age(Duration::ZERO).finish();
    HttpResponse::NoContent().cookie(expired).finish()
}

/// Returns a cookie with `SameSite=Lax`, because the API is on the same site as the shop page: two ports of `localhost`
/// are one site. The cookie is not `Secure`, because this example uses plain HTTP. A deployed API should set `Secure`
/// too.
fn visitor_cookie(name: String) -> CookieBuilder<'static> {
    Cookie::build(COOKIE, name).path("/").http_only(true).same_site(SameSite::Lax)
}
