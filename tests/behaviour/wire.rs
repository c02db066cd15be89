//! The tables over real sockets: persistent connections, workers, upgrades, and invalid input.

use std::{error::Error, io, net::SocketAddr, thread};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    get,
    rt::{self, task::spawn_blocking},
    test::init_service,
    web::{self, ServiceConfig},
};
use cors_runtime::cors;

use crate::{
    actual,
    case::{Case, Failures, VARY_ON_PREFLIGHT, check_app, only, table},
    enforce, errors, http1, http2, preflight, vary,
};

#[cors(origins = "https://app.example", enforce)]
#[get("/echo")]
async fn echo(request: HttpRequest, body: web::Payload) -> actix_web::Result<HttpResponse> {
    let (response, mut session, mut messages) = actix_ws::handle(&request, body)?;
    rt::spawn(async move {
        while let Some(Ok(message)) = messages.recv().await {
            if let actix_ws::Message::Text(text) = message
                && session.text(text).await.is_err()
            {
                return;
            }
        }
    });
    Ok(response)
}

fn services(config: &mut ServiceConfig) {
    config
        .service(echo)
        .configure(preflight::services)
        .service(web::scope("/actual").configure(actual::services))
        .service(web::scope("/enforce").configure(enforce::services))
        .service(web::scope("/vary").configure(vary::services))
        .service(web::scope("/errors").configure(errors::services));
}

/// Tables that other tests check in memory, and the path prefix of their services here.
const TABLES: &[(&str, &str)] = &[
    ("", preflight::ALLOWED),
    ("", preflight::NOT_ALLOWED),
    ("", preflight::NOT_A_PREFLIGHT),
    ("/actual", actual::ANY_ORIGIN),
    ("/actual", actual::ALLOWED),
    ("/actual", actual::NOT_ALLOWED),
    ("/actual", actual::OWN_HEADERS),
    ("/vary", vary::CASES),
    ("/errors", errors::CASES),
];

/// Tables with a `Host`, which HTTP/2 replaces by `:authority`.
const TABLES_WITH_HOST: &[(&str, &str)] =
    &[("/enforce", enforce::REJECTED), ("/enforce", enforce::PASSED)];

/// The request of a case, below a path prefix.
fn below(path: &str, case: &Case) -> Vec<String> {
    let mut lines = case.request.clone();
    lines[0] = lines[0].replacen(" /", &format!(" {path}/"), 1);
    lines
}

async fn serve<T>(workers: usize, client: impl AsyncFnOnce(SocketAddr) -> T) -> io::Result<T> {
    serve_app(|| App::new().configure(services), workers, client).await
}

/// Serves on a free port, over HTTP/1.1 and HTTP/2, while `client` runs.
async fn serve_app<A, B, T>(
    app: impl Fn() -> App<A> + Send + Clone + 'static,
    workers: usize,
    client: impl AsyncFnOnce(SocketAddr) -> T,
) -> io::Result<T>
where
    A: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = actix_web::Error,
            InitError = (),
            Future: 'static,
        > + 'static,
    B: MessageBody + 'static,
{
    // The second socket gives each worker an unused instance of the application, as if `localhost` had
    // two addresses.
    let server = HttpServer::new(app)
        .workers(workers)
        .disable_signals()
        .bind_auto_h2c("127.0.0.1:0")?
        .bind_auto_h2c("127.0.0.1:0")?;
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    rt::spawn(server);
    let result = client(address).await;
    handle.stop(false).await;
    Ok(result)
}

/// Serves while a blocking `client` runs.
async fn serve_blocking<T: Send + 'static>(
    workers: usize,
    client: impl FnOnce(SocketAddr) -> io::Result<T> + Send + 'static,
) -> T {
    serve(workers, async |server| spawn_blocking(move || client(server)).await)
        .await
        .expect("the server starts")
        .expect("the client does not panic")
        .expect("no connection ends early")
}

/// Sends every case to that application, in memory and then over HTTP/1.1.
pub async fn check_both<A, B>(app: impl Fn() -> App<A> + Send + Clone + 'static, cases: &str)
where
    A: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = actix_web::Error,
            InitError = (),
            Future: 'static,
        > + 'static,
    B: MessageBody + 'static,
{
    check_app(&init_service(app()).await, cases).await;
    let cases = table(cases);
    let client = move |server| -> io::Result<Failures> {
        let mut failures = Failures::default();
        let mut connection = http1::Connection::open(server)?;
        for case in &cases {
            failures.compare(&case.fact, &case.response, &connection.exchange(&case.request)?);
        }
        Ok(failures)
    };
    let failures = serve_app(app, 1, async |server| spawn_blocking(move || client(server)).await);
    let failures = failures.await.expect("the server starts").expect("the client does not panic");
    failures.expect("no connection ends early").report();
}

fn tables_over_http1(server: SocketAddr) -> io::Result<Failures> {
    let mut failures = Failures::default();
    let mut connection = http1::Connection::open(server)?;
    for (path, cases) in TABLES.iter().chain(TABLES_WITH_HOST) {
        for case in &table(cases) {
            let response = connection.exchange(&below(path, case));
            let response =
                response.map_err(|error| io::Error::other(format!("{}: {error}", case.fact)))?;
            failures.compare(&case.fact, &case.response, &response);
        }
    }
    Ok(failures)
}

#[actix_web::test]
async fn every_table_holds_over_http1_on_every_one_of_four_workers() {
    let all = serve_blocking(4, |server| {
        let clients: Vec<_> =
            (0..8).map(|_| thread::spawn(move || tables_over_http1(server))).collect();
        clients.into_iter().map(|client| client.join().expect("no client panics")).collect()
    });
    let all: Vec<Failures> = all.await;
    assert_eq!(all.len(), 8);
    all.into_iter().for_each(Failures::report);
}

async fn tables_over_http2(server: SocketAddr) -> Result<Failures, Box<dyn Error>> {
    let mut failures = Failures::default();
    let mut connection = http2::Connection::open(server).await?;
    for (path, cases) in TABLES {
        for case in &table(cases) {
            let response = connection.exchange(&below(path, case)).await?;
            failures.compare(&case.fact, &case.response, &response);
        }
    }
    Ok(failures)
}

#[actix_web::test]
async fn every_table_holds_over_http2() {
    let failures = serve(1, tables_over_http2).await.expect("the server starts");
    failures.expect("no connection ends early").report();
}

const AUTHORITIES: &str = "
an origin equal to the authority is the server's own
    GET /enforce/enforced from http://api.example | host: api.example
    200 ran | vary: Origin
an origin equal to an authority with a port is the server's own
    GET /enforce/enforced from https://api.example:8443 | host: api.example:8443
    200 ran | vary: Origin
an origin with another host than the authority is rejected
    GET /enforce/enforced from https://evil.example | host: api.example
    403 | vary: Origin
";

#[actix_web::test]
async fn an_http2_request_is_same_origin_by_its_authority() {
    let client = async |server| -> Result<Failures, Box<dyn Error>> {
        let mut failures = Failures::default();
        let mut connection = http2::Connection::open(server).await?;
        for case in table(AUTHORITIES) {
            failures.compare(
                &case.fact,
                &case.response,
                &connection.exchange(&case.request).await?,
            );
        }
        Ok(failures)
    };
    let failures = serve(1, client).await.expect("the server starts");
    failures.expect("no connection ends early").report();
}

/// Invalid requests: a name, the request, and the response.
fn invalid_requests() -> Vec<(&'static str, Vec<String>, &'static [&'static str])> {
    let long = "a".repeat(16 * 1024);
    let preflight = |origin: &str, method: &str| {
        vec![
            "OPTIONS /one".to_owned(),
            format!("origin: {origin}"),
            format!("access-control-request-method: {method}"),
        ]
    };
    let actual =
        |path: &str, origin: &str| vec![format!("GET {path}"), format!("origin: {origin}")];
    let and = |mut lines: Vec<String>, line: &str| {
        lines.push(line.to_owned());
        lines
    };
    const APP: &str = "https://app.example";
    const REJECTED: &[&str] = &["403", VARY_ON_PREFLIGHT];
    const SERVED: &[&str] = &["200 ran", "vary: Origin"];
    const ENFORCED: &[&str] = &["403", "vary: Origin"];
    const ANY_ORIGIN: &[&str] = &[
        "200 ran",
        "access-control-allow-origin: *",
        "access-control-expose-headers: x-total-count, link",
    ];
    vec![
        (
            "an origin of 16 KiB in a preflight",
            preflight(&format!("https://{long}"), "GET"),
            REJECTED,
        ),
        ("an origin of 16 KiB", actual("/one", &format!("https://{long}.app.example")), SERVED),
        ("an origin of 16 KiB, enforced", actual("/enforce/enforced", &long), ENFORCED),
        (
            "an origin of 16 KiB where every origin is allowed",
            actual("/actual/any-origin", &long),
            ANY_ORIGIN,
        ),
        ("a method of 16 KiB", preflight(APP, &long), &["404"]),
        ("an empty origin in a preflight", preflight("", "GET"), REJECTED),
        ("an empty origin", actual("/one", ""), SERVED),
        ("an empty origin, enforced", actual("/enforce/enforced", ""), ENFORCED),
        ("an empty method", preflight(APP, ""), &["404"]),
        (
            "an origin beyond ASCII in a preflight",
            preflight("https://\u{ff}\u{80}", "GET"),
            REJECTED,
        ),
        ("an origin beyond ASCII", actual("/one", "https://\u{e4}pp.example"), SERVED),
        ("an origin beyond ASCII, enforced", actual("/enforce/enforced", "\u{ff}"), ENFORCED),
        ("a method beyond ASCII", preflight(APP, "G\u{cb}T"), &["404"]),
        ("a repeated origin in a preflight", and(preflight(APP, "GET"), "origin: null"), &["404"]),
        ("a repeated origin", and(actual("/one", APP), "origin: https://app.example"), SERVED),
        (
            "a repeated origin, enforced",
            and(actual("/enforce/enforced", APP), "origin: https://app.example"),
            ENFORCED,
        ),
        (
            "a repeated method",
            and(preflight(APP, "GET"), "access-control-request-method: GET"),
            &["404"],
        ),
        (
            "a repeated method, of which one is empty",
            and(preflight(APP, "GET"), "access-control-request-method: "),
            &["404"],
        ),
    ]
}

const VALID: &str = "
a valid request on the same connection gets its response
    GET /one from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
";

#[actix_web::test]
async fn a_connection_of_http1_works_after_invalid_requests() {
    let client = |server| -> io::Result<Failures> {
        let mut failures = Failures::default();
        let mut connection = http1::Connection::open(server)?;
        for (name, request, response) in invalid_requests() {
            failures.compare(name, response, &connection.exchange(&request)?);
            failures.compare(
                &only(VALID).fact,
                &only(VALID).response,
                &connection.exchange(&only(VALID).request)?,
            );
        }
        Ok(failures)
    };
    serve_blocking(1, client).await.report();
}

#[actix_web::test]
async fn a_connection_of_http2_works_after_invalid_requests() {
    let client = async |server| -> Result<Failures, Box<dyn Error>> {
        let mut failures = Failures::default();
        let mut connection = http2::Connection::open(server).await?;
        for (name, request, response) in invalid_requests() {
            failures.compare(name, response, &connection.exchange(&request).await?);
            failures.compare(
                &only(VALID).fact,
                &only(VALID).response,
                &connection.exchange(&only(VALID).request).await?,
            );
        }
        Ok(failures)
    };
    let failures = serve(1, client).await.expect("the server starts");
    failures.expect("no connection ends early").report();
}

#[actix_web::test]
async fn each_request_of_a_pipeline_gets_the_response_of_its_own_policy() {
    let client = |server| -> io::Result<Failures> {
        let mut failures = Failures::default();
        let mut connection = http1::Connection::open(server)?;
        let cases = || table(preflight::NOT_ALLOWED).into_iter().chain(table(preflight::ALLOWED));
        for case in cases() {
            connection.send(&case.request)?;
        }
        for case in cases() {
            failures.compare(&case.fact, &case.response, &connection.receive(false)?);
        }
        Ok(failures)
    };
    serve_blocking(1, client).await.report();
}

const UPGRADE: [&str; 4] = [
    "connection: upgrade",
    "upgrade: websocket",
    "sec-websocket-version: 13",
    "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
];

fn handshake(headers: &[&str]) -> Vec<String> {
    ["GET /echo"].iter().chain(headers).chain(&UPGRADE).map(|&line| line.to_owned()).collect()
}

#[actix_web::test]
async fn a_websocket_is_opened_only_for_allowed_origins() {
    let client = |server| -> io::Result<Failures> {
        let mut failures = Failures::default();

        let mut connection = http1::Connection::open(server)?;
        let rejected = connection.exchange(&handshake(&["origin: https://evil.example"]))?;
        failures.compare(
            "a page that is not allowed is rejected",
            &["403", "vary: Origin"],
            &rejected,
        );

        // actix-web closes the connection of a rejected upgrade.
        let mut connection = http1::Connection::open(server)?;
        let opened = connection.exchange(&handshake(&["origin: https://app.example"]))?;
        let expected = ["101", "access-control-allow-origin: https://app.example", "vary: Origin"];
        failures.compare("an allowed page opens a socket", &expected, &opened);
        assert_eq!(echoed(&mut connection, b"hello")?, b"hello");
        assert_eq!(echoed(&mut connection, b"still there")?, b"still there");

        let mut connection = http1::Connection::open(server)?;
        let own = format!("origin: http://{server}");
        let opened = connection.exchange(&handshake(&[&own]))?;
        failures.compare("a same-origin page opens a socket", &["101", "vary: Origin"], &opened);
        assert_eq!(echoed(&mut connection, b"hello")?, b"hello");

        let mut connection = http1::Connection::open(server)?;
        let opened = connection.exchange(&handshake(&[]))?;
        failures.compare(
            "a request without an origin opens a socket",
            &["101", "vary: Origin"],
            &opened,
        );
        assert_eq!(echoed(&mut connection, b"hello")?, b"hello");
        Ok(failures)
    };
    serve_blocking(1, client).await.report();
}

/// Sends a text and returns the echoed one: <https://www.rfc-editor.org/rfc/rfc6455#section-5.2>.
fn echoed(connection: &mut http1::Connection, text: &[u8]) -> io::Result<Vec<u8>> {
    const FINAL_TEXT: u8 = 0x81;
    const MASKED: u8 = 0x80;
    let length = u8::try_from(text.len()).map_err(io::Error::other)?;
    // A mask of zeros leaves the text as it is.
    connection.write(&[&[FINAL_TEXT, MASKED | length, 0, 0, 0, 0], text].concat())?;
    let head = connection.take(2)?;
    assert_eq!(head[0], FINAL_TEXT);
    connection.take(usize::from(head[1]))
}
