//! Tests of `Browser` with handlers that set their CORS headers by hand, correctly or incorrectly.
//!
//! The tables contain the cases of the web-platform-tests in the folders
//! [`cors`](https://github.com/web-platform-tests/wpt/tree/master/cors) and
//! [`fetch/api/cors`](https://github.com/web-platform-tests/wpt/tree/master/fetch/api/cors). The comment above a test
//! names the files of its cases. The tables omit the cases that need stored cookies, progress events, `Referer` or
//! control bytes in a value. The tables also omit the cases in which `Last-Event-ID` is a safelisted name, because the
//! standard does not contain this name: <https://github.com/whatwg/fetch/pull/1788>.
#![cfg(feature = "actix-web")]

mod cache;
mod check;
mod console_messages;
mod filter;
mod lists;
mod preflight;
mod redirect;
mod sent;
mod trace;

use std::{cell::RefCell, rc::Rc};

use actix_web::{
    App, Error, HttpRequest, HttpResponse,
    body::BoxBody,
    dev::{Service, ServiceResponse},
    http::StatusCode,
    test::{self, TestRequest},
    web,
};

use crate::{Blocked, Browser, Seen};

pub(super) const APP: &str = "https://app.example.com";

pub(super) const ALLOW_ORIGIN: &str = "access-control-allow-origin";
pub(super) const ALLOW_CREDENTIALS: &str = "access-control-allow-credentials";
pub(super) const ALLOW_METHODS: &str = "access-control-allow-methods";
pub(super) const ALLOW_HEADERS: &str = "access-control-allow-headers";
pub(super) const EXPOSE_HEADERS: &str = "access-control-expose-headers";
pub(super) const MAX_AGE: &str = "access-control-max-age";

pub(super) type Header = (&'static str, &'static str);

/// The headers of a response that every page can read if the request has no credentials.
pub(super) const SHARED: &[Header] = &[(ALLOW_ORIGIN, "*")];

/// The headers of a response that [`APP`] can read with credentials.
pub(super) const SHARED_WITH_APP: [Header; 2] = [(ALLOW_ORIGIN, APP), (ALLOW_CREDENTIALS, "true")];

/// A request that reached the server.
#[derive(Clone, Debug)]
pub(super) struct Received {
    pub(super) method: String,
    pub(super) host: String,
    pub(super) path: String,
    headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Received {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn is_preflight(&self) -> bool {
        self.header("access-control-request-method").is_some()
    }

    fn url(&self) -> String {
        format!("{}{}", self.host, self.path)
    }
}

/// Every request that reached the server, in order.
#[derive(Clone, Default)]
pub(super) struct Log(Rc<RefCell<Vec<Received>>>);

impl Log {
    pub(super) fn all(&self) -> Vec<Received> {
        self.0.borrow().clone()
    }

    pub(super) fn lines(&self) -> Vec<String> {
        self.all()
            .iter()
            .map(|received| format!("{} {}", received.method, received.url()))
            .collect()
    }

    pub(super) fn last(&self) -> Received {
        self.all().pop().expect("a request reached the server")
    }
}

/// Returns an application that responds to every request with `respond`, and the log of its requests.
pub(super) async fn server(
    respond: impl Fn(&Received) -> HttpResponse + Clone + 'static,
) -> (impl Service<actix_http::Request, Response = ServiceResponse<BoxBody>, Error = Error>, Log) {
    let log = Log::default();
    let handler_log = log.clone();
    let handler = move |request: HttpRequest, body: web::Bytes| {
        let received = Received {
            method: request.method().to_string(),
            host: text(request.headers().get("host")),
            path: request.uri().to_string(),
            headers: request
                .headers()
                .iter()
                .map(|(name, value)| (name.to_string(), text(Some(value))))
                .collect(),
            body: String::from_utf8_lossy(&body).into_owned(),
        };
        let response = respond(&received);
        handler_log.0.borrow_mut().push(received);
        async move { response }
    };
    let app = test::init_service(App::new().default_service(web::to(handler))).await;
    (app, log)
}

fn text(value: Option<&actix_web::http::header::HeaderValue>) -> String {
    value.map_or(String::new(), |value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Returns a function that responds to preflights with `status` and the headers `preflight`, and to other requests
/// with 200 and the headers `actual`.
pub(super) fn scripted(
    status: u16,
    preflight: Vec<Header>,
    actual: Vec<Header>,
) -> impl Fn(&Received) -> HttpResponse + Clone {
    move |received| match received.is_preflight() {
        true => respond(status, &preflight),
        false => respond(200, &actual),
    }
}

pub(super) fn respond(status: u16, headers: &[(&str, &str)]) -> HttpResponse {
    let mut response = HttpResponse::build(StatusCode::from_u16(status).expect("a status"));
    for (name, value) in headers {
        response.append_header((*name, *value));
    }
    response.finish()
}

pub(super) fn request(method: &str, uri: &str) -> TestRequest {
    TestRequest::default().method(method.parse().expect("a method")).uri(uri)
}

pub(super) fn app_page(include_credentials: bool) -> Browser {
    let page = Browser::at(APP);
    if include_credentials { page.with_credentials() } else { page }
}

pub(super) const ALLOWED: &str = "allowed";

/// Returns [`ALLOWED`], or the name of the variant of the error.
pub(super) fn outcome(result: &Result<Seen, Blocked>) -> &'static str {
    match result {
        Ok(_) => ALLOWED,
        Err(Blocked::InvalidUrl { .. }) => "InvalidUrl",
        Err(Blocked::ForbiddenMethod { .. }) => "ForbiddenMethod",
        Err(Blocked::UnexpectedBody { .. }) => "UnexpectedBody",
        Err(Blocked::NotAForm { .. }) => "NotAForm",
        Err(Blocked::PreflightOrigin { .. }) => "PreflightOrigin",
        Err(Blocked::PreflightCredentials { .. }) => "PreflightCredentials",
        Err(Blocked::PreflightStatus { .. }) => "PreflightStatus",
        Err(Blocked::PreflightSyntax { .. }) => "PreflightSyntax",
        Err(Blocked::PreflightMethod { .. }) => "PreflightMethod",
        Err(Blocked::PreflightHeader { .. }) => "PreflightHeader",
        Err(Blocked::Origin { .. }) => "Origin",
        Err(Blocked::Credentials { .. }) => "Credentials",
        Err(Blocked::RedirectLocation { .. }) => "RedirectLocation",
        Err(Blocked::RedirectScheme { .. }) => "RedirectScheme",
        Err(Blocked::RedirectUserInfo { .. }) => "RedirectUserInfo",
        Err(Blocked::RedirectLimit { .. }) => "RedirectLimit",
        Err(Blocked::WebSocketHandshake { .. }) => "WebSocketHandshake",
    }
}
