//! An upload is annotated as any handler is; `Cors` around it lets the page read the errors that
//! come before the handler runs.

use actix_multipart::Multipart;
use actix_web::{App, post, test::init_service};
use cors_runtime::{Cors, Policy, cors, policy};

use crate::case::check_app;

const APP: Policy = policy!(origins = "https://app.example", allow_headers = "x-upload-id");

#[cors(policy = APP)]
#[post("/upload")]
async fn upload(parts: Multipart) -> &'static str {
    drop(parts);
    "uploaded"
}

#[actix_web::test]
async fn uploaded() {
    let app = init_service(App::new().service(upload).wrap(Cors::new(APP))).await;
    let cases = "
a form's own type needs no preflight, and a header of the page's does
    preflight POST /upload from https://app.example | access-control-request-headers: x-upload-id
    204 | allow-headers: x-upload-id | allow-methods: POST | allow-origin: https://app.example
        | vary: preflight
the upload
    POST /upload from https://app.example | content-type: multipart/form-data; boundary=b
    200 uploaded | allow-origin: https://app.example | vary: Origin
another method is the router's 404, because a macro's route is one of its method
    GET /upload from https://app.example
    404 | allow-origin: https://app.example | vary: Origin
";
    check_app(&app, cases).await;
}
