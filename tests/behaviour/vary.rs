//! `Vary: Origin` is added to the `Vary` of the handler.

use actix_web::{HttpRequest, HttpResponse, get, http::header::VARY, web::ServiceConfig};
use cors_runtime::cors;

use crate::case::check;

#[cors(origins = "https://app.example")]
#[get("/one")]
async fn one(request: HttpRequest) -> HttpResponse {
    with_vary(&request)
}

/// Responds with the lines of `Vary` that the request lists.
fn with_vary(request: &HttpRequest) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    for line in request.headers().get_all("x-vary") {
        response.append_header((VARY, line.clone()));
    }
    response.body("ran")
}

pub fn services(config: &mut ServiceConfig) {
    config.service(one);
}

pub const CASES: &str = "
`Origin` is appended to the value of the handler
    GET /one | x-vary: Accept-Encoding
    200 ran | vary: Accept-Encoding, Origin
`Origin` is appended to several lines of the handler, including an empty one
    GET /one | x-vary: Accept | x-vary:  | x-vary: Cookie
    200 ran | vary: Accept, , Cookie, Origin
`Origin` is not added to a list that has it in any case and place
    GET /one | x-vary: Accept | x-vary: Cookie ,\tORIGIN , DNT
    200 ran | vary: Accept, Cookie ,\tORIGIN , DNT
`Origin` is not added to a star
    GET /one | x-vary: *
    200 ran | vary: *
`Origin` is not added to a list with a star
    GET /one | x-vary: Accept, *
    200 ran | vary: Accept, *
bytes outside ASCII are kept
    GET /one | x-vary: \u{ff}
    200 ran | vary: \u{ff}, Origin
an allowed origin gets the same `Vary`
    GET /one from https://app.example | x-vary: Accept
    200 ran | allow-origin: https://app.example | vary: Accept, Origin
";

#[actix_web::test]
async fn a_response_that_varies_by_origin_lists_origin_once() {
    check(services, CASES).await;
}
