//! A rate limit is wrapped in `ExceptPreflights`, so that it counts what pages ask for alone, and
//! `Cors` after it, so that a page can read the 429.

use std::time::Duration;

use actix_extensible_rate_limit::{
    RateLimiter,
    backend::{SimpleInputFunctionBuilder, memory::InMemoryBackend},
};
use actix_web::{App, get, test::init_service};
use cors_runtime::{Cors, ExceptPreflights, Policy, cors, policy};

use crate::case::check_app;

const APP: Policy = policy!(origins = "https://app.example");

#[cors(policy = APP)]
#[get("/me")]
async fn me() -> &'static str {
    "me"
}

#[actix_web::test]
async fn limited() {
    let one_an_hour =
        SimpleInputFunctionBuilder::new(Duration::from_secs(3600), 1).custom_key("all").build();
    let limit = RateLimiter::builder(InMemoryBackend::builder().build(), one_an_hour).build();
    let app = App::new().service(me).wrap(ExceptPreflights::new(limit)).wrap(Cors::new(APP));
    let cases = "
a preflight is not counted
    preflight GET /me from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
the one request of this hour
    GET /me from https://app.example
    200 me | allow-origin: https://app.example | vary: Origin
the page reads that it was too many
    GET /me from https://app.example
    429 | allow-origin: https://app.example | vary: Origin
and preflights are still answered
    preflight GET /me from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
";
    check_app(&init_service(app).await, cases).await;
}
