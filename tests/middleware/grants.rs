//! The grants' extractor refuses who has no login, so the middleware is wrapped in
//! `ExceptPreflights`, and `Cors` after it, so that a page can read the refusal.

use std::collections::HashSet;

use actix_web::{
    App, Error, dev::ServiceRequest, error::ErrorUnauthorized, get, http::header::AUTHORIZATION,
    test::init_service,
};
use actix_web_grants::{GrantsMiddleware, protect};
use cors_runtime::{Cors, ExceptPreflights, Policy, cors, policy};

use crate::case::check_app;

const APP: Policy = policy!(origins = "https://app.example", allow_headers = "authorization");

#[cors(policy = APP)]
#[get("/admin")]
#[protect("ADMIN")]
async fn admin() -> &'static str {
    "admin"
}

async fn grants(request: &ServiceRequest) -> Result<HashSet<String>, Error> {
    let role = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let role = role.ok_or_else(|| ErrorUnauthorized("log in"))?;
    Ok(HashSet::from([role.to_owned()]))
}

#[actix_web::test]
async fn protected() {
    let app = App::new()
        .service(admin)
        .wrap(ExceptPreflights::new(GrantsMiddleware::with_extractor(grants)))
        .wrap(Cors::new(APP));
    let cases = "
the preflight needs no grant
    preflight GET /admin from https://app.example
    204 | allow-headers: authorization | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
who has it goes in
    GET /admin from https://app.example | authorization: ADMIN
    200 admin | allow-origin: https://app.example | vary: Origin
who has another is refused by the handler
    GET /admin from https://app.example | authorization: GUEST
    403 | allow-origin: https://app.example | vary: Origin
who has no login, by the extractor
    GET /admin from https://app.example
    401 log in | allow-origin: https://app.example | vary: Origin
";
    check_app(&init_service(app).await, cases).await;
}
