//! The logger is wrapped last, so that it sees every preflight and refusal; it needs no
//! `ExceptPreflights`, because it answers nothing.

use actix_web::{App, get, test::init_service};
use cors_runtime::{Cors, Policy, cors, policy};
use tracing_actix_web::{RequestId, TracingLogger};

use crate::case::check_app;

const APP: Policy = policy!(origins = "https://app.example");

#[cors(policy = APP)]
#[get("/me")]
async fn me(_: RequestId) -> &'static str {
    "me"
}

const CASES: &str = "
the preflight
    preflight GET /me from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
the request, which has its identifier
    GET /me from https://app.example
    200 me | allow-origin: https://app.example | vary: Origin
the router's 404
    GET /nowhere from https://app.example
    404 | allow-origin: https://app.example | vary: Origin
";

#[actix_web::test]
async fn logged_outside() {
    let app = App::new().service(me).wrap(Cors::new(APP)).wrap(TracingLogger::default());
    check_app(&init_service(app).await, CASES).await;
}

#[actix_web::test]
async fn logged_inside_it_answers_the_same() {
    let app = App::new().service(me).wrap(TracingLogger::default()).wrap(Cors::new(APP));
    check_app(&init_service(app).await, CASES).await;
}
