//! The transport that calls an actix-web test service, and the requests of a test.

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

/// The transport that calls an actix-web test service, as every host.
///
/// [`Browser::fetch`] uses it. Use it with [`Browser::trace`] to see each exchange.
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
    /// Returns the transport of a service that `actix_web::test::init_service` made.
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
                // As a server does it. `HttpResponse::from_error` would skip the response mappers
                // that middleware adds to an error.
                Err(error) => error.into().error_response(),
            };
            let note = response.extensions().get::<ServerNote>().cloned();
            let (head, body) = response.into_parts();
            let size = body.size();
            let mut sent = http::Response::new(Box::pin(body::to_bytes(body)) as Body);
            *sent.status_mut() = head.status();
            for (name, value) in head.headers() {
                sent.headers_mut().append(name, value.clone());
            }
            append_content_length(&mut sent, size);
            if let Some(note) = note {
                sent.extensions_mut().insert(note);
            }
            Ok(sent)
        })
    }
}

impl<S> TestService<'_, S> {
    /// A request line has a path; the host is in the `Host` header.
    fn to_test_request(&self, request: http::Request<Bytes>) -> TestRequest {
        let (head, body) = request.into_parts();
        let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
        let mut sent = TestRequest::default().method(head.method).uri(target);
        for (name, value) in &head.headers {
            sent = sent.append_header((name, value));
        }
        if let Some(address) = self.peer_addr {
            sent = sent.peer_addr(address);
        }
        if body.is_empty() { sent } else { sent.set_payload(body) }
    }
}

/// Adds the header that a server adds when it writes the response:
/// <https://httpwg.org/specs/rfc9110.html#field.content-length>.
fn append_content_length(response: &mut http::Response<Body>, size: BodySize) {
    let has_no_length = response.status().is_informational()
        || matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
        || response.headers().contains_key(header::CONTENT_LENGTH);
    if let BodySize::Sized(length) = size
        && !has_no_length
    {
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
}

impl Browser {
    /// Fetches as `fetch()` in a page does, in the mode "cors". Redirects are followed.
    ///
    /// `request` is what the page asks for: a method, a URL, headers and a body, as in
    /// [`PageRequest`].
    ///
    /// # Errors
    ///
    /// If a browser would reject the promise with a `TypeError`: the [`Blocked`] names the rule.
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

    /// Fetches as [`fetch`](Self::fetch) does, and returns each exchange and each check beside the outcome.
    pub async fn trace_fetch<S, B>(&self, app: &S, request: TestRequest) -> Trace<Infallible>
    where
        S: Service<actix_http::Request, Response = ServiceResponse<B>>,
        S::Error: Into<actix_web::Error>,
        B: MessageBody + 'static,
    {
        self.trace_in_app(app, request, Mode::Cors).await
    }

    /// Follows a link or submits a form, which needs no permission: a `GET`, or a `POST` with one of
    /// the three body types of a form.
    ///
    /// No CORS check is made and no response is blocked. The result is what the *user* sees; the page
    /// that was left sees none of it. Every cookie is sent.
    ///
    /// # Errors
    ///
    /// [`Blocked::NotAForm`] for a request that no form can send, and the errors of redirects.
    ///
    /// Standard: <https://html.spec.whatwg.org/#form-submission-algorithm>
    pub async fn navigate<S, B>(&self, app: &S, request: TestRequest) -> Result<Seen, Blocked>
    where
        S: Service<actix_http::Request, Response = ServiceResponse<B>>,
        S::Error: Into<actix_web::Error>,
        B: MessageBody + 'static,
    {
        Ok(self.trace_in_app(app, request, Mode::Navigate).await.into_outcome()?)
    }

    /// Opens a WebSocket, `new WebSocket(url)`, up to the response to the handshake.
    ///
    /// No CORS check is made and cookies are sent to any origin: only a server that checks `Origin`
    /// itself rejects a cross-origin page. Of `request`, the URL, the cookies and
    /// `Sec-WebSocket-Protocol` are used.
    ///
    /// # Errors
    ///
    /// [`Blocked::WebSocketHandshake`] if the application does not switch protocols.
    ///
    /// Standard: <https://websockets.spec.whatwg.org/#websocket-opening-handshake>
    pub async fn websocket<S, B>(&self, app: &S, request: TestRequest) -> Result<(), Blocked>
    where
        S: Service<actix_http::Request, Response = ServiceResponse<B>>,
        S::Error: Into<actix_web::Error>,
        B: MessageBody + 'static,
    {
        self.trace_in_app(app, request, Mode::WebSocket).await.into_outcome()?;
        Ok(())
    }

    async fn trace_in_app<S, B>(
        &self,
        app: &S,
        request: TestRequest,
        mode: Mode,
    ) -> Trace<Infallible>
    where
        S: Service<actix_http::Request, Response = ServiceResponse<B>>,
        S::Error: Into<actix_web::Error>,
        B: MessageBody + 'static,
    {
        let mut request = request.to_request();
        let peer_addr = request.head().peer_addr;
        let payload = BodyStream::new(request.take_payload());
        let request = PageRequest {
            method: request.method().clone(),
            url: request.uri().to_string(),
            headers: request.head().headers().iter().map(|(n, v)| (n.clone(), v.clone())).collect(),
            body: body::to_bytes(payload).await.unwrap_or_default(),
        };
        self.trace_mode(&TestService { app, peer_addr }, request, mode).await
    }
}

impl From<FetchError<Infallible>> for Blocked {
    fn from(error: FetchError<Infallible>) -> Self {
        match error {
            FetchError::Blocked(blocked) => blocked,
            FetchError::Transport(never) => match never {},
        }
    }
}
