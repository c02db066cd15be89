//! Middleware that dispatches one request twice, or changes it: no earlier decision counts.

use actix_web::{
    App, Error, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse},
    get,
    http::{Method, Uri},
    middleware::{Next, from_fn},
    options, put,
    test::init_service,
    web,
};
use cors_runtime::{Cors, ExceptPreflights, Policy, cors, policy};

use crate::case::check_app;

const LAYER: Policy = policy!(origins = ["https://layer.example", "https://app.example"]);

#[cors(origins = "https://app.example", expose_headers = "x-first")]
#[get("/first")]
async fn first() -> &'static str {
    "first"
}

#[cors(origins = "https://app.example")]
#[put("/{name}")]
async fn annotated() -> &'static str {
    "annotated"
}

/// An earlier registered handler on a path that `annotated` matches too.
#[options("/secret")]
async fn secret() -> &'static str {
    "secret"
}

async fn dispatch_twice(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let fallback: Uri = format!("/{}", request.query_string()).parse().expect("a path");
    let (request, _) = next.call(request).await?.into_parts();
    let mut request = ServiceRequest::from_request(request);
    request.match_info_mut().reset();
    request.match_info_mut().get_mut().update(&fallback);
    request.head_mut().uri = fallback;
    Ok(next.call(request).await?.map_into_boxed_body())
}

async fn login(
    request: ServiceRequest,
    _: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    Ok(request.into_response(HttpResponse::Unauthorized().body("log in")))
}

#[actix_web::test]
async fn a_second_dispatch_does_not_reach_a_handler_without_its_login() {
    let app = App::new()
        .service(secret)
        .service(annotated)
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(from_fn(dispatch_twice));
    let app = init_service(app).await;
    check_app(
        &app,
        "
the second dispatch of an answered preflight does not reach an unannotated handler
    preflight PUT /first?secret from https://app.example
    403 | vary: preflight
",
    )
    .await;
}

#[actix_web::test]
async fn a_layer_writes_the_headers_of_the_last_dispatch() {
    let app = App::new()
        .service(first)
        .route("/plain", web::get().to(|| async { "plain" }))
        .wrap(Cors::new(LAYER))
        .wrap(from_fn(dispatch_twice));
    let app = init_service(app).await;
    check_app(
        &app,
        "
the response of the second dispatch does not have the policy of the first one
    GET /first?plain from https://app.example
    200 plain | allow-origin: https://app.example | vary: Origin
",
    )
    .await;
}

const INNER: Policy = policy!(origins = "https://inner.example");

/// The inner layer and the middleware are on a scope without annotated handlers.
#[actix_web::test]
async fn an_inner_layer_around_a_login_keeps_its_headers() {
    let scope = web::scope("/b")
        .route("/x", web::get().to(|| async { "x" }))
        .wrap(ExceptPreflights::new(from_fn(pass)))
        .wrap(Cors::new(INNER));
    let app = App::new().service(first).service(scope).wrap(Cors::new(LAYER));
    let app = init_service(app).await;
    check_app(
        &app,
        "
the inner layer decides
    GET /b/x from https://inner.example
    200 x | allow-origin: https://inner.example | vary: Origin
the outer layer does not
    GET /b/x from https://layer.example
    200 x | vary: Origin
",
    )
    .await;
}

async fn pass(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// Such middleware turns a preflight into an actual request before the router sees it.
#[actix_web::test]
async fn a_preflight_that_middleware_turns_into_a_request_does_not_skip_the_login() {
    let app = App::new()
        .service(first)
        .wrap_fn(|mut request, service| {
            request.head_mut().method = Method::GET;
            service.call(request)
        })
        .wrap(ExceptPreflights::new(from_fn(login)))
        .wrap(Cors::new(LAYER));
    let app = init_service(app).await;
    check_app(
        &app,
        "
the handler does not run
    preflight GET /first from https://app.example
    204 | allow-methods: GET, HEAD, POST | allow-origin: https://app.example | vary: preflight
",
    )
    .await;
}
