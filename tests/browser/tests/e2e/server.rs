//! The server for the pages and their calls. The server has real sockets, responds under every host name, and logs the
//! requests.

use std::{
    net::{Ipv4Addr, TcpListener},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use actix_web::{
    App, Error, HttpResponse, HttpServer, Route,
    body::MessageBody,
    dev::{ServerHandle, Service, ServiceFactory, ServiceRequest, ServiceResponse},
    http::header::{HeaderMap, SET_COOKIE},
    rt, web,
};
use cors_devtools::Explorer;

use crate::{api, console};

/// The two ports of the server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ports {
    pub(crate) first: u16,
    pub(crate) second: u16,
}

/// The parts of a received request and of its response that must be equal in Chromium and in the in-process client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) host: String,
    /// The path without its first segment, which is different in each run.
    pub(crate) path: String,
    /// The headers that depend on the page or on CORS.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The status of the response.
    pub(crate) status: u16,
}

impl Received {
    fn read(request: &ServiceRequest) -> Self {
        const HEADERS: [&str; 9] = [
            "origin",
            "access-control-request-method",
            "access-control-request-headers",
            "accept",
            "authorization",
            "content-type",
            "cookie",
            "range",
            "x-request-id",
        ];
        let value = |headers: &HeaderMap, name: &str| {
            headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let headers = request.headers();
        Self {
            method: request.method().to_string(),
            host: value(headers, "host").unwrap_or_default(),
            path: without_run(request.path()).to_owned(),
            headers: HEADERS
                .into_iter()
                .filter_map(|name| Some((name, value(headers, name)?)))
                .collect(),
            status: 0,
        }
    }

    fn with_response<B>(self, result: &Result<ServiceResponse<B>, Error>) -> Self {
        let status = match result {
            Ok(response) => response.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        Self { status: status.as_u16(), ..self }
    }

    pub(crate) fn is_preflight(&self) -> bool {
        self.headers.iter().any(|(name, _)| *name == "access-control-request-method")
    }
}

/// Returns the path without its first segment, the name of the run.
fn without_run(path: &str) -> &str {
    let rest = path.trim_start_matches('/');
    rest.find('/').map_or(path, |slash| &rest[slash..])
}

#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<Received>>>);

impl Log {
    fn push(&self, received: Received) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(received);
    }

    /// Returns the requests since the last call.
    pub(crate) fn take(&self) -> Vec<Received> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The number of orders that handlers placed. The number shows whether a handler ran, even if the browser blocked the
/// response.
#[derive(Clone, Default)]
pub(crate) struct Orders(Arc<AtomicUsize>);

impl Orders {
    pub(crate) fn place(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn take(&self) -> usize {
        self.0.swap(0, Ordering::SeqCst)
    }
}

pub(crate) struct Server {
    pub(crate) ports: Ports,
    pub(crate) log: Log,
    pub(crate) orders: Orders,
    handle: ServerHandle,
    thread: Option<thread::JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start() -> Result<Self, String> {
        let listen = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let port = |listener: &TcpListener| listener.local_addr().map(|address| address.port());
        let text = |error: std::io::Error| format!("the server does not start: {error}");
        let (first, second) = (listen().map_err(text)?, listen().map_err(text)?);
        let ports =
            Ports { first: port(&first).map_err(text)?, second: port(&second).map_err(text)? };
        let (log, orders) = (Log::default(), Orders::default());
        let (started, handle) = mpsc::channel();
        let factory = {
            let (log, orders) = (log.clone(), orders.clone());
            move || app(ports, log.clone(), orders.clone())
        };
        let thread = thread::spawn(move || {
            rt::System::new().block_on(async move {
                let server = HttpServer::new(factory)
                    .workers(1)
                    .disable_signals()
                    .listen(first)
                    .and_then(|server| server.listen(second))
                    .map(HttpServer::run);
                if let Ok(server) = server {
                    let _ = started.send(server.handle());
                    let _ = server.await;
                }
            });
        });
        let handle = handle.recv().map_err(|_| "the server does not start".to_owned())?;
        Ok(Self { ports, log, orders, handle, thread: Some(thread) })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The call of `stop` stops the server. The future of `stop` is dropped, because `join` waits for the end of the
        // server.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Registers the files of a page and the sign-in, which are the same under every host name.
fn pages(app: &mut web::ServiceConfig) {
    app.route("/page", file("text/html; charset=utf-8", include_str!("page/page.html")))
        .route("/calls.js", file("text/javascript", include_str!("page/calls.js")))
        .route("/sign-in", web::get().to(sign_in));
}

fn file(content_type: &'static str, text: &'static str) -> Route {
    web::get().to(move || async move { HttpResponse::Ok().content_type(content_type).body(text) })
}

/// The cookie that Chromium has for the host of the API. The cookie is `SameSite=Lax`, because `SameSite=None` needs
/// `Secure`, and `Secure` needs HTTPS.
pub(crate) const COOKIE: &str = "visitor=ada";

async fn sign_in() -> HttpResponse {
    let cookie = format!("{COOKIE}; Path=/; SameSite=Lax; HttpOnly");
    HttpResponse::Ok().insert_header((SET_COOKIE, cookie)).body("signed in")
}

/// Returns the application for the server and the in-process client.
pub(crate) fn app(
    ports: Ports,
    log: Log,
    orders: Orders,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let explorer = Explorer::at("/__cors");
    App::new().app_data(ports).app_data(orders).configure(pages).service(explorer).service(
        // Each run has its own paths, so that no cached response or preflight applies to another run.
        web::scope("/{run}")
            .wrap_fn(move |request, service| {
                let (log, received) = (log.clone(), Received::read(&request));
                let response = service.call(request);
                async move {
                    let result = response.await;
                    log.push(received.with_response(&result));
                    result
                }
            })
            .configure(api::routes)
            .configure(console::routes),
    )
}
