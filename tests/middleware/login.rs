//! A login is wrapped in `ExceptPreflights`, because preflights carry no credentials, and `Cors`
//! after it, so that a page can read the 401.

use actix_web::{App, Error, dev::ServiceRequest, error::ErrorForbidden, get, test::init_service};
use actix_web_httpauth::{extractors::bearer::BearerAuth, middleware::HttpAuthentication};
use cors_runtime::{Cors, ExceptPreflights, Policy, cors, policy};

use crate::case::check_app;

const APP: Policy = policy!(origins = "https://app.example", allow_headers = "authorization");

#[cors(policy = APP)]
#[get("/me")]
async fn me() -> &'static str {
    "me"
}

async fn validator(
    request: ServiceRequest,
    bearer: BearerAuth,
) -> Result<ServiceRequest, (Error, ServiceRequest)> {
    match bearer.token() {
        "1" => Ok(request),
        _ => Err((ErrorForbidden("another's token"), request)),
    }
}

#[actix_web::test]
async fn bearer() {
    let app = App::new()
        .service(me)
        .wrap(ExceptPreflights::new(HttpAuthentication::bearer(validator)))
        .wrap(Cors::new(APP));
    let cases = "
the preflight needs no login
    preflight GET /me from https://app.example
    204 | allow-headers: authorization | allow-methods: GET | allow-origin: https://app.example
        | vary: preflight
with a login the request goes in
    GET /me from https://app.example | authorization: Bearer 1
    200 me | allow-origin: https://app.example | vary: Origin
without one, the page reads the 401
    GET /me from https://app.example
    401 | allow-origin: https://app.example | vary: Origin
and what the validator says of another token
    GET /me from https://app.example | authorization: Bearer 2
    403 another's token | allow-origin: https://app.example | vary: Origin
the login stands in front of the router
    GET /nowhere from https://app.example
    401 | allow-origin: https://app.example | vary: Origin
whose 404 the page reads too
    GET /nowhere from https://app.example | authorization: Bearer 1
    404 | allow-origin: https://app.example | vary: Origin
";
    check_app(&init_service(app).await, cases).await;
}

#[actix_web::test]
async fn without_except_preflights_the_login_refuses_the_preflight() {
    let app = App::new().service(me).wrap(HttpAuthentication::bearer(validator));
    let cases = "
so that a browser sends no request
    preflight GET /me from https://app.example
    401
";
    check_app(&init_service(app).await, cases).await;
}
