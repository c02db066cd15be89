//! Files have no handler to annotate, so `Cors` is wrapped around the scope that serves them.

use actix_files::Files;
use actix_web::{App, test::init_service, web};
use cors_runtime::{Cors, Policy, policy};

use crate::case::check_app;

const FILES: Policy = policy!(origins = "https://app.example", methods = ["GET", "HEAD"]);

#[actix_web::test]
async fn served() {
    let files = Files::new("/", env!("CARGO_MANIFEST_DIR"));
    let app = App::new().service(web::scope("/files").wrap(Cors::new(FILES)).service(files));
    let cases = "
a file
    GET /files/lib.rs from https://app.example
    200 //! Recipes with the middleware of other crates: the tests alone.\u{a}
        | allow-origin: https://app.example | vary: Origin
the preflight
    preflight GET /files/lib.rs from https://app.example
    204 | allow-methods: GET, HEAD | allow-origin: https://app.example | vary: preflight
no file
    GET /files/nothing from https://app.example
    404 | allow-origin: https://app.example | vary: Origin
another method
    POST /files/lib.rs from https://app.example
    405 Request did not meet this resource's requirements. | allow-origin: https://app.example
        | vary: Origin
another origin
    GET /files/nothing from https://evil.example
    404 | vary: Origin
";
    check_app(&init_service(app).await, cases).await;
}
