use std::{error::Error, pin::Pin};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::{header_list::normalized, server_note::ServerNote};

/// The part of a browser that does I/O: it sends one request and returns the response.
///
/// The rules of Fetch decide which requests are sent, and which parts of a response a page can read. An implementation
/// must not add rules: it follows no redirect, stores no cookie, and adds no CORS header.
///
/// This crate has two implementations: `TestService`, behind the default feature `actix-web`, and `HttpClient`, behind
/// the feature `http`. Implement the trait to send requests through another client.
///
/// # Examples
///
/// ```
/// use std::convert::Infallible;
///
/// use cors_browser::{Body, Browser, Bytes, LocalBoxFuture, PageRequest, Transport, http};
///
/// /// A server whose responses every page can read.
/// struct PublicServer;
///
/// impl Transport for PublicServer {
///     type Error = Infallible;
///
///     fn send(
///         &self,
///         _: http::Request<Bytes>,
///     ) -> LocalBoxFuture<'_, Result<http::Response<Body>, Infallible>> {
///         let body: Body = Box::pin(async { Ok(Bytes::from_static(b"[]")) });
///         let mut response = http::Response::new(body);
///         let any = http::HeaderValue::from_static("*");
///         response.headers_mut().insert("access-control-allow-origin", any);
///         Box::pin(async { Ok(response) })
///     }
/// }
///
/// # #[actix_web::main]
/// # async fn main() {
/// let page = Browser::at("https://app.example.com");
/// let trace = page.trace(&PublicServer, PageRequest::get("https://api.example.com/books")).await;
/// assert_eq!(trace.outcome().unwrap().status(), 200);
/// # }
/// ```
pub trait Transport {
    /// The error for a request that got no response.
    type Error;

    /// Sends a request. The request has an absolute URI and all headers that [`Browser`](crate::Browser) adds,
    /// including `Host`.
    ///
    /// A [`ServerNote`](crate::ServerNote) in the extensions of the response becomes part of the trace and of the
    /// error.
    ///
    /// # Errors
    ///
    /// If no response arrives.
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> LocalBoxFuture<'_, Result<http::Response<Body>, Self::Error>>;
}

/// A boxed future that is not `Send`.
pub type LocalBoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// The body of a response, which is not read until the future is polled.
pub type Body = LocalBoxFuture<'static, Result<Bytes, Box<dyn Error>>>;

/// A response before it is filtered for the page.
pub(crate) struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    pub(crate) note: Option<ServerNote>,
}

impl From<http::Response<Body>> for Response {
    fn from(received: http::Response<Body>) -> Self {
        let (mut head, body) = received.into_parts();
        for value in head.headers.values_mut() {
            *value = normalized(value.clone());
        }
        let note = head.extensions.remove();
        Self { status: head.status, headers: head.headers, body, note }
    }
}
