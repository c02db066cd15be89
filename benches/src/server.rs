//! An application that answers requests without a socket.

use std::{
    fmt,
    pin::pin,
    task::{Context, Poll, Waker},
};

use actix_http::{Request, ResponseHead};
use actix_service::IntoServiceFactory;
use actix_web::{
    body::MessageBody,
    dev::{AppConfig, Service, ServiceFactory, ServiceResponse},
    rt::System,
    test,
};

/// The number of requests in one measurement. Each header map has its own random hash seed, so the number of collisions
/// differs between requests. The mean of many requests is stable.
pub const REQUESTS: usize = 500;

const WARM_UP: usize = 50;

type Call = dyn Fn(Request, &mut dyn FnMut(&ResponseHead));

/// An application whose type is erased, so that applications with different middleware have one type.
pub struct Server {
    call: Box<Call>,
}

impl Server {
    /// Starts an application.
    ///
    /// # Panics
    /// If the application does not start.
    pub fn new<R, S, B>(app: R) -> Self
    where
        R: IntoServiceFactory<S, Request> + 'static,
        S: ServiceFactory<
                Request,
                Config = AppConfig,
                Response = ServiceResponse<B>,
                Error = actix_web::Error,
            > + 'static,
        S::InitError: fmt::Debug,
        B: MessageBody + 'static,
    {
        let service = System::new().block_on(test::init_service(app));
        let call = move |request: Request, look: &mut dyn FnMut(&ResponseHead)| {
            let future = pin!(service.call(request));
            match future.poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(Ok(response)) => look(response.response().head()),
                Poll::Ready(Err(error)) => look(error.error_response().head()),
                Poll::Pending => panic!("the handlers of these applications await nothing"),
            }
        };
        Self { call: Box::new(call) }
    }

    /// Answers one request, and drops the response. The benchmarks measure this function.
    #[inline(never)]
    pub fn answer(&self, request: Request) {
        (self.call)(request, &mut ignore);
    }

    /// Answers one request, and returns the head of the response.
    pub fn show(&self, request: Request) -> ResponseHead {
        let mut shown = ResponseHead::new(actix_web::http::StatusCode::OK);
        (self.call)(request, &mut |head| {
            shown.status = head.status;
            shown.headers = head.headers.clone();
        });
        shown
    }
}

/// Ignores a response. This is a named function, so that its name in the output of callgrind does not contain the name
/// [`MEASURED`]. The name of a closure in [`Server::answer`] would contain that name.
fn ignore(_: &ResponseHead) {}

/// The name that callgrind prints for [`Server::answer`], the function whose instructions are counted.
pub const MEASURED: &str = "cors_benches::server::Server::answer";

/// A server to measure, and a function that creates its requests.
pub struct Prepared {
    server: Server,
    request: Box<dyn Fn() -> Request>,
}

impl Prepared {
    /// Sends some requests to a server, so that actix-web has memory to recycle during the measurement.
    #[must_use]
    pub fn new(server: Server, request: impl Fn() -> Request + 'static) -> Self {
        for _ in 0..WARM_UP {
            server.show(request());
        }
        Self { server, request: Box::new(request) }
    }

    /// Answers [`REQUESTS`] requests. Each request is created just before it is answered, as in a server. If all
    /// requests were created first, actix-web could not recycle the memory of each request. The measurement would then
    /// include the work of the allocator that frees this memory.
    #[must_use]
    pub fn run(self) -> Self {
        for _ in 0..REQUESTS {
            self.server.answer((self.request)());
        }
        self
    }
}
