//! Tests over real sockets. Some tests send the cases in the tables of other files over persistent connections. Other
//! tests send pipelined requests, or open WebSockets.

use std::{error::Error, io, net::SocketAddr, thread};

use actix_web::{
    dev::ServiceFactory,
    rt::{self, task::spawn_blocking},
};

use crate::{
    case::{Case, Failures, table},
    errors, http1, http2,
    prelude::*,
    responses,
    server::serve,
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
        .configure(responses::services)
        .configure(responses::own_headers_service)
        .configure(errors::services);
}

/// Returns the cases of tables that other tests check in memory.
fn cases() -> Vec<Case> {
    use responses::{ACTUAL, AUTHORITY, OWN_HEADERS, PREFLIGHT};
    [PREFLIGHT, ACTUAL, AUTHORITY, OWN_HEADERS, errors::CASES]
        .iter()
        .flat_map(|it| table(it))
        .collect()
}

/// Serves `services` while a blocking client runs.
async fn with_client<T: Send + 'static>(
    workers: usize,
    client: impl FnOnce(SocketAddr) -> io::Result<T> + Send + 'static,
) -> T {
    let client = async |server| spawn_blocking(move || client(server)).await;
    let result = serve(|| App::new().configure(services), workers, client).await;
    result.expect("the client does not panic").expect("no connection ends early")
}

/// Sends the cases over one HTTP/1.1 connection, and collects the failures.
fn over_http1(server: SocketAddr, cases: &[Case]) -> io::Result<Failures> {
    let mut failures = Failures::default();
    let mut connection = http1::Connection::open(server)?;
    for case in cases {
        let response = connection
            .exchange(&case.request)
            .map_err(|error| io::Error::other(format!("{}: {error}", case.fact)))?;
        failures.compare(&case.fact, &case.response, &response);
    }
    Ok(failures)
}

/// Sends the cases over one HTTP/2 connection, and collects the failures.
async fn over_http2(server: SocketAddr, cases: &[Case]) -> Result<Failures, Box<dyn Error>> {
    let mut failures = Failures::default();
    let mut connection = http2::Connection::open(server).await?;
    for case in cases {
        let response = connection.exchange(&case.request).await?;
        failures.compare(&case.fact, &case.response, &response);
    }
    Ok(failures)
}

/// Sends every case to an application, in memory and then over HTTP/1.1.
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
    let client = async |server| spawn_blocking(move || over_http1(server, &cases)).await;
    let failures = serve(app, 1, client).await.expect("the client does not panic");
    failures.expect("no connection ends early").report();
}

#[actix_web::test]
async fn every_table_holds_over_http1_on_every_one_of_four_workers() {
    let all: Vec<Failures> = with_client(4, |server| {
        let clients: Vec<_> =
            (0..8).map(|_| thread::spawn(move || over_http1(server, &cases()))).collect();
        clients.into_iter().map(|client| client.join().expect("no client panics")).collect()
    })
    .await;
    assert_eq!(all.len(), 8);
    all.into_iter().for_each(Failures::report);
}

#[actix_web::test]
async fn every_table_holds_over_http2() {
    let client = async |server| over_http2(server, &cases()).await;
    let failures = serve(|| App::new().configure(services), 1, client).await;
    failures.expect("no connection ends early").report();
}

#[actix_web::test]
async fn each_request_of_a_pipeline_gets_the_response_of_its_own_policy() {
    let client = |server| -> io::Result<Failures> {
        let mut failures = Failures::default();
        let mut connection = http1::Connection::open(server)?;
        let cases = table(responses::PREFLIGHT);
        for case in &cases {
            connection.send(&case.request)?;
        }
        for case in &cases {
            failures.compare(&case.fact, &case.response, &connection.receive(false)?);
        }
        Ok(failures)
    };
    with_client(1, client).await.report();
}

const UPGRADE: [&str; 4] = [
    "connection: upgrade",
    "upgrade: websocket",
    "sec-websocket-version: 13",
    "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
];

#[actix_web::test]
async fn a_websocket_is_opened_only_for_allowed_origins() {
    let client = |server| -> io::Result<Failures> {
        let mut failures = Failures::default();
        let share = "access-control-allow-origin: https://app.example";
        for (fact, origin, expected) in [
            (
                "an allowed page opens a socket",
                Some("https://app.example".to_owned()),
                &["101", share, "vary: Origin"][..],
            ),
            (
                "a same-origin page opens a socket",
                Some(format!("http://{server}")),
                &["101", "vary: Origin"],
            ),
            ("a request without an origin opens a socket", None, &["101", "vary: Origin"]),
            (
                "a page that is not allowed is rejected",
                Some("https://evil.example".to_owned()),
                &["403", "vary: Origin"],
            ),
        ] {
            let mut connection = http1::Connection::open(server)?;
            let origin = origin.map(|origin| format!("origin: {origin}"));
            let upgrade = UPGRADE.map(str::to_owned);
            let lines: Vec<String> =
                ["GET /echo".to_owned()].into_iter().chain(origin).chain(upgrade).collect();
            let response = connection.exchange(&lines)?;
            failures.compare(fact, expected, &response);
            if response.status() == "101" {
                assert_eq!(echoed(&mut connection, b"hello")?, b"hello");
                assert_eq!(echoed(&mut connection, b"still there")?, b"still there");
            }
        }
        Ok(failures)
    };
    with_client(1, client).await.report();
}

/// Sends a WebSocket text message, and returns the text that the server echoes:
/// <https://www.rfc-editor.org/rfc/rfc6455#section-5.2>.
fn echoed(connection: &mut http1::Connection, text: &[u8]) -> io::Result<Vec<u8>> {
    const FINAL_TEXT: u8 = 0x81;
    const MASKED: u8 = 0x80;
    let length = u8::try_from(text.len()).map_err(io::Error::other)?;
    // A client must mask its text, and a mask of zeros does not change the text.
    connection.write(&[&[FINAL_TEXT, MASKED | length, 0, 0, 0, 0], text].concat())?;
    let head = connection.take(2)?;
    assert_eq!(head[0], FINAL_TEXT);
    connection.take(usize::from(head[1]))
}
