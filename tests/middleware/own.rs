//! actix-web's own middleware needs no `ExceptPreflights`; `Cors` is wrapped after `NormalizePath`
//! and `ErrorHandlers`, so that the responses which they make carry its headers.

use actix_web::{
    App, Error, HttpResponse,
    body::MessageBody,
    dev::ServiceResponse,
    get,
    http::StatusCode,
    middleware::{
        Compress, Condition, ErrorHandlerResponse, ErrorHandlers, Logger, NormalizePath,
        TrailingSlash,
    },
    test::{TestRequest, call_service, init_service},
};
use cors_runtime::{Cors, Policy, cors, policy};

use crate::case::check_app;

const APP: Policy = policy!(origins = "https://app.example");

#[cors(policy = APP)]
#[get("/me")]
async fn me() -> &'static str {
    "me"
}

fn page<B: MessageBody + 'static>(
    response: ServiceResponse<B>,
) -> Result<ErrorHandlerResponse<B>, Error> {
    let (request, response) = response.into_parts();
    let page = HttpResponse::build(response.status()).body("a page of errors");
    let response = ServiceResponse::new(request, page).map_into_right_body();
    Ok(ErrorHandlerResponse::Response(response))
}

const CASES: &str = "
the preflight
    preflight GET /me from https://app.example
    204 | allow-methods: GET | allow-origin: https://app.example | vary: preflight
the request
    GET /me from https://app.example
    200 me | allow-origin: https://app.example | vary: Origin
";

#[actix_web::test]
async fn normalized() {
    let app =
        App::new().service(me).wrap(NormalizePath::new(TrailingSlash::Trim)).wrap(Cors::new(APP));
    let app = init_service(app).await;
    check_app(&app, CASES).await;
    check_app(&app, &CASES.replace("/me", "//me/")).await;
}

#[actix_web::test]
async fn compressed() {
    let app = init_service(App::new().service(me).wrap(Compress::default())).await;
    check_app(&app, CASES).await;
    // The body is gzip's, so that the headers alone are compared.
    let sent = TestRequest::get().uri("/me").insert_header(("accept-encoding", "gzip"));
    let response =
        call_service(&app, sent.insert_header(("origin", "https://app.example")).to_request());
    let response = response.await;
    let vary: Vec<_> = response.headers().get_all("vary").collect();
    assert!(
        ["Origin", "accept-encoding"].iter().all(|name| {
            vary.iter().any(|value| value.as_bytes().eq_ignore_ascii_case(name.as_bytes()))
        }),
        "a cache keeps the answers apart by both: {vary:?}"
    );
    assert_eq!(response.headers().get("content-encoding").unwrap(), "gzip");
}

#[actix_web::test]
async fn logged() {
    let app = App::new().service(me).wrap(Cors::new(APP)).wrap(Logger::default());
    check_app(&init_service(app).await, CASES).await;
}

#[actix_web::test]
async fn errors_replaced() {
    let handlers = ErrorHandlers::new().handler(StatusCode::NOT_FOUND, page);
    let app = init_service(App::new().service(me).wrap(handlers).wrap(Cors::new(APP))).await;
    check_app(&app, CASES).await;
    let cases = "
the page in place of the router's 404
    GET /nowhere from https://app.example
    404 a page of errors | allow-origin: https://app.example | vary: Origin
";
    check_app(&app, cases).await;
}

#[actix_web::test]
async fn conditional() {
    for on in [true, false] {
        let app = App::new().service(me).wrap(Condition::new(on, Cors::new(APP)));
        let app = init_service(app).await;
        check_app(&app, CASES).await;
        let headers = if on { " | allow-origin: https://app.example | vary: Origin" } else { "" };
        let cases = format!(
            "
the handler keeps its policy, and the 404 has the layer's where there is one
    GET /nowhere from https://app.example
    404{headers}
"
        );
        check_app(&app, &cases).await;
    }
}
