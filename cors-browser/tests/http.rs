//! Tests of `HttpClient` with servers on the loopback interface.
#![cfg(feature = "http")]

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    time::Duration,
};

use actix_web::{App, HttpRequest, HttpResponse, HttpServer, rt, web};
use cors_browser::{
    Blocked, Browser, FetchError, HttpClient, PageRequest,
    http::{
        Method,
        header::{CONTENT_TYPE, COOKIE, HeaderValue},
    },
};

const APP: &str = "https://app.example.com";

fn client() -> HttpClient {
    HttpClient::new("cors-browser-tests", Duration::from_secs(5)).expect("a client")
}

/// Starts a server, which stops with the runtime of the test.
fn start(handler: fn(&HttpRequest, &[u8]) -> HttpResponse) -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let address = listener.local_addr().expect("an address");
    let respond = move |request: HttpRequest, body: web::Bytes| {
        let response = handler(&request, &body);
        async move { response }
    };
    let server = HttpServer::new(move || App::new().default_service(web::to(respond)))
        .workers(1)
        .disable_signals()
        .listen(listener)
        .expect("a server");
    rt::spawn(server.run());
    address
}

/// Returns a response that every page can read. The body of the response contains the method, the headers and the body
/// of the request.
fn echo(request: &HttpRequest, body: &[u8]) -> HttpResponse {
    let headers = request.headers().iter();
    let headers: Vec<_> =
        headers.map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or("?"))).collect();
    HttpResponse::Ok()
        .insert_header(("access-control-allow-origin", "*"))
        .insert_header(("access-control-allow-methods", "PUT"))
        .insert_header(("access-control-allow-headers", "content-type"))
        .append_header(("access-control-expose-headers", "x-a"))
        .append_header(("access-control-expose-headers", "x-b"))
        .append_header(("x-a", "1"))
        .append_header(("x-a", "2"))
        .append_header(("x-b", "3"))
        .insert_header(("set-cookie", "session=1"))
        .body(format!(
            "{}\n{}\n{}",
            request.method(),
            headers.join("\n"),
            String::from_utf8_lossy(body)
        ))
}

#[actix_web::test]
async fn a_page_reads_a_response_over_http() {
    let address = start(echo);
    let url = format!("http://{address}/books/1?draft#top");
    let request = PageRequest::new(Method::PUT, &url)
        .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
        .body("{}");
    let page = Browser::at(APP);
    let trace = page.trace(&client(), request).await;
    assert_eq!(trace.exchanges().len(), 2, "a preflight and the request");
    let seen = trace.into_outcome().expect("shared");
    assert_eq!(seen.header("x-a"), Some("1, 2"));
    assert_eq!(seen.header("x-b"), Some("3"));
    let text = seen.text().await.expect("a body");
    assert!(text.starts_with("PUT\n"), "{text}");
    assert!(text.ends_with("\n{}"), "{text}");
    for header in [
        format!("host: {address}"),
        "origin: https://app.example.com".to_owned(),
        "user-agent: cors-browser-tests".to_owned(),
        "accept: */*".to_owned(),
        "content-type: application/json".to_owned(),
        "content-length: 2".to_owned(),
        "sec-fetch-site: cross-site".to_owned(),
    ] {
        assert_eq!(text.lines().filter(|line| *line == header).count(), 1, "{header} in {text}");
    }
}

#[actix_web::test]
async fn a_client_keeps_no_cookie() {
    let url = format!("http://{}/", start(echo));
    let (client, page) = (client(), Browser::at(APP));
    let own = page.open(&url).with_credentials();
    own.trace(&client, PageRequest::get(&url)).await.into_outcome().expect("same-origin");
    let second = own.trace(&client, PageRequest::get(&url)).await;
    let names = |index: usize| -> Vec<String> {
        second.exchanges()[index].request_headers.iter().map(|(name, _)| name.clone()).collect()
    };
    assert!(!names(0).contains(&"cookie".to_owned()));
    let given = PageRequest::get(&url).header(COOKIE, HeaderValue::from_static("a=1"));
    let text = own.trace(&client, given).await.into_outcome().expect("same-origin").text().await;
    assert!(text.expect("a body").contains("cookie: a=1"));
}

#[actix_web::test]
async fn a_redirect_is_left_to_the_rules_of_fetch() {
    let address = start(|request, _| match request.path() {
        "/first" => HttpResponse::Found()
            .insert_header(("access-control-allow-origin", "*"))
            .insert_header(("location", "/second"))
            .finish(),
        _ => HttpResponse::Ok().finish(),
    });
    let request = PageRequest::get(&format!("http://{address}/first"));
    let trace = Browser::at(APP).trace(&client(), request).await;
    let statuses: Vec<_> = trace.exchanges().iter().map(|exchange| exchange.status).collect();
    assert_eq!(statuses, [302, 200]);
    match trace.into_outcome() {
        Err(FetchError::Blocked(Blocked::Origin { attempt, .. })) => {
            assert_eq!(attempt.url, format!("http://{address}/second"));
        }
        outcome => panic!("{outcome:?}"),
    }
}

#[actix_web::test]
async fn an_error_is_one_sentence() {
    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let refusing = closed.local_addr().expect("an address");
    drop(closed);
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let silent_address = silent.local_addr().expect("an address");
    let plain = start(echo);
    // A label of 64 bytes is too long for DNS, so the resolver fails without a query.
    let no_host = "a".repeat(64);
    let client = HttpClient::new("tests", Duration::from_millis(300)).expect("a client");
    for (url, sentence) in [
        (format!("http://{refusing}/"), "the connection was refused"),
        (format!("http://{silent_address}/"), "the request timed out"),
        (
            format!("https://{plain}/"),
            "the TLS handshake failed: received corrupt message of type InvalidContentType",
        ),
        (format!("http://{no_host}.example/"), "the host name does not resolve"),
    ] {
        match Browser::at(APP).trace(&client, PageRequest::get(&url)).await.into_outcome() {
            Err(FetchError::Transport(error)) => {
                assert_eq!(error.to_string(), format!("no response from `{url}`: {sentence}"));
            }
            outcome => panic!("{url}: {outcome:?}"),
        }
    }
}
