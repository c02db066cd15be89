//! Who is answered: this machine's own pages, and nobody else's.

use actix_web::{
    Error, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{RequestHead, ServiceRequest, ServiceResponse},
    http::header::{
        CACHE_CONTROL, CONTENT_SECURITY_POLICY, ContentType, FORWARDED, HeaderMap, HeaderName,
        HeaderValue, REFERRER_POLICY, VIA, X_CONTENT_TYPE_OPTIONS,
    },
    middleware::Next,
};
use cors_rules::origin::Authority;

use crate::{decide::is_foreign, request::CorsRequest};

/// Everything is the page's own, and nothing of it may be read, framed or sent elsewhere.
const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
             img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
    ),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    // What it shows changes with the next build.
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// Middleware: a sentence and 403 for everybody else.
pub(super) async fn own_pages_only(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let mut response = match stranger(request.head()) {
        None => next.call(request).await?.map_into_boxed_body(),
        Some(says) => {
            let refused =
                HttpResponse::Forbidden().content_type(ContentType::plaintext()).body(says);
            request.into_response(refused)
        }
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

/// Why a request is not one of this machine's own pages, or of somebody's who typed the address.
fn stranger(head: &RequestHead) -> Option<&'static str> {
    let request = CorsRequest::of(head);
    let is_loopback =
        request.authority_text().and_then(Authority::parse).is_some_and(|authority| {
            // By another name, an attacker's page may be same-origin: DNS rebinding.
            authority.is_loopback()
        });
    // The server would ask itself in the name of whoever can reach it.
    let is_from_here = head.peer_addr.is_none_or(|peer| peer.ip().to_canonical().is_loopback());
    if !is_loopback {
        Some("the explorer is at a loopback host only, such as `http://localhost:8080`")
    } else if !is_from_here || came_by_proxy(head.headers()) {
        Some("the explorer answers requests of the server's own machine only")
    } else if is_foreign(request, request.origin(), request.fetch_site()) {
        Some("the explorer answers same-origin requests only: type its address")
    } else {
        None
    }
}

/// Behind a tunnel or a proxy, a request of anybody's comes from this machine.
fn came_by_proxy(headers: &HeaderMap) -> bool {
    headers
        .keys()
        .any(|name| name == FORWARDED || name == VIA || name.as_str().starts_with("x-forwarded-"))
}
