//! Every response has the same headers, also a response made from an error.

use std::{
    error, fmt,
    pin::Pin,
    task::{Context, Poll},
};

use actix_web::{
    App, Error, HttpResponse, ResponseError,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    get,
    http::{StatusCode, header::VARY},
    middleware::{Next, from_fn},
    post,
    test::init_service,
    web::{self, Bytes, ServiceConfig},
};
use cors_runtime::cors;
use futures_core::Stream;
use serde::Deserialize;

use crate::case::{check, check_app};

/// An error whose response sets CORS headers itself.
#[derive(Debug)]
struct OutOfPaper;

impl fmt::Display for OutOfPaper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("out of paper")
    }
}

impl error::Error for OutOfPaper {}

impl ResponseError for OutOfPaper {
    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(StatusCode::INSUFFICIENT_STORAGE)
            .insert_header((VARY, "Accept"))
            .insert_header(("access-control-allow-origin", "https://evil.example"))
            .insert_header(("access-control-allow-methods", "DELETE"))
            .body(self.to_string())
    }
}

#[derive(Deserialize)]
struct Page {
    page: u32,
}

#[cors(origins = "https://app.example", expose_headers = "x-a", allow_credentials)]
#[get("/extracted")]
async fn extracted(page: web::Query<Page>) -> String {
    page.page.to_string()
}

#[cors(origins = "*", allow_headers = "content-type")]
#[post("/extracted-for-any-origin")]
async fn extracted_for_any_origin(page: web::Json<Page>) -> String {
    page.page.to_string()
}

#[cors(origins = "https://app.example", expose_headers = "x-a", allow_credentials)]
#[get("/failing")]
async fn failing() -> Result<&'static str, OutOfPaper> {
    Err(OutOfPaper)
}

async fn returns_an_error(
    request: ServiceRequest,
    _: Next<impl MessageBody>,
) -> Result<ServiceResponse, Error> {
    drop(request);
    Err(OutOfPaper.into())
}

async fn responds(
    request: ServiceRequest,
    _: Next<impl MessageBody>,
) -> Result<ServiceResponse, Error> {
    Ok(request.into_response(HttpResponse::Unauthorized().body("log in")))
}

#[cors(origins = "https://app.example", expose_headers = "x-a", allow_credentials)]
#[get("/failing-wrap", wrap = "from_fn(returns_an_error)")]
async fn failing_wrap() -> &'static str {
    "ran"
}

#[cors(origins = "*", expose_headers = "x-a")]
#[get("/failing-wrap-for-any-origin", wrap = "from_fn(returns_an_error)")]
async fn failing_wrap_for_any_origin() -> &'static str {
    "ran"
}

#[cors(origins = "https://app.example")]
#[get("/responding-wrap", wrap = "from_fn(responds)")]
async fn responding_wrap() -> &'static str {
    "ran"
}

/// A body of several chunks.
struct Chunks(Vec<&'static str>);

impl Stream for Chunks {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop().map(|piece| Ok(Bytes::from_static(piece.as_bytes()))))
    }
}

#[cors(origins = "https://app.example")]
#[get("/streaming")]
async fn streaming() -> HttpResponse {
    HttpResponse::Ok().streaming(Chunks(vec!["!", "third", "second ", "first "]))
}

pub fn services(config: &mut ServiceConfig) {
    config
        .service(extracted)
        .service(extracted_for_any_origin)
        .service(failing)
        .service(failing_wrap)
        .service(failing_wrap_for_any_origin)
        .service(responding_wrap)
        .service(streaming);
}

pub const CASES: &str = "
the error of an extractor has the headers of an allowed origin
    GET /extracted from https://app.example
    400 Query deserialize error: missing field `page` | allow-credentials: true
        | allow-origin: https://app.example | expose-headers: x-a | vary: Origin
the error of an extractor has only `Vary` for an origin that is not allowed
    GET /extracted from https://evil.example
    400 Query deserialize error: missing field `page` | vary: Origin
the error of an extractor has a star where every origin is allowed
    POST /extracted-for-any-origin
    400 Content type error | allow-origin: *
the error of a handler has the headers of an allowed origin
    GET /failing from https://app.example
    507 out of paper | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-a | vary: Accept, Origin
the error of a handler has only `Vary` for an origin that is not allowed
    GET /failing from https://evil.example
    507 out of paper | vary: Accept, Origin
the error of the route's middleware has the headers of an allowed origin
    GET /failing-wrap from https://app.example
    507 out of paper | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-a | vary: Accept, Origin
the error of the route's middleware has only `Vary` for an origin that is not allowed
    GET /failing-wrap from https://evil.example
    507 out of paper | vary: Accept, Origin
the error of the route's middleware has a star where every origin is allowed
    GET /failing-wrap-for-any-origin
    507 out of paper | allow-origin: * | expose-headers: x-a | vary: Accept
the response of the route's middleware has the headers of an allowed origin
    GET /responding-wrap from https://app.example
    401 log in | allow-origin: https://app.example | vary: Origin
a streamed body has the headers of an allowed origin
    GET /streaming from https://app.example
    200 first second third! | allow-origin: https://app.example | vary: Origin
";

#[actix_web::test]
async fn a_response_made_from_an_error_has_the_headers_of_the_policy() {
    check(services, CASES).await;
}

/// Outer middleware that looks for `OutOfPaper` in the result of the route, and in the response.
async fn looks_for_the_error(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    match next.call(request).await {
        Ok(response) => {
            let known = response.response().error().and_then(Error::as_error::<OutOfPaper>);
            let found = if known.is_some() { "found" } else { "none" };
            Ok(response.map_body(|_, _| found))
        }
        Err(error) if error.as_error::<OutOfPaper>().is_some() => {
            // An error tracker logs the error and returns it.
            assert_eq!(error.to_string(), "out of paper");
            Err(error)
        }
        Err(_) => panic!("the error lost its type"),
    }
}

pub const DOWNCAST: &str = "
the response of a handler contains the handler's error
    GET /failing from https://app.example
    507 found | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-a | vary: Accept, Origin
the route returns the error of its middleware, whose response has the headers
    GET /failing-wrap from https://app.example
    507 out of paper | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-a | vary: Accept, Origin
a response without an error contains none
    GET /extracted?page=1
    200 none | vary: Origin
";

#[actix_web::test]
async fn outer_middleware_can_downcast_the_error() {
    let app = App::new().configure(services).wrap(from_fn(looks_for_the_error));
    check_app(&init_service(app).await, DOWNCAST).await;
}

#[actix_web::test]
async fn an_error_makes_the_same_response_twice() {
    async fn makes_a_response_first(
        request: ServiceRequest,
        next: Next<impl MessageBody + 'static>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        next.call(request).await.inspect_err(|error| drop(error.error_response()))
    }
    let app = App::new().configure(services).wrap(from_fn(makes_a_response_first));
    check_app(
        &init_service(app).await,
        "
an outer middleware calls `error_response`, for example to log the status
    GET /failing-wrap from https://app.example
    507 out of paper | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-a | vary: Accept, Origin
",
    )
    .await;
}
