//! The client against handlers that write their CORS headers by hand, correctly or not.
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
mod web_platform;

use std::{cell::RefCell, rc::Rc};

use actix_web::{
    App, Error, HttpRequest, HttpResponse,
    body::BoxBody,
    dev::{Service, ServiceResponse},
    http::StatusCode,
    test::{self, TestRequest},
    web,
};

pub(super) const APP: &str = "https://app.example.com";

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

/// Returns a response with these headers.
pub(super) fn respond(status: u16, headers: &[(&str, &str)]) -> HttpResponse {
    let mut response = HttpResponse::build(StatusCode::from_u16(status).expect("a status"));
    for (name, value) in headers {
        response.append_header((*name, *value));
    }
    response.finish()
}

/// Returns a request with a method and a path.
pub(super) fn request(method: &str, uri: &str) -> TestRequest {
    TestRequest::default().method(method.parse().expect("a method")).uri(uri)
}
