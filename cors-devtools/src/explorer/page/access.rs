//! Access control of the Explorer, which accepts only same-origin requests for a loopback host from this machine.

use actix_web::{
    Error, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{RequestHead, ServiceRequest, ServiceResponse},
    http::{
        Version,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, ContentType, HOST, HeaderName, HeaderValue,
            REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
        },
    },
    middleware::Next,
};
use cors_rules::origin::Authority;
use cors_runtime::is_cross_origin;

/// The headers of the Explorer's responses. With these headers, the Explorer's page loads files only from its own
/// server, and its links do not send its path to other sites. No page can show the Explorer's page in a frame.
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
    // A browser must not store the files, since the next build can change them.
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

/// The names of headers that proxies add. [`is_forwarded`] also checks for `X-Forwarded-*`.
const PROXY_HEADERS: [&str; 5] =
    ["forwarded", "via", "x-real-ip", "cf-connecting-ip", "true-client-ip"];

/// Middleware that accepts same-origin requests for a loopback host that come from this machine and not from a proxy.
/// Every other request is rejected with 403 and the reason.
pub(super) async fn own_pages_only(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let mut response = match rejection(request.head()) {
        None => next.call(request).await?.map_into_boxed_body(),
        Some(reason) => {
            let rejected =
                HttpResponse::Forbidden().content_type(ContentType::plaintext()).body(reason);
            request.into_response(rejected)
        }
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

/// Returns the reason to reject the request, or `None` to accept it.
fn rejection(head: &RequestHead) -> Option<&'static str> {
    // An attacker can let another host name point to this machine (DNS rebinding). Pages of that host are then
    // same-origin with the Explorer.
    let is_loopback_host =
        authority(head).and_then(Authority::parse).is_some_and(|authority| authority.is_loopback());
    // Without this check, another machine could make the server send requests to itself over loopback.
    let is_from_this_machine =
        head.peer_addr.is_none_or(|peer| peer.ip().to_canonical().is_loopback());
    if !is_loopback_host {
        Some("the Explorer answers under a loopback host only, such as `http://localhost:8080`")
    } else if !is_from_this_machine || is_forwarded(head) {
        Some("the Explorer answers requests from the server's own machine only")
    } else if is_cross_origin(head) {
        Some("the Explorer answers same-origin requests only: enter its address")
    } else {
        None
    }
}

/// Returns the host and port in the target of the request. If the target has no host, returns the value of the header
/// `Host`, or `None` if this header is missing, repeated or not ASCII.
pub(super) fn authority(head: &RequestHead) -> Option<&str> {
    if let Some(authority) = head.uri.authority() {
        return Some(authority.as_str());
    }
    let mut hosts = head.headers().get_all(HOST);
    let host = hosts.next()?;
    if hosts.next().is_some() { None } else { host.to_str().ok() }
}

/// Returns whether the request has a sign of a tunnel or a proxy. If the proxy runs on this machine, the address of the
/// peer is loopback too, so this function checks the headers. Some proxies send HTTP/1.0, which no browser sends.
fn is_forwarded(head: &RequestHead) -> bool {
    let is_old = matches!(head.version, Version::HTTP_09 | Version::HTTP_10);
    let mut names = head.headers().keys().map(HeaderName::as_str);
    is_old || names.any(|name| PROXY_HEADERS.contains(&name) || name.starts_with("x-forwarded-"))
}
