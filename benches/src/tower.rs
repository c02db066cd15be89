//! tower-http's `CorsLayer` around a bare tower service. A call in tower does not cost the same as a call in actix-web.
//! Compare only the overheads of CORS, therefore, and not the total costs.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    pin::pin,
    task::{Context, Poll, Waker},
};

use http::{HeaderValue, Method, Request, Response, header};
use tower::{Layer, Service, service_fn};
use tower_http::cors::CorsLayer;

use crate::{
    requests::{APP, OTHER},
    server::REQUESTS,
};

type Call = dyn FnMut(Request<()>) -> Response<()>;

/// The name that callgrind prints for the measured function, as in [`crate::server::MEASURED`].
pub const MEASURED: &str = "cors_benches::tower::Prepared::answer";

/// A service to measure, and a function that creates its requests.
pub struct Prepared {
    call: Box<Call>,
    request: fn() -> Request<()>,
}

impl Prepared {
    /// Creates the service.
    #[must_use]
    pub fn new(service: fn() -> Box<Call>, request: fn() -> Request<()>) -> Self {
        Self { call: service(), request }
    }

    /// Answers [`REQUESTS`] requests.
    #[must_use]
    pub fn run(mut self) -> Self {
        for _ in 0..REQUESTS {
            self.answer((self.request)());
        }
        self
    }

    #[inline(never)]
    fn answer(&mut self, request: Request<()>) {
        (self.call)(request);
    }
}

/// Returns the service without a layer.
#[must_use]
pub fn bare() -> Box<Call> {
    boxed(service_fn(list))
}

/// Returns the service in a layer with the same policy as the actix-web servers in [`crate::contenders`]: one origin,
/// `GET`, one header and a max age of two hours.
#[must_use]
pub fn layered() -> Box<Call> {
    let layer = CorsLayer::new()
        .allow_origin([HeaderValue::from_static(APP)])
        .allow_methods([Method::GET])
        .allow_headers([header::CONTENT_TYPE])
        .max_age(std::time::Duration::from_secs(7_200));
    boxed(layer.layer(service_fn(list)))
}

fn list(_: Request<()>) -> Ready<Result<Response<()>, Infallible>> {
    ready(Ok(Response::new(())))
}

fn boxed<S>(mut service: S) -> Box<Call>
where
    S: Service<Request<()>, Response = Response<()>, Error = Infallible> + 'static,
{
    Box::new(move |request| {
        let future = pin!(service.call(request));
        match future.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(response)) => response,
            Poll::Ready(Err(never)) => match never {},
            Poll::Pending => panic!("the service awaits nothing"),
        }
    })
}

fn get(origin: Option<&'static str>) -> Request<()> {
    let mut request = Request::new(());
    let headers = request.headers_mut();
    headers.insert(header::HOST, HeaderValue::from_static("api.example.com"));
    headers.insert(header::ACCEPT, HeaderValue::from_static("*/*"));
    headers.insert(
        header::USER_AGENT,
        HeaderValue::from_static("Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"),
    );
    if let Some(origin) = origin {
        headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
    }
    request
}

/// Returns a request with the method and headers of [`crate::requests::allowed`], and with the path `/`.
#[must_use]
pub fn allowed() -> Request<()> {
    get(Some(APP))
}

/// Returns a request with the method and headers of [`crate::requests::disallowed_origin`], and with the path `/`.
#[must_use]
pub fn disallowed_origin() -> Request<()> {
    get(Some(OTHER))
}

/// Returns a request with the method and headers of [`crate::requests::no_origin`], and with the path `/`.
#[must_use]
pub fn no_origin() -> Request<()> {
    get(None)
}

/// Returns a request with the method and headers of [`crate::requests::preflight`], and with the path `/`.
#[must_use]
pub fn preflight() -> Request<()> {
    let mut request = get(Some(APP));
    *request.method_mut() = Method::OPTIONS;
    let headers = request.headers_mut();
    headers.insert(header::ACCESS_CONTROL_REQUEST_METHOD, HeaderValue::from_static("GET"));
    headers
        .insert(header::ACCESS_CONTROL_REQUEST_HEADERS, HeaderValue::from_static("content-type"));
    request
}
