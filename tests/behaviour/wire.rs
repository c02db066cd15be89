//! The same over real sockets: connections that are kept, workers, upgrades, and bad input.

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

/// The tables that are served in memory elsewhere, and below which path they are served here.
const TABLES: &[(&str, &str)] = &[
    ("", preflight::ALLOWED),
    ("", preflight::NOT_ALLOWED),
    ("", preflight::ROUTED_ON),
    ("/actual", actual::ANYONE),
    ("/actual", actual::SOMEONE),
    ("/actual", actual::NOBODY),
    ("/actual", actual::LAST_WORD),
    ("/vary", vary::CASES),
    ("/errors", errors::CASES),
];

/// Likewise, with hosts that HTTP/2 writes in another way.
const TABLES_OF_HOSTS: &[(&str, &str)] =
    &[("/enforce", enforce::REFUSED), ("/enforce", enforce::LET_IN)];

/// A request of a table, sent below a path.
fn below(path: &str, case: &Case) -> Vec<String> {
    let mut lines = case.sends.clone();
    lines[0] = lines[0].replacen(" /", &format!(" {path}/"), 1);
    lines
}

async fn serve<T>(workers: usize, client: impl AsyncFnOnce(SocketAddr) -> T) -> io::Result<T> {
    serve_app(|| App::new().configure(services), workers, client).await
}

/// Serves on a port of its own, over HTTP/1.1 and HTTP/2, while `client` runs.
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
    // The second socket has an instance of the application in each worker that nobody calls, as
    // where `localhost` has two addresses.
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

/// Likewise, for a client that blocks.
async fn serve_blocking<T: Send + 'static>(
    workers: usize,
    client: impl FnOnce(SocketAddr) -> io::Result<T> + Send + 'static,
) -> T {
    serve(workers, async |server| spawn_blocking(move || client(server)).await)
        .await
        .expect("the server starts")
        .expect("the client does not panic")
        .expect("no connection breaks off")
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
            failures.compare(&case.says, &case.gets, &connection.exchange(&case.sends)?);
        }
        Ok(failures)
    };
    let failures = serve_app(app, 1, async |server| spawn_blocking(move || client(server)).await);
    let failures = failures.await.expect("the server starts").expect("the client does not panic");
    failures.expect("no connection breaks off").report();
}

fn tables_over_http1(server: SocketAddr) -> io::Result<Failures> {
    let mut failures = Failures::default();
    let mut connection = http1::Connection::open(server)?;
    for (path, cases) in TABLES.iter().chain(TABLES_OF_HOSTS) {
        for case in &table(cases) {
            let answer = connection.exchange(&below(path, case));
            let answer =
                answer.map_err(|error| io::Error::other(format!("{}: {error}", case.says)))?;
            failures.compare(&case.says, &case.gets, &answer);
        }
    }
    Ok(failures)
}

#[actix_web::test]
async fn every_table_is_answered_on_one_connection_of_http1() {
    serve_blocking(1, tables_over_http1).await.report();
}

#[actix_web::test]
async fn every_table_is_answered_by_every_one_of_four_workers() {
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
            let answer = connection.exchange(&below(path, case)).await?;
            failures.compare(&case.says, &case.gets, &answer);
        }
    }
    Ok(failures)
}

#[actix_web::test]
async fn every_table_is_answered_on_one_connection_of_http2() {
    for workers in [1, 4] {
        let failures = serve(workers, tables_over_http2).await.expect("the server starts");
        failures.expect("no connection breaks off").report();
    }
}

const AUTHORITIES: &str = "
the server's own origin, by its authority
    GET /enforce/guarded from http://api.example | host: api.example
    200 ran | vary: Origin
the server's own origin, by an authority with a port
    GET /enforce/guarded from https://api.example:8443 | host: api.example:8443
    200 ran | vary: Origin
another origin
    GET /enforce/guarded from https://evil.example | host: api.example
    403 | vary: Origin
";

#[actix_web::test]
async fn over_http2_a_request_is_same_origin_by_its_authority() {
    let answers = async |server| -> Result<Failures, Box<dyn Error>> {
        let mut failures = Failures::default();
        let mut connection = http2::Connection::open(server).await?;
        for case in table(AUTHORITIES) {
            failures.compare(&case.says, &case.gets, &connection.exchange(&case.sends).await?);
        }
        Ok(failures)
    };
    let failures = serve(1, answers).await.expect("the server starts");
    failures.expect("no connection breaks off").report();
}

/// What a request should not look like: what it is, its lines, the answer.
fn bad_requests() -> Vec<(&'static str, Vec<String>, &'static [&'static str])> {
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
    const REFUSED: &[&str] = &["403", VARY_ON_PREFLIGHT];
    const SERVED: &[&str] = &["200 ran", "vary: Origin"];
    const ENFORCED: &[&str] = &["403", "vary: Origin"];
    const ANYONE: &[&str] = &[
        "200 ran",
        "access-control-allow-origin: *",
        "access-control-expose-headers: x-total-count, link",
    ];
    vec![
        (
            "an origin of 16 KiB in a preflight",
            preflight(&format!("https://{long}"), "GET"),
            REFUSED,
        ),
        ("an origin of 16 KiB", actual("/one", &format!("https://{long}.app.example")), SERVED),
        ("an origin of 16 KiB, enforced", actual("/enforce/guarded", &long), ENFORCED),
        ("an origin of 16 KiB where everyone is allowed", actual("/actual/anyone", &long), ANYONE),
        ("a method of 16 KiB", preflight(APP, &long), &["404"]),
        ("an empty origin in a preflight", preflight("", "GET"), REFUSED),
        ("an empty origin", actual("/one", ""), SERVED),
        ("an empty origin, enforced", actual("/enforce/guarded", ""), ENFORCED),
        ("an empty method", preflight(APP, ""), &["404"]),
        (
            "an origin beyond ASCII in a preflight",
            preflight("https://\u{ff}\u{80}", "GET"),
            REFUSED,
        ),
        ("an origin beyond ASCII", actual("/one", "https://\u{e4}pp.example"), SERVED),
        ("an origin beyond ASCII, enforced", actual("/enforce/guarded", "\u{ff}"), ENFORCED),
        ("a method beyond ASCII", preflight(APP, "G\u{cb}T"), &["404"]),
        ("a repeated origin in a preflight", and(preflight(APP, "GET"), "origin: null"), &["404"]),
        ("a repeated origin", and(actual("/one", APP), "origin: https://app.example"), SERVED),
        (
            "a repeated origin, enforced",
            and(actual("/enforce/guarded", APP), "origin: https://app.example"),
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

const GOOD: &str = "
a good request on the same connection
    GET /one from https://app.example
    200 ran | allow-origin: https://app.example | vary: Origin
";

#[actix_web::test]
async fn bad_input_is_answered_and_the_connection_of_http1_is_usable_afterwards() {
    let client = |server| -> io::Result<Failures> {
        let mut failures = Failures::default();
        let mut connection = http1::Connection::open(server)?;
        for (says, sends, gets) in bad_requests() {
            failures.compare(says, gets, &connection.exchange(&sends)?);
            failures.compare(
                &only(GOOD).says,
                &only(GOOD).gets,
                &connection.exchange(&only(GOOD).sends)?,
            );
        }
        Ok(failures)
    };
    serve_blocking(1, client).await.report();
}

#[actix_web::test]
async fn bad_input_is_answered_and_the_connection_of_http2_is_usable_afterwards() {
    let client = async |server| -> Result<Failures, Box<dyn Error>> {
        let mut failures = Failures::default();
        let mut connection = http2::Connection::open(server).await?;
        for (says, sends, gets) in bad_requests() {
            failures.compare(says, gets, &connection.exchange(&sends).await?);
            failures.compare(
                &only(GOOD).says,
                &only(GOOD).gets,
                &connection.exchange(&only(GOOD).sends).await?,
            );
        }
        Ok(failures)
    };
    let failures = serve(1, client).await.expect("the server starts");
    failures.expect("no connection breaks off").report();
}

#[actix_web::test]
async fn requests_in_a_pipeline_are_answered_each_by_its_own_policy() {
    let client = |server| -> io::Result<Failures> {
        let mut failures = Failures::default();
        let mut connection = http1::Connection::open(server)?;
        let cases = || table(preflight::NOT_ALLOWED).into_iter().chain(table(preflight::ALLOWED));
        for case in cases() {
            connection.send(&case.sends)?;
        }
        for case in cases() {
            failures.compare(&case.says, &case.gets, &connection.receive(false)?);
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
async fn a_websocket_is_opened_for_allowed_origins_alone() {
    let client = |server| -> io::Result<Failures> {
        let mut failures = Failures::default();

        let mut connection = http1::Connection::open(server)?;
        let refused = connection.exchange(&handshake(&["origin: https://evil.example"]))?;
        failures.compare("another page's socket is refused", &["403", "vary: Origin"], &refused);

        // actix-web closes the connection of an upgrade that it did not get.
        let mut connection = http1::Connection::open(server)?;
        let opened = connection.exchange(&handshake(&["origin: https://app.example"]))?;
        let expected = ["101", "access-control-allow-origin: https://app.example", "vary: Origin"];
        failures.compare("an allowed page's is opened", &expected, &opened);
        assert_eq!(echoed(&mut connection, b"hello")?, b"hello");
        assert_eq!(echoed(&mut connection, b"still there")?, b"still there");

        let mut connection = http1::Connection::open(server)?;
        let own = format!("origin: http://{server}");
        let opened = connection.exchange(&handshake(&[&own]))?;
        failures.compare("the server's own page's", &["101", "vary: Origin"], &opened);
        assert_eq!(echoed(&mut connection, b"hello")?, b"hello");

        let mut connection = http1::Connection::open(server)?;
        let opened = connection.exchange(&handshake(&[]))?;
        failures.compare("that of no page", &["101", "vary: Origin"], &opened);
        assert_eq!(echoed(&mut connection, b"hello")?, b"hello");
        Ok(failures)
    };
    serve_blocking(1, client).await.report();
}

/// Sends a text and reads the one that comes back: <https://www.rfc-editor.org/rfc/rfc6455#section-5.2>.
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
