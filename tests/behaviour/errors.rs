//! Tests that responses made from errors, and streamed responses, have the same CORS headers as other responses.

use std::{
    cell::Cell,
    error, fmt,
    pin::Pin,
    task::{Context, Poll},
};

use actix_web::{
    ResponseError,
    http::{StatusCode, header::VARY},
    web::Bytes,
};
use futures_core::Stream;

use crate::{logins::login, prelude::*};

const APP: Policy = policy!(origins = "https://app.example");

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

#[cors(policy = APP)]
#[get("/extracted/{number}")]
async fn extracted(number: web::Path<u32>) -> String {
    number.to_string()
}

#[cors(policy = APP)]
#[get("/failing")]
async fn failing() -> Result<&'static str, OutOfPaper> {
    Err(OutOfPaper)
}

middleware! {
    fn returns_an_error(request, _) {
        drop(request);
        Err(OutOfPaper.into())
    }
}

/// A body of several chunks.
struct Chunks(Vec<&'static str>);

impl Stream for Chunks {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop().map(|piece| Ok(Bytes::from_static(piece.as_bytes()))))
    }
}

#[cors(policy = APP)]
#[get("/streaming")]
async fn streaming() -> HttpResponse {
    HttpResponse::Ok().streaming(Chunks(vec!["!", "third", "second ", "first "]))
}

mod wrapped {
    use super::*;

    handlers! {
        get("/failing-wrap", wrap = "from_fn(returns_an_error)"): cors(policy = APP);
        get("/failing-wrap-for-any", wrap = "from_fn(returns_an_error)"): cors(origins = "*");
        get("/responding-wrap", wrap = "from_fn(login)"): cors(policy = APP);
    }
}

pub fn services(config: &mut ServiceConfig) {
    config.service(extracted).service(failing).service(streaming).configure(wrapped::services);
}

pub const CASES: &str = "
the error of an extractor has the headers of an allowed origin
    GET /extracted/x from https://app.example
    404 can not parse \"x\" to a u32 | allow-origin: https://app.example | vary: Origin
the error of a handler has the headers of an allowed origin
    GET /failing from https://app.example => 507 out of paper | allow-origin: https://app.example | vary: Accept, Origin
the error of a handler has only `Vary` for an origin that is not allowed
    GET /failing from https://evil.example => 507 out of paper | vary: Accept, Origin
the error of the route's middleware has the headers of an allowed origin
    GET /failing-wrap from https://app.example
    507 out of paper | allow-origin: https://app.example | vary: Accept, Origin
the error of the route's middleware has only `Vary` for an origin that is not allowed
    GET /failing-wrap from https://evil.example => 507 out of paper | vary: Accept, Origin
the error of the route's middleware has a star where every origin is allowed
    GET /failing-wrap-for-any => 507 out of paper | allow-origin: * | vary: Accept
the response of the route's middleware has the headers of an allowed origin
    GET /responding-wrap from https://app.example => 401 log in | allow-origin: https://app.example | vary: Origin
a streamed body has the headers of an allowed origin
    GET /streaming from https://app.example
    200 first second third! | allow-origin: https://app.example | vary: Origin
";

thread_local! {
    /// The number of errors that [`looks_for_the_error`] found.
    static FOUND: Cell<usize> = const { Cell::new(0) };
}

middleware! {
    /// Outer middleware that looks for `OutOfPaper`, as an error tracker does. The middleware also creates another
    /// response from the error, as a logger may do to read the status.
    fn looks_for_the_error(request, next) {
        let result = next.call(request).await.map(ServiceResponse::map_into_boxed_body);
        let result = result.inspect_err(|error| drop(error.error_response()));
        let error = match &result {
            Ok(response) => response.response().error(),
            Err(error) => Some(error),
        };
        if error.is_some_and(|error| error.as_error::<OutOfPaper>().is_some()) {
            FOUND.set(FOUND.get() + 1);
        }
        result
    }
}

#[actix_web::test]
async fn a_response_made_from_an_error_has_the_headers_of_the_policy() {
    check_app(&init_service(App::new().configure(services)).await, CASES).await;
}

#[actix_web::test]
async fn outer_middleware_can_downcast_the_error_and_make_a_response_from_it() {
    let app = App::new().configure(services).wrap(from_fn(looks_for_the_error));
    check_app(&init_service(app).await, CASES).await;
    let expected = CASES.lines().filter(|line| line.contains("507 out of paper")).count();
    assert_eq!(FOUND.get(), expected);
}
