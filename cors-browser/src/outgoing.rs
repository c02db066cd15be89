//! The headers that a browser adds to a request before it sends the request. The file implements
//! [HTTP-network-or-cache fetch](https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch) without the cache.

use bytes::Bytes;
use http::{
    Method,
    header::{self, HeaderName, HeaderValue},
};
use url::Position;

use crate::{
    origin::{Origin, is_potentially_trustworthy},
    request::{Credentials, Mode, Request, Tainting},
};

/// Returns the HTTP request that a browser sends for `request`.
pub(crate) fn to_http_request(request: &Request) -> http::Request<Bytes> {
    let mut http_request = http::Request::new(request.body.clone());
    *http_request.method_mut() = request.method.clone();
    *http_request.uri_mut() = request.current_url().to_uri();
    let headers = http_request.headers_mut();
    headers.clone_from(&request.headers);
    let mut append = |name: HeaderName, value: &str| {
        // The result is always `Ok`, because each value is ASCII.
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.append(name, value);
        }
    };
    if let Some(length) = content_length(request) {
        append(header::CONTENT_LENGTH, &length.to_string());
    }
    if let Some(origin) = request_origin(request) {
        append(header::ORIGIN, &origin);
    }
    if is_potentially_trustworthy(request.current_url()) {
        let (destination, mode) = match request.mode {
            Mode::Cors => ("empty", "cors"),
            Mode::Navigate => ("document", "navigate"),
            Mode::WebSocket => ("empty", "websocket"),
        };
        append(HeaderName::from_static("sec-fetch-dest"), destination);
        append(HeaderName::from_static("sec-fetch-mode"), mode);
        append(HeaderName::from_static("sec-fetch-site"), fetch_site(request));
    }
    append(header::HOST, &request.current_url()[Position::BeforeHost..Position::AfterPort]);
    if sends_cookies(request) {
        for cookie in &request.cookies {
            headers.append(header::COOKIE, cookie.clone());
        }
    }
    http_request
}

/// Returns whether the browser sends its cookies with the request.
fn sends_cookies(request: &Request) -> bool {
    // This is `includeCredentials` of HTTP-network-or-cache fetch.
    let includes_credentials = match request.credentials {
        Credentials::Include => true,
        Credentials::SameOrigin => request.tainting == Tainting::Basic,
        Credentials::Omit => false,
    };
    includes_credentials && request.is_at_first_host()
}

fn content_length(request: &Request) -> Option<usize> {
    let length = request.body.len();
    (length > 0 || matches!(request.method, Method::POST | Method::PUT)).then_some(length)
}

/// Returns the value of `Origin`, or `None` if the browser does not send this header:
/// <https://fetch.spec.whatwg.org/#append-a-request-origin-header>. Every page has the default
/// [referrer policy](https://w3c.github.io/webappsec-referrer-policy/#default-referrer-policy), so a form on an `https`
/// page sends `null` to an `http` URL.
fn request_origin(request: &Request) -> Option<String> {
    if request.tainting == Tainting::Cors || request.mode == Mode::WebSocket {
        return Some(request.serialized_origin());
    }
    if matches!(request.method, Method::GET | Method::HEAD) {
        return None;
    }
    let is_downgraded = request.mode != Mode::Cors
        && request.origin.is_https()
        && request.current_url().scheme() != "https";
    let origin =
        if is_downgraded { Origin::Opaque.to_string() } else { request.serialized_origin() };
    Some(origin)
}

/// <https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-set-site>
fn fetch_site(request: &Request) -> &'static str {
    let mut site = "same-origin";
    for url in request.urls().map(|url| Origin::of(url)) {
        if request.origin.is_same_origin(&url) {
            continue;
        }
        if !request.origin.is_same_site(&url) {
            return "cross-site";
        }
        site = "same-site";
    }
    site
}
