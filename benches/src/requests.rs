//! What the contenders are asked.

use actix_http::Request;
use actix_web::{
    http::{Method, header},
    test::TestRequest,
};

/// The origin that every contender allows.
pub const APP: &str = "https://app.example.com";

/// One that none allows: as long, so that no length gives it away.
pub const OTHER: &str = "https://app.example.org";

const HOSTILE_BYTES: usize = 16 * 1024;

/// As a browser sends it, but for the headers that neither actix-web nor a policy looks at.
fn get(origin: Option<&str>) -> TestRequest {
    let request = TestRequest::get()
        .uri("/books")
        .insert_header((header::HOST, "api.example.com"))
        .insert_header((header::ACCEPT, "*/*"))
        .insert_header((header::USER_AGENT, "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"));
    match origin {
        Some(origin) => request.insert_header((header::ORIGIN, origin)),
        None => request,
    }
}

fn options(origin: &str) -> TestRequest {
    get(Some(origin))
        .method(Method::OPTIONS)
        .insert_header((header::ACCESS_CONTROL_REQUEST_METHOD, "GET"))
}

/// An actual request of an allowed origin.
#[must_use]
pub fn allowed() -> Request {
    get(Some(APP)).to_request()
}

/// An actual request of an origin that is not allowed.
#[must_use]
pub fn refused() -> Request {
    get(Some(OTHER)).to_request()
}

/// An actual request without `Origin`.
#[must_use]
pub fn no_origin() -> Request {
    get(None).to_request()
}

/// An actual request whose `Origin` is 16 KiB long.
#[must_use]
pub fn hostile_origin() -> Request {
    get(Some(&format!("https://{}", "a.".repeat(HOSTILE_BYTES / 2)))).to_request()
}

/// A preflight of an allowed origin that asks for one header.
#[must_use]
pub fn preflight() -> Request {
    options(APP)
        .insert_header((header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type"))
        .to_request()
}

/// A preflight of an origin that is not allowed.
#[must_use]
pub fn preflight_refused() -> Request {
    options(OTHER)
        .insert_header((header::ACCESS_CONTROL_REQUEST_HEADERS, "content-type"))
        .to_request()
}

/// A preflight whose `Access-Control-Request-Headers` is 16 KiB long.
#[must_use]
pub fn hostile_preflight() -> Request {
    options(APP)
        .insert_header((header::ACCESS_CONTROL_REQUEST_HEADERS, "a,".repeat(HOSTILE_BYTES / 2)))
        .to_request()
}
