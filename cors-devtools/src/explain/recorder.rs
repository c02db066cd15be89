//! Records each request of the browser, and its response.

use std::{
    cell::RefCell,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

use actix_http::Request;
use actix_web::{
    Error, HttpMessage, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{Service, ServiceResponse},
    http::{
        Method,
        header::{
            ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HOST, HeaderMap,
            HeaderName, ORIGIN,
        },
    },
    test::TestRequest,
};
use cors_rules::{fetch::SAFELISTED_METHODS, origin::Origin};
use cors_runtime::{Refusal, Step};
use serde::Serialize;

/// A request of the browser and its response, reduced to what concerns CORS.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Exchange {
    /// Step of the exchange: the preflight or the actual request.
    pub step: Step,
    /// Why the browser sends the request.
    pub why: String,
    /// The method of the request.
    pub method: String,
    /// The path and the query of the request.
    pub path: String,
    /// The request headers that concern CORS, sorted by name.
    pub sent: Vec<(String, String)>,
    /// The status of the response.
    pub status: u16,
    /// The response headers that concern CORS, sorted by name.
    pub answered: Vec<(String, String)>,
    /// The refusal in the extensions of the response.
    pub refusal: Option<Refusal>,
    /// The names of the other response headers that `expose_headers` could name.
    #[serde(skip)]
    pub(super) other_names: Vec<String>,
}

impl Exchange {
    fn new(request: &Request) -> Self {
        let is_preflight = *request.method() == Method::OPTIONS
            && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        let uri = request.uri();
        Self {
            step: if is_preflight { Step::Preflight } else { Step::Actual },
            why: String::new(),
            method: request.method().to_string(),
            path: uri.path_and_query().map_or_else(|| uri.to_string(), ToString::to_string),
            sent: cors_headers(request.headers()),
            status: 0,
            answered: Vec::new(),
            refusal: None,
            other_names: Vec::new(),
        }
    }

    fn record_response<B>(&mut self, response: &HttpResponse<B>) {
        self.status = response.status().as_u16();
        self.answered = cors_headers(response.headers());
        let names = response.headers().keys().map(HeaderName::as_str);
        self.other_names =
            names.filter(|name| !is_of_no_interest(name)).map(str::to_owned).collect();
        self.other_names.sort_unstable();
        self.refusal = response.extensions().get::<Refusal>().cloned();
    }

    fn sent(&self, name: &HeaderName) -> Option<&str> {
        let header = self.sent.iter().find(|(sent, _)| sent == name.as_str());
        header.map(|(_, value)| value.as_str())
    }

    /// Returns the text of [`Exchange::why`], given the exchange before this one.
    fn explain(&self, page: &str, previous: Option<&Self>) -> String {
        if self.step == Step::Preflight {
            return format!(
                "The browser sends a preflight first, because the request needs permission for {}.",
                self.permissions()
            );
        }
        if !self.is_cors(page) {
            return "The browser sends the request. It is not a CORS request, because the page and \
                    the server have the same origin."
                .to_owned();
        }
        match previous {
            Some(previous) if previous.step == Step::Preflight && previous.path == self.path => {
                "The preflight allows the request, so the browser sends it, with the page's origin."
            }
            Some(_) => "The browser follows the redirect, and sends the page's origin.",
            None => {
                "The browser sends the request, with the page's origin. It sends no preflight: a \
                 form could send the same request, or an earlier preflight allowed it."
            }
        }
        .to_owned()
    }

    /// <https://fetch.spec.whatwg.org/#cors-request>; a same-origin `POST` has an `Origin` too.
    fn is_cors(&self, page: &str) -> bool {
        if self.sent(&ORIGIN).is_none() {
            return false;
        }
        match self.sent.iter().find(|(name, _)| name == "sec-fetch-site") {
            Some((_, site)) => site != "same-origin",
            None => {
                let server = self.sent(&HOST).unwrap_or_default();
                !Origin::parse(page.as_bytes()).is_some_and(|page| page.is_served_by(server))
            }
        }
    }

    /// Returns the parts of the request that a form cannot send: <https://fetch.spec.whatwg.org/#main-fetch>.
    fn permissions(&self) -> String {
        let method = self.sent(&ACCESS_CONTROL_REQUEST_METHOD).unwrap_or_default();
        let method =
            (!SAFELISTED_METHODS.contains(&method)).then(|| format!("the method `{method}`"));
        let headers = self.sent(&ACCESS_CONTROL_REQUEST_HEADERS).map(|names| {
            let noun = if names.contains(',') { "headers" } else { "header" };
            format!("the {noun} `{names}`")
        });
        let permissions: Vec<String> = [method, headers].into_iter().flatten().collect();
        permissions.join(" and ")
    }
}

/// Returns whether a page has no use for the header: it concerns CORS or the connection, or no page may read
/// it.
fn is_of_no_interest(name: &str) -> bool {
    name.starts_with("access-control-")
        || matches!(name, "vary" | "date" | "connection" | "transfer-encoding" | "set-cookie")
}

fn cors_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let concerns_cors = |name: &HeaderName| {
        let name = name.as_str();
        matches!(name, "origin" | "vary" | "host")
            || name.starts_with("access-control-")
            || name.starts_with("sec-fetch-")
    };
    let mut found: Vec<(String, String)> = headers
        .iter()
        .filter(|(name, _)| concerns_cors(name))
        .map(|(name, value)| (name.to_string(), value.as_bytes().escape_ascii().to_string()))
        .collect();
    found.sort();
    found
}

/// An application whose exchanges are recorded.
pub(super) struct Recorder<'a, S> {
    pub(super) app: &'a S,
    pub(super) page: String,
    pub(super) exchanges: Rc<RefCell<Vec<Exchange>>>,
}

impl<S, B> Service<Request> for Recorder<'_, S>
where
    S: Service<Request, Response = ServiceResponse<B>>,
    S::Error: Into<Error>,
    S::Future: 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Error>>>>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.app.poll_ready(context).map_err(Into::into)
    }

    fn call(&self, request: Request) -> Self::Future {
        let mut exchange = Exchange::new(&request);
        exchange.why = exchange.explain(&self.page, self.exchanges.borrow().last());
        let (called, exchanges) = (self.app.call(request), Rc::clone(&self.exchanges));
        Box::pin(async move {
            let response = match called.await {
                Ok(response) => response.map_into_boxed_body(),
                // A server sends the response of the error, after the response mappers of middleware.
                Err(error) => {
                    let error: Error = error.into();
                    let request = TestRequest::default().to_http_request();
                    ServiceResponse::new(request, error.error_response())
                }
            };
            exchange.record_response(response.response());
            exchanges.borrow_mut().push(exchange);
            Ok(response)
        })
    }
}
