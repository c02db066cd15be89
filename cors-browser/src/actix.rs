//! The transport that calls an actix-web test service, and the methods of [`Browser`] that use it.

use std::{convert::Infallible, net::SocketAddr};

use actix_web::{
    body::{self, BodySize, BodyStream, MessageBody},
    dev::{Service, ServiceResponse},
    test::TestRequest,
};
use bytes::Bytes;
use http::{
    StatusCode,
    header::{self, HeaderValue},
};

use crate::{
    blocked::Blocked,
    browser::Browser,
    page_request::PageRequest,
    request::Mode,
    seen::Seen,
    server_note::ServerNote,
    trace::{FetchError, Trace},
    transport::{Body, LocalBoxFuture, Transport},
};

/// The transport that calls an actix-web test service, which answers for every host.
///
/// [`Browser::fetch`] uses this transport. Pass the transport to [`Browser::trace`] to get each exchange.
///
/// # Examples
///
/// ```
/// use actix_web::{App, HttpResponse, test, web};
/// use cors_browser::{Browser, PageRequest, TestService};
///
/// # #[actix_web::main]
/// # async fn main() {
/// let app = test::init_service(App::new().route("/", web::get().to(HttpResponse::Ok))).await;
/// let page = Browser::at("https://app.example.com");
/// let trace = page.trace(&TestService::new(&app), PageRequest::get("/")).await;
/// assert_eq!(trace.exchanges()[0].status, 200);
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TestService<'a, S> {
    app: &'a S,
    peer_addr: Option<SocketAddr>,
}

impl<'a, S> TestService<'a, S> {
    /// Returns a transport that calls a service from `actix_web::test::init_service`.
    #[must_use]
    pub fn new(app: &'a S) -> Self {
        Self { app, peer_addr: None }
    }
}

impl<S, B> Transport for TestService<'_, S>
where
    S: Service<actix_http::Request, Response = ServiceResponse<B>>,
    S::Error: Into<actix_web::Error>,
    B: MessageBody + 'static,
{
    type Error = Infallible;

    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> LocalBoxFuture<'_, Result<http::Response<Body>, Infallible>> {
        let request = self.to_test_request(request).to_request();
        Box::pin(async move {
            let response = match self.app.call(request).await {
                Ok(response) => response.into_parts().1.map_into_boxed_body(),
                // As in the HTTP server of actix-web, `error_response` converts the error. `HttpResponse::from_error`
                // would skip the response mappers that middleware adds to an error.
                Err(error) => error.into().error_response(),
            };
            let note = response.extensions().get::<ServerNote>().cloned();
            let (head, body) = response.into_parts();
            let size = body.size();
            let mut converted = http::Response::new(Box::pin(body::to_bytes(body)) as Body);
            *converted.status_mut() = head.status();
            for (name, value) in head.headers() {
                converted.headers_mut().append(name, value.clone());
            }
            append_content_length(&mut converted, size);
            if let Some(note) = note {
                converted.extensions_mut().insert(note);
            }
            Ok(converted)
        })
    }
}

impl<S> TestService<'_, S> {
    /// Converts a request to a test request. The URI of the test request has only the path and the query, as in a
    /// request line, because the host is in the `Host` header.
    fn to_test_request(&self, request: http::Request<Bytes>) -> TestRequest {
        let (head, body) = request.into_parts();
        let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
        let mut test_request = TestRequest::default().method(head.method).uri(target);
        for (name, value) in &head.headers {
            test_request = test_request.append_header((name, value));
        }
        if let Some(address) = self.peer_addr {
            test_request = test_request.peer_addr(address);
        }
        if body.is_empty() { test_request } else { test_request.set_payload(body) }
    }
}

/// Adds the `Content-Length` that a server adds when it writes the response:
/// <https://httpwg.org/specs/rfc9110.html#field.content-length>.
fn append_content_length(response: &mut http::Response<Body>, size: BodySize) {
    let is_omitted_or_set = response.status().is_informational()
        || matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
        || response.headers().contains_key(header::CONTENT_LENGTH);
    if let BodySize::Sized(length) = size
        && !is_omitted_or_set
    {
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
}

impl Browser {
    /// Fetches a URL as `fetch()` does in a page with the mode "cors", and follows redirects.
    ///
    /// `request` has the method, the URL, the headers and the body that the page's script sets, as in
    /// [`PageRequest`].
    ///
    /// # Errors
    ///
    /// If a browser would reject the promise of `fetch()` with a `TypeError`, or if the URL is neither absolute nor a
    /// path that begins with `/`. The [`Blocked`] names the rule.
    ///
    /// Standard: <https://fetch.spec.whatwg.org/#fetch-method>
    pub async fn fetch<S, B>(&self, app: &S, request: TestRequest) -> Result<Seen, Blocked>
    where
        S: Service<actix_http::Request, Response = ServiceResponse<B>>,
        S::Error: Into<actix_web::Error>,
        B: MessageBody + 'static,
    {
        Ok(self.trace_fetch(app, request).await.into_outcome()?)
    }

    /// Fetches as [`fetch`](Self::fetch) does, and returns each exchange and each check in addition to the outcome.
    pub async fn trace_fetch<S, B>(&self, app: &S, request: TestRequest) -> Trace<Infallible>
    where
        S: Service<actix_http::Request, Response = ServiceResponse<B>>,
        S::Error: Into<actix_web::Error>,
        B: MessageBody + 'static,
    {
        let (service, request) = page_request(app, request).await;
        self.trace_mode(&service, request, Mode::Cors).await
    }

    /// Follows a link or submits a form, which needs no CORS permission. The method is `GET` or `POST`. `request` sets
    /// no header except `Cookie`, `Host` and a `Content-Type` that a form can have.
    ///
    /// The browser makes no CORS check. The *user* sees the result, but the page with the link or the form cannot read
    /// it. The browser sends cookies to other origins too.
    ///
    /// # Errors
    ///
    /// [`Blocked::NotAForm`] if neither a link nor a form can send the request, and the errors for invalid requests
    /// and for redirects.
    ///
    /// Standard: <https://html.spec.whatwg.org/#form-submission-algorithm>
    pub async fn navigate<S, B>(&self, app: &S, request: TestRequest) -> Result<Seen, Blocked>
    where
        S: Service<actix_http::Request, Response = ServiceResponse<B>>,
        S::Error: Into<actix_web::Error>,
        B: MessageBody + 'static,
    {
        let (service, request) = page_request(app, request).await;
        Ok(self.trace_mode(&service, request, Mode::Navigate).await.into_outcome()?)
    }

    /// Sends the handshake of a WebSocket as `new WebSocket(url)` does, and checks the status of the response.
    ///
    /// The browser makes no CORS check, and sends the cookies of the URL's host even if the page is cross-origin. So a
    /// server must check `Origin` itself to reject a cross-origin page. Of the headers of `request`, the handshake uses
    /// only `Host`, `Cookie` and `Sec-WebSocket-Protocol`.
    ///
    /// # Errors
    ///
    /// [`Blocked::WebSocketHandshake`] if the status of the response is not 101, and the errors for invalid requests.
    ///
    /// Standard: <https://websockets.spec.whatwg.org/#websocket-opening-handshake>
    pub async fn websocket<S, B>(&self, app: &S, request: TestRequest) -> Result<(), Blocked>
    where
        S: Service<actix_http::Request, Response = ServiceResponse<B>>,
        S::Error: Into<actix_web::Error>,
        B: MessageBody + 'static,
    {
        let (service, request) = page_request(app, request).await;
        self.trace_mode(&service, request, Mode::WebSocket).await.into_outcome()?;
        Ok(())
    }
}

/// Converts a test request to the request of a page, and returns it with the transport to `app`. Each request of the
/// transport has the peer address of the test request.
async fn page_request<S>(app: &S, request: TestRequest) -> (TestService<'_, S>, PageRequest) {
    let mut request = request.to_request();
    let peer_addr = request.head().peer_addr;
    let payload = BodyStream::new(request.take_payload());
    let body = body::to_bytes(payload).await.unwrap_or_default();
    let mut page_request =
        PageRequest::new(request.method().clone(), &request.uri().to_string()).body(body);
    for (name, value) in request.head().headers() {
        page_request = page_request.header(name.clone(), value.clone());
    }
    (TestService { app, peer_addr }, page_request)
}

impl From<FetchError<Infallible>> for Blocked {
    fn from(error: FetchError<Infallible>) -> Self {
        match error {
            FetchError::Blocked(blocked) => blocked,
            FetchError::Transport(never) => match never {},
        }
    }
}
