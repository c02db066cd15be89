//! [HTTP-network-or-cache fetch](https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch),
//! without the cache: what a browser adds to a request before it leaves, and the call itself.

use std::pin::Pin;

use actix_web::{
    body::{BodySize, MessageBody},
    dev::{Service, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    test::TestRequest,
};
use url::Url;

use crate::{
    header_list::HeaderList,
    origin::{Origin, is_potentially_trustworthy},
    request::{Credentials, Mode, Request, Tainting},
    response::Response,
};

/// Every host there is, played by one application.
pub(crate) trait Network {
    fn send(&self, request: TestRequest) -> Pin<Box<dyn Future<Output = Response> + '_>>;
}

impl<S, B> Network for S
where
    S: Service<actix_http::Request, Response = ServiceResponse<B>>,
    S::Error: Into<actix_web::Error>,
    B: MessageBody + 'static,
{
    fn send(&self, request: TestRequest) -> Pin<Box<dyn Future<Output = Response> + '_>> {
        Box::pin(async move {
            let response = match self.call(request.to_request()).await {
                Ok(response) => response.into_parts().1.map_into_boxed_body(),
                // As a server does it. `HttpResponse::from_error` would skip the response mappers
                // that middleware adds to an error.
                Err(error) => error.into().error_response(),
            };
            let mut headers = HeaderList::from_map(response.headers());
            append_framing(&mut headers, response.status(), response.body().size());
            let note = response.extensions().get().cloned();
            Response { status: response.status(), headers, note, body: response.into_body() }
        })
    }
}

/// A server's own header, which an in-process call has not passed and every page may read:
/// <https://httpwg.org/specs/rfc9110.html#field.content-length>.
fn append_framing(headers: &mut HeaderList, status: StatusCode, size: BodySize) {
    let without = status.is_informational()
        || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
        || headers.contains(header::CONTENT_LENGTH.as_str());
    if let BodySize::Sized(length) = size
        && !without
    {
        headers.append(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
}

pub(crate) async fn http_network_or_cache_fetch(
    network: &dyn Network,
    request: &Request,
) -> Response {
    let mut http_request = request.clone();
    append_content_length(&mut http_request);
    append_origin(&mut http_request);
    append_fetch_metadata(&mut http_request);
    append(&mut http_request, header::HOST, &host(request.current_url()));
    if includes_credentials(request) && request.is_at_first_host() {
        for cookie in &request.cookies {
            http_request.headers.append(header::COOKIE, cookie.clone());
        }
    }
    network.send(into_test_request(http_request)).await
}

/// `includeCredentials` of the standard's algorithm.
fn includes_credentials(request: &Request) -> bool {
    match request.credentials {
        Credentials::Include => true,
        Credentials::SameOrigin => request.tainting == Tainting::Basic,
        Credentials::Omit => false,
    }
}

fn append_content_length(request: &mut Request) {
    let length = request.body.len();
    if length > 0 || matches!(request.method, Method::POST | Method::PUT) {
        append(request, header::CONTENT_LENGTH, &length.to_string());
    }
}

/// <https://fetch.spec.whatwg.org/#append-a-request-origin-header>, under the default
/// [referrer policy](https://w3c.github.io/webappsec-referrer-policy/#default-referrer-policy).
fn append_origin(request: &mut Request) {
    let serialized = request.serialized_origin();
    if request.tainting == Tainting::Cors || request.mode == Mode::WebSocket {
        append(request, header::ORIGIN, &serialized);
    } else if !matches!(request.method, Method::GET | Method::HEAD) {
        let downgraded = request.mode != Mode::Cors
            && request.origin.is_https()
            && request.current_url().scheme() != "https";
        let origin = if downgraded { "null" } else { &serialized };
        append(request, header::ORIGIN, origin);
    }
}

/// <https://w3c.github.io/webappsec-fetch-metadata/#fetch-integration>
fn append_fetch_metadata(request: &mut Request) {
    if !is_potentially_trustworthy(request.current_url()) {
        return;
    }
    let (destination, mode) = match request.mode {
        Mode::Cors => ("empty", "cors"),
        Mode::Navigate => ("document", "navigate"),
        Mode::WebSocket => ("empty", "websocket"),
    };
    let site = fetch_site(request);
    append(request, HeaderName::from_static("sec-fetch-dest"), destination);
    append(request, HeaderName::from_static("sec-fetch-mode"), mode);
    append(request, HeaderName::from_static("sec-fetch-site"), site);
}

/// <https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-set-site>
fn fetch_site(request: &Request) -> &'static str {
    let mut site = "same-origin";
    for url in request.urls().map(Origin::of) {
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

fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

fn append(request: &mut Request, name: HeaderName, value: &str) {
    // A serialized origin or host and a number are ASCII.
    if let Ok(value) = HeaderValue::from_str(value) {
        request.headers.append(name, value);
    }
}

fn into_test_request(request: Request) -> TestRequest {
    let url = request.current_url();
    let target = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let mut sent = TestRequest::default().method(request.method.clone()).uri(&target);
    for (name, value) in request.headers.iter() {
        sent = sent.append_header((name.clone(), value.clone()));
    }
    if let Some(address) = request.peer_addr {
        sent = sent.peer_addr(address);
    }
    if request.body.is_empty() {
        return sent;
    }
    sent.set_payload(request.body)
}
