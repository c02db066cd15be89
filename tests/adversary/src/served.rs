//! Helpers that call a layer or a handler without a socket, and convert between the types of actix-web and those of the
//! model.

use std::{
    cell::Cell,
    future::{Ready, ready},
    pin::pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use actix_web::{
    Error, HttpRequest, HttpResponse,
    dev::{Service, ServiceRequest, ServiceResponse, Transform},
    http::{
        Method,
        header::{HeaderMap, HeaderName, HeaderValue},
    },
    test::TestRequest,
};
use cors_runtime::{Cors, Policy};

use crate::model::{Request, Response};

/// The response headers that the handler, or the inner service of a layer, sets.
pub type Inner = &'static [(&'static str, &'static str)];

/// Examples of response headers. A policy keeps `cache-control`, can extend `vary`, and overwrites or removes the
/// others.
pub const INNER: [Inner; 5] = [
    &[],
    &[("vary", "Accept-Encoding, origin")],
    &[("vary", "*"), ("access-control-allow-origin", "*")],
    &[("vary", "Sec-Fetch-Mode"), ("cache-control", "public")],
    &[
        ("vary", "Accept"),
        ("access-control-max-age", "1"),
        ("access-control-allow-credentials", "true"),
    ],
];

/// A layer around a service that responds to every request.
pub struct Layered {
    service: <Cors as Transform<InnerService, ServiceRequest>>::Transform,
    ran: Rc<Cell<bool>>,
}

/// The inner service of the layer.
pub struct InnerService {
    ran: Rc<Cell<bool>>,
}

impl Service<ServiceRequest> for InnerService {
    type Response = ServiceResponse;
    type Error = Error;
    type Future = Ready<Result<ServiceResponse, Error>>;

    fn poll_ready(&self, _: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        self.ran.set(true);
        let response = plain(request.request());
        ready(Ok(request.into_response(response)))
    }
}

/// Returns the response of a handler. The header `x-inner` of the request is an index into `INNER`.
pub fn plain(request: &HttpRequest) -> HttpResponse {
    let number = request.headers().get("x-inner").and_then(|it| it.to_str().ok()?.parse().ok());
    let mut response = HttpResponse::Ok();
    for header in number.and_then(|it: usize| INNER.get(it)).copied().unwrap_or_default() {
        response.insert_header(*header);
    }
    response.finish()
}

impl Layered {
    /// Creates a `Cors` layer with the policy.
    ///
    /// # Panics
    /// If the layer rejects the policy.
    pub fn new(policy: Policy) -> Self {
        let ran = Rc::new(Cell::new(false));
        let inner = InnerService { ran: Rc::clone(&ran) };
        match at_once(Cors::new(policy).new_transform(inner)) {
            Ok(service) => Self { service, ran },
            Err(()) => panic!("the layer does not start"),
        }
    }

    /// Returns the response, and the request, so that the caller can send the request again.
    ///
    /// # Panics
    /// If the layer fails.
    pub fn respond(&self, request: HttpRequest) -> (Response, HttpRequest) {
        self.ran.set(false);
        let response = at_once(self.service.call(ServiceRequest::from_request(request)))
            .unwrap_or_else(|error| panic!("the layer fails: {error}"));
        let received = read(response.status().as_u16(), self.ran.get(), response.headers());
        (received, response.into_parts().0)
    }
}

/// Converts a request of the model to the type of actix-web. The header `x-inner` contains `inner`, an index into
/// [`INNER`] that selects the response headers of the handler.
///
/// # Panics
/// If the method, the URI, a header name or a header value is not valid.
pub fn sent(request: &Request, path: &str, inner: usize) -> TestRequest {
    let method = Method::from_bytes(request.method.as_bytes()).expect("a method");
    let uri = match &request.authority {
        Some(authority) => format!("http://{authority}{path}"),
        None => path.to_owned(),
    };
    let mut sent = TestRequest::with_uri(&uri).method(method);
    for (name, value) in &request.headers {
        let bytes: Vec<u8> = value.chars().map(|it| it as u8).collect();
        let value = HeaderValue::from_bytes(&bytes).expect("a header's value");
        sent = sent.append_header((HeaderName::from_static(name), value));
    }
    sent.insert_header(("x-inner", inner))
}

pub fn read(status: u16, ran: bool, headers: &HeaderMap) -> Response {
    let text = |value: &HeaderValue| value.as_bytes().iter().copied().map(char::from).collect();
    Response::new(
        status,
        ran,
        headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))),
    )
}

/// Returns the output of a future that is ready at once.
///
/// # Panics
/// If the future is pending.
pub fn at_once<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the future is pending"),
    }
}
