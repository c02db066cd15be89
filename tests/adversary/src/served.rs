//! Policies as the library serves them, without a socket: a layer around one service, and handlers.

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
use cors_runtime::{Cors, Settings};

use crate::model::{Answer, Request};

/// What the service inside sets itself.
pub type Inner = &'static [(&'static str, &'static str)];

/// Nothing; what a policy leaves or adds to; what it must not leave.
pub const INNER: [Inner; 4] = [
    &[],
    &[("vary", "Accept-Encoding, origin")],
    &[("vary", "*"), ("access-control-allow-origin", "*")],
    &[
        ("vary", "Accept"),
        ("access-control-max-age", "1"),
        ("access-control-allow-credentials", "true"),
    ],
];

/// A layer of that policy around a service that answers everything.
pub struct Layered {
    service: <Cors as Transform<Answering, ServiceRequest>>::Transform,
    ran: Rc<Cell<bool>>,
}

/// The service inside.
pub struct Answering {
    ran: Rc<Cell<bool>>,
}

impl Service<ServiceRequest> for Answering {
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

/// What a handler answers: the headers that the request asks for by number.
pub fn plain(request: &HttpRequest) -> HttpResponse {
    let number = request.headers().get("x-inner").and_then(|it| it.to_str().ok()?.parse().ok());
    let mut response = HttpResponse::Ok();
    for header in number.and_then(|it: usize| INNER.get(it)).copied().unwrap_or_default() {
        response.insert_header(*header);
    }
    response.finish()
}

impl Layered {
    /// # Panics
    /// Where the settings are refused.
    pub fn new(settings: Settings) -> Self {
        let ran = Rc::new(Cell::new(false));
        let inner = Answering { ran: Rc::clone(&ran) };
        match at_once(Cors::new(settings).new_transform(inner)) {
            Ok(service) => Self { service, ran },
            Err(()) => panic!("a layer is made of every policy"),
        }
    }

    /// Answers, and gives the request back.
    ///
    /// # Panics
    /// Where the layer fails.
    pub fn answer(&self, request: HttpRequest) -> (Answer, HttpRequest) {
        self.ran.set(false);
        let response = at_once(self.service.call(ServiceRequest::from_request(request)))
            .unwrap_or_else(|error| panic!("the layer fails: {error}"));
        let answer = read(response.status().as_u16(), self.ran.get(), response.headers());
        (answer, response.into_parts().0)
    }
}

/// The request as the library meets it.
///
/// # Panics
/// Where a value is none.
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

pub fn read(status: u16, ran: bool, headers: &HeaderMap) -> Answer {
    let text = |value: &HeaderValue| value.as_bytes().iter().copied().map(char::from).collect();
    Answer::of(
        status,
        ran,
        headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))),
    )
}

/// What a future that awaits nothing comes to.
///
/// # Panics
/// Where it awaits something.
pub fn at_once<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("something is awaited"),
    }
}
