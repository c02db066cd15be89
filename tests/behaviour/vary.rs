//! `Vary: Origin` joins what the handler set.

use actix_web::{HttpRequest, HttpResponse, get, http::header::VARY, web::ServiceConfig};
use cors_runtime::cors;

use crate::case::check;

#[cors(origins = "https://app.example")]
#[get("/one")]
async fn one(request: HttpRequest) -> HttpResponse {
    with_vary(&request)
}

#[cors(origins = "*")]
#[get("/anyone")]
async fn anyone(request: HttpRequest) -> HttpResponse {
    with_vary(&request)
}

/// Answers with the lines of `Vary` that the request asks for.
fn with_vary(request: &HttpRequest) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    for line in request.headers().get_all("x-vary") {
        response.append_header((VARY, line.clone()));
    }
    response.body("ran")
}

pub fn services(config: &mut ServiceConfig) {
    config.service(one).service(anyone);
}

pub const CASES: &str = "
it stands alone where the handler said nothing
    GET /one
    200 ran | vary: Origin
it joins what the handler said
    GET /one | x-vary: Accept-Encoding
    200 ran | vary: Accept-Encoding, Origin
it joins every line that the handler wrote, an empty one too
    GET /one | x-vary: Accept | x-vary:  | x-vary: Cookie
    200 ran | vary: Accept, , Cookie, Origin
it is not added where it stands already
    GET /one | x-vary: Origin
    200 ran | vary: Origin
it is not added where it stands already, in any case and place
    GET /one | x-vary: Accept | x-vary: Cookie ,\tORIGIN , DNT
    200 ran | vary: Accept, Cookie ,\tORIGIN , DNT
it is not added where a star says more
    GET /one | x-vary: *
    200 ran | vary: *
it is not added where a star stands in a list
    GET /one | x-vary: Accept, *
    200 ran | vary: Accept, *
a name that contains it is another one
    GET /one | x-vary: X-Origin, Origin-Agent-Cluster
    200 ran | vary: X-Origin, Origin-Agent-Cluster, Origin
bytes beyond ASCII are left as they are
    GET /one | x-vary: \u{ff}
    200 ran | vary: \u{ff}, Origin
an allowed origin changes nothing about it
    GET /one from https://app.example | x-vary: Accept
    200 ran | allow-origin: https://app.example | vary: Accept, Origin
where everyone is allowed, what the handler said is left alone
    GET /anyone from https://app.example | x-vary: Accept
    200 ran | allow-origin: * | vary: Accept
";

#[actix_web::test]
async fn a_response_that_varies_by_origin_says_so_once() {
    check(services, CASES).await;
}
