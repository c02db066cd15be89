//! Requests to the servers in [`crate::contenders`]. actix-web's own decoder decodes each request from bytes.
//!
//! The header values of a decoded request share one buffer, as in a server. In a request that is built without the
//! decoder, each value owns its bytes, so the first clone of a value would allocate.

use std::cell::RefCell;

use actix_codec::Decoder as _;
use actix_http::{
    Request,
    h1::{Codec, Message},
};
use actix_web::{rt::System, web::BytesMut};

/// The origin that every server with CORS in [`crate::contenders`] allows.
pub const APP: &str = "https://app.example.com";

/// An origin that only a policy with `*` allows. The length is the same as that of [`APP`], so that a comparison of the
/// lengths cannot reject the origin.
pub const OTHER: &str = "https://app.example.org";

const HOSTILE_BYTES: usize = 16 * 1024;

thread_local! {
    /// The decoder of requests. The decoder starts a task, so it is created inside an actix system.
    static CODEC: RefCell<Codec> = RefCell::new(System::new().block_on(async { Codec::default() }));
}

/// Decodes a request from headers and a request line without the HTTP version, such as `GET /books`.
///
/// # Panics
/// If the line and the headers do not form a valid request.
#[must_use]
pub fn read(line: &str, headers: &[(&str, &str)]) -> Request {
    let mut text = format!("{line} HTTP/1.1\r\nhost: api.example.com\r\n");
    for (name, value) in headers {
        text.extend([name, ": ", value, "\r\n"]);
    }
    text.push_str("\r\n");
    let mut bytes = BytesMut::from(text.as_str());
    match CODEC.with_borrow_mut(|codec| codec.decode(&mut bytes)) {
        Ok(Some(Message::Item(request))) => request,
        read => panic!("{text} was read as {read:?}"),
    }
}

/// Returns a `GET` with a few of the headers that a browser sends.
fn get(origin: Option<&str>) -> Request {
    let user_agent = ("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0");
    match origin {
        Some(origin) => read("GET /books", &[("accept", "*/*"), user_agent, ("origin", origin)]),
        None => read("GET /books", &[("accept", "*/*"), user_agent]),
    }
}

fn options(origin: &str, headers: Option<&str>) -> Request {
    let asked = headers.map(|headers| ("access-control-request-headers", headers));
    let headers = [
        ("accept", "*/*"),
        ("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"),
        ("origin", origin),
        ("access-control-request-method", "GET"),
    ];
    read("OPTIONS /books", &headers.into_iter().chain(asked).collect::<Vec<_>>())
}

/// Returns an actual request of an allowed origin.
#[must_use]
pub fn allowed() -> Request {
    get(Some(APP))
}

/// Returns an actual request of an origin that is not allowed.
#[must_use]
pub fn disallowed_origin() -> Request {
    get(Some(OTHER))
}

/// Returns an actual request without `Origin`.
#[must_use]
pub fn no_origin() -> Request {
    get(None)
}

/// Returns an actual request whose `Origin` is longer than 16 KiB.
#[must_use]
pub fn hostile_origin() -> Request {
    get(Some(&format!("https://{}", "a.".repeat(HOSTILE_BYTES / 2))))
}

/// Returns an actual request whose origin is a subdomain of `example.com` with a hundred labels.
#[must_use]
pub fn many_labels() -> Request {
    get(Some(&format!("https://{}example.com", "a.".repeat(98))))
}

/// Returns a preflight of an allowed origin that asks for no header.
#[must_use]
pub fn preflight_of_no_header() -> Request {
    options(APP, None)
}

/// Returns a preflight of an allowed origin that asks for one header.
#[must_use]
pub fn preflight() -> Request {
    options(APP, Some("content-type"))
}

/// Returns a preflight of an origin that is not allowed.
#[must_use]
pub fn disallowed_preflight() -> Request {
    options(OTHER, Some("content-type"))
}

/// Returns a preflight whose `Access-Control-Request-Headers` is 16 KiB long.
#[must_use]
pub fn hostile_preflight() -> Request {
    options(APP, Some(&"a,".repeat(HOSTILE_BYTES / 2)))
}
