//! The same headers stand on every response, whoever makes it of an error.

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

/// What goes wrong, with a response that says what it pleases about CORS.
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
#[post("/extracted-for-anyone")]
async fn extracted_for_anyone(page: web::Json<Page>) -> String {
    page.page.to_string()
}

#[cors(origins = "https://app.example", expose_headers = "x-a", allow_credentials)]
#[get("/failing")]
async fn failing() -> Result<&'static str, OutOfPaper> {
    Err(OutOfPaper)
}

async fn fails(
    request: ServiceRequest,
    _: Next<impl MessageBody>,
) -> Result<ServiceResponse, Error> {
    drop(request);
    Err(OutOfPaper.into())
}

async fn answers(
    request: ServiceRequest,
    _: Next<impl MessageBody>,
) -> Result<ServiceResponse, Error> {
    Ok(request.into_response(HttpResponse::Unauthorized().body("who are you")))
}

#[cors(origins = "https://app.example", expose_headers = "x-a", allow_credentials)]
#[get("/failing-wrap", wrap = "from_fn(fails)")]
async fn failing_wrap() -> &'static str {
    "ran"
}

#[cors(origins = "*", expose_headers = "x-a")]
#[get("/failing-wrap-for-anyone", wrap = "from_fn(fails)")]
async fn failing_wrap_for_anyone() -> &'static str {
    "ran"
}

#[cors(origins = "https://app.example")]
#[get("/answering-wrap", wrap = "from_fn(answers)")]
async fn answering_wrap() -> &'static str {
    "ran"
}

/// A body in pieces.
struct Pieces(Vec<&'static str>);

impl Stream for Pieces {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop().map(|piece| Ok(Bytes::from_static(piece.as_bytes()))))
    }
}

#[cors(origins = "https://app.example")]
#[get("/streaming")]
async fn streaming() -> HttpResponse {
    HttpResponse::Ok().streaming(Pieces(vec!["!", "third", "second ", "first "]))
}

pub fn services(config: &mut ServiceConfig) {
    config
        .service(extracted)
        .service(extracted_for_anyone)
        .service(failing)
        .service(failing_wrap)
        .service(failing_wrap_for_anyone)
        .service(answering_wrap)
        .service(streaming);
}

pub const CASES: &str = "
an extractor that finds nothing
    GET /extracted from https://app.example
    400 Query deserialize error: missing field `page` | allow-credentials: true
        | allow-origin: https://app.example | expose-headers: x-a | vary: Origin
an extractor that finds nothing, for an origin that is not allowed
    GET /extracted from https://evil.example
    400 Query deserialize error: missing field `page` | vary: Origin
an extractor that finds nothing, where everyone is allowed
    POST /extracted-for-anyone
    400 Content type error | allow-origin: *
an error of the handler
    GET /failing from https://app.example
    507 out of paper | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-a | vary: Accept, Origin
an error of the handler, for an origin that is not allowed
    GET /failing from https://evil.example
    507 out of paper | vary: Accept, Origin
an error of what the route wraps
    GET /failing-wrap from https://app.example
    507 out of paper | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-a | vary: Accept, Origin
an error of what the route wraps, for an origin that is not allowed
    GET /failing-wrap from https://evil.example
    507 out of paper | vary: Accept, Origin
an error of what the route wraps, where everyone is allowed
    GET /failing-wrap-for-anyone
    507 out of paper | allow-origin: * | expose-headers: x-a | vary: Accept
the answer of what the route wraps
    GET /answering-wrap from https://app.example
    401 who are you | allow-origin: https://app.example | vary: Origin
a body that comes in pieces
    GET /streaming from https://app.example
    200 first second third! | allow-origin: https://app.example | vary: Origin
";

#[actix_web::test]
async fn every_response_has_the_same_headers() {
    check(services, CASES).await;
}

/// Makes a response of its own of the errors that it knows: those that come out of the route, and
/// those that a response remembers.
async fn knows_its_errors(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    match next.call(request).await {
        Ok(response) => {
            let known = response.response().error().and_then(Error::as_error::<OutOfPaper>);
            let found = if known.is_some() { "remembered" } else { "none" };
            Ok(response.map_body(|_, _| found))
        }
        Err(error) if error.as_error::<OutOfPaper>().is_some() => {
            // Logged and handed on, as an error tracker does.
            assert_eq!(error.to_string(), "out of paper");
            Err(error)
        }
        Err(_) => panic!("the error lost its type"),
    }
}

pub const DOWNCAST: &str = "
an error of the handler is remembered by its response
    GET /failing from https://app.example
    507 remembered | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-a | vary: Accept, Origin
an error of what the route wraps comes out as itself, and its response has the headers
    GET /failing-wrap from https://app.example
    507 out of paper | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-a | vary: Accept, Origin
a response without an error remembers none
    GET /extracted?page=1
    200 none | vary: Origin
";

#[actix_web::test]
async fn middleware_further_out_still_knows_the_error() {
    let app = App::new().configure(services).wrap(from_fn(knows_its_errors));
    check_app(&init_service(app).await, DOWNCAST).await;
}

#[actix_web::test]
async fn an_error_that_is_asked_for_its_response_twice_gives_the_same_one_twice() {
    async fn looks_first(
        request: ServiceRequest,
        next: Next<impl MessageBody + 'static>,
    ) -> Result<ServiceResponse<impl MessageBody>, Error> {
        next.call(request).await.inspect_err(|error| drop(error.error_response()))
    }
    let app = App::new().configure(services).wrap(from_fn(looks_first));
    check_app(
        &init_service(app).await,
        "
an outer middleware that logs the status of the response to come
    GET /failing-wrap from https://app.example
    507 out of paper | allow-credentials: true | allow-origin: https://app.example
        | expose-headers: x-a | vary: Accept, Origin
",
    )
    .await;
}
