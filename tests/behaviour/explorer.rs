//! The Explorer: the requests that it accepts, and its responses.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    body::MessageBody,
    delete,
    dev::{AppConfig, Service, ServiceFactory, ServiceResponse},
    get,
    http::{Method, Version},
    put,
    rt::{self, task::spawn_blocking},
    test::{TestRequest, init_service, read_body},
    web::{self, ServiceConfig},
};
use cors_devtools::Explorer;
use cors_runtime::{Cors, Policy, cors, policy};
use serde_json::{Value, json};

#[cors(origins = "https://app.example", allow_headers = "content-type")]
#[put("/books/{id}")]
async fn replace(id: web::Path<u64>) -> String {
    id.to_string()
}

#[cors(origins = "https://app.example", allow_credentials)]
#[get("/me")]
async fn me(request: HttpRequest) -> HttpResponse {
    match request.cookie("visitor") {
        Some(_) => HttpResponse::Ok().body("Ada"),
        None => HttpResponse::Unauthorized().finish(),
    }
}

/// Returns what reached the server.
#[cors(origins = "*", allow_headers = "*", expose_headers = ["x-host", "x-target", "x-names"])]
#[delete("/echo{rest:.*}")]
async fn echo(request: HttpRequest) -> HttpResponse {
    let mut names: Vec<_> = request.headers().keys().map(ToString::to_string).collect();
    names.sort();
    HttpResponse::Ok()
        .insert_header(("x-host", request.connection_info().host()))
        .insert_header(("x-target", request.uri().to_string()))
        .insert_header(("x-names", names.join(" ")))
        .finish()
}

#[cors(origins = "*")]
#[get("/leads")]
async fn leads(to: web::Query<Vec<(String, String)>>) -> HttpResponse {
    HttpResponse::Found().insert_header(("location", to[0].1.as_str())).finish()
}

const EVERY_ORIGIN: Policy = policy!(origins = "*");

fn services(config: &mut ServiceConfig) {
    config
        .service(replace)
        .service(me)
        .service(echo)
        .service(leads)
        .service(Explorer::at("/__cors"))
        .service(web::scope("/dev/{name}").service(Explorer::at("/cors/")));
}

/// A path of the Explorer, with its token.
fn at(path: &str) -> String {
    format!("{}{path}", Explorer::at("/__cors").path().trim_end_matches('/'))
}

/// Runs a blocking client against a server with a layer of every origin.
async fn with_server<T: Send + 'static>(
    client: impl FnOnce(SocketAddr) -> T + Send + 'static,
) -> io::Result<T> {
    let server = HttpServer::new(|| App::new().configure(services).wrap(Cors::new(EVERY_ORIGIN)))
        .workers(1)
        .disable_signals()
        .bind("127.0.0.1:0")?;
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    rt::spawn(server);
    let got = spawn_blocking(move || client(address)).await;
    handle.stop(false).await;
    got.map_err(io::Error::other)
}

struct Received {
    status: u16,
    head: String,
    body: String,
}

/// Sends one request. A line of `lines` that begins with `host` replaces the `Host` of the server.
fn exchange(server: SocketAddr, request: &str, lines: &[&str], body: &str) -> io::Result<Received> {
    let host = format!("host: {server}");
    let hosts = if lines.iter().any(|line| line.starts_with("host")) { None } else { Some(&*host) };
    let length = format!("content-length: {}", body.len());
    let mut head = format!("{request} HTTP/1.1\r\n");
    for line in
        hosts.into_iter().chain(lines.iter().copied()).chain([&*length, "connection: close"])
    {
        head += &format!("{line}\r\n");
    }
    let mut stream = TcpStream::connect(server)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    stream.write_all(format!("{head}\r\n{body}").as_bytes())?;
    let mut received = String::new();
    stream.read_to_string(&mut received)?;
    let (head, body) = received.split_once("\r\n\r\n").unwrap_or((&received, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    Ok(Received { status, head: head.to_lowercase(), body: body.to_owned() })
}

/// Sends the form, as the page's script does.
fn explain(server: SocketAddr, form: &Value) -> (u16, Value) {
    let site = ["content-type: application/json", "sec-fetch-site: same-origin"];
    let got =
        exchange(server, &format!("POST {}", at("/explain")), &site, &form.to_string()).unwrap();
    (got.status, serde_json::from_str(&got.body).unwrap_or_else(|_| json!(got.body)))
}

#[actix_web::test]
async fn the_page_works_in_scopes_and_loads_only_its_own_files() {
    with_server(|server| {
        let in_a_scope = format!("/dev/ada{}", Explorer::at("/cors").path());
        for at in [at(""), in_a_scope.trim_end_matches('/').to_owned()] {
            let page = exchange(server, &format!("GET {at}"), &[], "").unwrap();
            assert_eq!(page.status, 200, "{}", page.head);
            for line in [
                "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; \
                 connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; \
                 frame-ancestors 'none'",
                "x-content-type-options: nosniff",
                "cross-origin-resource-policy: same-origin",
                "cache-control: no-store",
            ] {
                assert!(page.head.contains(line), "{line:?} is not in\n{}", page.head);
            }
            for remote in ["src=\"http", "src=\"//", "href=\"http", "href=\"//"] {
                assert!(!page.body.contains(remote), "{remote}");
            }
            for file in ["style.css", "explorer.js"] {
                let file = format!("{at}/{file}");
                assert!(page.body.contains(&format!("\"{file}\"")), "{file}\n{}", page.body);
                assert_eq!(exchange(server, &format!("GET {file}"), &[], "").unwrap().status, 200);
            }
            let table = exchange(server, &format!("GET {at}/policies"), &[], "").unwrap();
            let table: Value = serde_json::from_str(&table.body).unwrap();
            let rows = table.as_array().unwrap();
            let row = rows.iter().find(|row| {
                row["path"] == "/books/{id}"
                    && row["methods"] == "PUT"
                    && row["at"].as_str().is_some_and(|at| at.contains("behaviour/explorer.rs:"))
            });
            let settings = row.unwrap()["settings"].as_str().unwrap();
            assert_eq!(settings, "allow_headers content-type\nno max_age: two requests a call");
            let ask = &row.unwrap()["ask"];
            let form = json!({ "page": ask["page"], "method": ask["method"], "url": ask["url"] });
            assert_eq!(
                form,
                json!({ "page": "https://app.example", "method": "PUT", "url": "/books/1" })
            );
        }
    })
    .await
    .unwrap();
}

/// The layer lets other origins read the 403, which contains no more than a sentence.
#[actix_web::test]
async fn requests_of_other_machines_pages_and_proxies_are_rejected() {
    const OWN: &[&[&str]] = &[
        &["host: localhost"],
        &["host: app.localhost:8080", "sec-fetch-site: none"],
        &["host: [::1]:8080", "sec-fetch-site: same-origin"],
        &["host: 127.0.0.1:8080", "origin: http://127.0.0.1:8080"],
    ];
    const REJECTED: &[(&str, &[&str])] = &[
        ("DNS rebinding", &["host: evil.example", "sec-fetch-site: same-origin"]),
        (
            "DNS rebinding, by a name that begins with `localhost`",
            &["host: localhost.evil.example"],
        ),
        ("a host with an invalid port", &["host: localhost:x"]),
        ("another origin's fetch", &["sec-fetch-site: cross-site", "origin: https://evil.example"]),
        ("another origin's fetch, of an old browser", &["origin: https://evil.example"]),
        ("another port's fetch", &["origin: http://127.0.0.1:1"]),
        ("a sandboxed frame", &["origin: null"]),
        ("another site's link, frame or script", &["sec-fetch-site: cross-site"]),
        ("another port's link, frame or script", &["sec-fetch-site: same-site"]),
        ("a proxy, by X-Forwarded-For", &["x-forwarded-for: 203.0.113.7"]),
        ("a proxy, by X-Forwarded-Proto", &["x-forwarded-proto: https"]),
        ("a proxy, by Forwarded", &["forwarded: for=203.0.113.7"]),
        ("a proxy, by Via", &["via: 1.1 proxy"]),
        ("nginx, by X-Real-IP", &["x-real-ip: 203.0.113.7"]),
        ("Cloudflare, by CF-Connecting-IP", &["cf-connecting-ip: 203.0.113.7"]),
        ("Cloudflare, by True-Client-IP", &["true-client-ip: 203.0.113.7"]),
    ];
    with_server(|server| {
        for lines in OWN {
            let got = exchange(server, &format!("GET {}", at("")), lines, "").unwrap();
            assert_eq!(got.status, 200, "{lines:?}");
        }
        for (name, lines) in REJECTED {
            for (method, path) in [("GET", "/"), ("GET", "/policies"), ("POST", "/explain")] {
                let request = format!("{method} {}", at(path));
                let got = exchange(server, &request, lines, "").unwrap();
                assert_eq!(got.status, 403, "{name}: {request}");
                assert!(got.body.starts_with("the Explorer "), "{name}: {}", got.body);
            }
        }
        // A form, or a script without a preflight, cannot send this content type.
        let form = json!({ "page": "https://app.example", "method": "GET", "url": "/me" });
        for content_type in ["text/plain", "application/x-www-form-urlencoded"] {
            let lines = [&*format!("content-type: {content_type}")];
            let request = format!("POST {}", at("/explain"));
            let got = exchange(server, &request, &lines, &form.to_string());
            assert_eq!(got.unwrap().status, 400, "{content_type}");
        }
    })
    .await
    .unwrap();
}

#[actix_web::test]
async fn another_machine_is_rejected_under_a_loopback_name_too() {
    let app = init_service(App::new().configure(services)).await;
    for (peer, status) in [
        ("127.0.0.1:1", 200),
        ("[::1]:1", 200),
        ("[::ffff:127.0.0.1]:1", 200),
        ("192.0.2.7:1", 403),
    ] {
        let request = TestRequest::get().uri(&at("")).insert_header(("host", "localhost"));
        let request = request.peer_addr(peer.parse().unwrap()).to_request();
        assert_eq!(app.call(request).await.unwrap().status(), status, "{peer}");
    }
}

#[actix_web::test]
async fn an_explanation_ends_in_the_refusal_of_the_server() {
    with_server(|server| {
        let (status, explained) = explain(
            server,
            &json!({
                "page": "https://www.app.example/shop?page=2", "method": "PUT", "url": "/books/1",
                "headers": "content-type: application/json\nx-request-id: 7\n",
            }),
        );
        assert_eq!((status, &explained["allowed"]), (200, &json!(false)), "{explained:#}");
        let exchanges = explained["exchanges"].as_array().unwrap();
        assert_eq!(exchanges.len(), 1);
        assert_eq!(
            exchanges[0]["why"],
            "The browser sends a preflight first, because the request needs permission for the method \
             `PUT` and the headers `content-type,x-request-id`."
        );
        assert_eq!(exchanges[0]["status"], 403);
        let refusal = &explained["refusal"];
        assert_eq!(refusal["reason"], "origin_not_allowed");
        assert!(refusal["help"].as_str().unwrap().contains("`https://www.app.example`"), "{explained:#}");
        assert!(refusal["file"].as_str().unwrap().ends_with("explorer.rs"), "{explained:#}");

        // The cookie is sent with credentials only.
        for (credentials, status) in [(true, 200), (false, 401)] {
            let (_, explained) = explain(
                server,
                &json!({
                    "page": "https://app.example", "method": "GET", "url": "/me",
                    "headers": "cookie: visitor=Ada", "credentials": credentials,
                }),
            );
            assert_eq!(explained["allowed"], true, "{explained:#}");
            assert_eq!(explained["exchanges"][0]["status"], status);
            assert_eq!(explained["refusal"], Value::Null);
        }
    })
    .await
    .unwrap();
}

/// The headers that reached the server, by `echo`.
fn reached(explained: &Value, name: &str) -> String {
    let readable = explained["readable"].as_array().unwrap_or_else(|| panic!("{explained:#}"));
    let header = readable.iter().find(|header| header[0] == name);
    header.and_then(|header| header[1].as_str()).unwrap_or_default().to_owned()
}

#[actix_web::test]
async fn no_field_can_add_to_the_request_or_name_another_server() {
    with_server(|server| {
        let explain_with = |field: &str, typed: &str| {
            let mut form = json!({
                "page": "https://app.example", "method": "DELETE", "url": "/echo", "headers": "",
            });
            form[field] = json!(typed);
            explain(server, &form)
        };
        for (field, typed) in [
            ("headers", "x-a: 1\r\n\r\nDELETE /echo HTTP/1.1"),
            ("headers", "x-a"),
            ("headers", "x a: 1"),
            ("headers", "x-a: 1\u{b}2"),
            ("method", "DELETE /echo HTTP/1.1\r\nx-a: 1\r\n\r\n"),
            ("method", ""),
            ("url", "ftp://localhost/echo"),
            ("url", "file:///etc/passwd"),
            ("url", "http://xn--/echo"),
            ("url", "echo"),
            ("page", "app.example"),
            ("page", "https://app.example\r\nx-a: 1"),
            ("page", ""),
        ] {
            let (status, explained) = explain_with(field, typed);
            if status == 200 {
                // The URL parser removes line breaks.
                assert!(!reached(&explained, "x-names").contains("x-a"), "{field} {typed:?}: {explained:#}");
                assert!(explained["exchanges"].as_array().unwrap().len() <= 2, "{explained:#}");
                continue;
            }
            assert_eq!((status, &explained["field"]), (422, &json!(field)), "{typed:?}: {explained:#}");
        }
        // Headers that no page can set are left out.
        let (_, explained) = explain_with(
            "headers",
            "host: evil.example\ntransfer-encoding: chunked\ncontent-length: 9\norigin: null\nx-a: 1",
        );
        assert_eq!(reached(&explained, "x-host"), server.to_string());
        assert!(reached(&explained, "x-names").contains("x-a"), "{explained:#}");
        assert!(!reached(&explained, "x-names").contains("transfer-encoding"), "{explained:#}");

        // The request goes to this server, whatever the host of the URL is.
        for (typed, host, target) in [
            ("//evil.example/echo", server.to_string(), None),
            ("/echo/../echo?a=b#c", server.to_string(), Some("/echo?a=b")),
            ("/echo HTTP/1.1\r\nx-a: 1", server.to_string(), Some("/echo%20HTTP/1.1x-a:%201")),
            ("http://evil.example/echo", "evil.example".to_owned(), Some("/echo")),
            ("http://localhost@evil.example:8080/echo", "evil.example:8080".to_owned(), Some("/echo")),
        ] {
            let (status, explained) = explain_with("url", typed);
            assert_eq!(status, 200, "{typed}: {explained:#}");
            match target {
                Some(target) => {
                    assert_eq!(reached(&explained, "x-host"), host, "{typed}: {explained:#}");
                    assert_eq!(reached(&explained, "x-target"), target, "{typed}");
                }
                None => assert_eq!(explained["exchanges"][0]["path"], "//evil.example/echo", "{explained:#}"),
            }
        }
    })
    .await
    .unwrap();
}

#[actix_web::test]
async fn a_redirect_is_followed_on_this_server_only() {
    with_server(|server| {
        let redirected = |to: &str| {
            let url = format!("/leads?to={to}");
            explain(server, &json!({ "page": "https://app.example", "method": "GET", "url": url }))
        };
        let (status, explained) = redirected("/me");
        assert_eq!((status, explained["exchanges"].as_array().unwrap().len()), (200, 2), "{explained:#}");
        let (status, explained) = redirected("http://evil.example/me");
        assert_eq!(status, 502);
        let error = "the response redirects to `evil.example`, which is not this server: the Explorer does \
                    not follow";
        assert_eq!(explained["says"], error);
    })
    .await
    .unwrap();
}

#[actix_web::test]
async fn a_console_message_is_explained() {
    with_server(|server| {
        let read = |pasted: &str| {
            let lines = ["content-type: application/json", "sec-fetch-site: same-origin"];
            let request = format!("POST {}", at("/message"));
            let got = exchange(server, &request, &lines, &json!(pasted).to_string());
            let got = got.unwrap();
            (got.status, serde_json::from_str::<Value>(&got.body).unwrap())
        };
        let (status, explained) = read(
            "Access to fetch at 'http://localhost:8080/me' from origin 'http://localhost:3000' has been \
             blocked by CORS policy: Request header field x-a is not allowed by \
             Access-Control-Allow-Headers in preflight response.",
        );
        assert_eq!((status, &explained["key"]), (200, &json!("`allow_headers`")));
        assert_eq!(explained["edit"], "Add the header's name to `allow_headers`.");
        let (status, explained) = read("Preflight response is not successful. Status code: 403");
        assert_eq!((status, &explained["name"]), (200, &json!("preflight_missing_allow_origin_header")));
        assert_eq!(read("Uncaught TypeError: x is not a function").0, 422);
    })
    .await
    .unwrap();
}

#[actix_web::test]
async fn a_server_without_plain_tcp_is_an_error() {
    async fn error_of(secure: bool, peer: Option<&str>) -> String {
        let config = AppConfig::__priv_test_new(
            secure,
            "localhost".to_owned(),
            "127.0.0.1:9".parse().unwrap(),
        );
        let app = actix_service::IntoServiceFactory::into_factory(App::new().configure(services));
        let app = app.new_service(config).await.unwrap();
        let form = json!({ "page": "https://app.example", "method": "GET", "url": "/me" });
        let mut request = TestRequest::post().uri(&at("/explain"));
        if let Some(peer) = peer {
            request = request.peer_addr(peer.parse().unwrap());
        }
        let request = request.insert_header(("host", "localhost")).set_json(form);
        let response = app.call(request.to_request()).await.unwrap();
        assert_eq!(response.status(), 502);
        text(response).await
    }
    async fn text(response: ServiceResponse<impl MessageBody>) -> String {
        String::from_utf8(read_body(response).await.to_vec()).unwrap()
    }
    assert!(error_of(true, Some("127.0.0.1:1")).await.contains("this port uses TLS"));
    assert!(error_of(false, None).await.contains("did not come over TCP"));
    assert!(
        error_of(false, Some("127.0.0.1:1")).await.contains("no HTTP/1 response from 127.0.0.1:9")
    );
}

#[actix_web::test]
async fn other_paths_are_a_404() {
    let app = init_service(App::new().configure(services)).await;
    for (method, path, status) in [
        (Method::GET, at("/"), 200),
        (Method::GET, at("/explain"), 404),
        (Method::GET, at("/../me"), 404),
        (Method::GET, at("/page/index.html"), 404),
        (Method::GET, at("x"), 404),
    ] {
        let request = TestRequest::with_uri(&path).method(method);
        let request = request.insert_header(("host", "localhost")).to_request();
        let got = app.call(request).await.unwrap().status();
        assert_eq!(got.as_u16(), status, "{path}");
    }
}

#[actix_web::test]
async fn a_wrong_or_missing_token_is_a_404() {
    let path = Explorer::at("/__cors").path().to_owned();
    let token = path.strip_prefix("/__cors/").and_then(|rest| rest.strip_suffix('/'));
    let token = token.expect("the token is one segment");
    assert!(token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit()), "{path}");
    assert_eq!(Explorer::at("/__cors/").path(), path, "one token for each process");

    let app = init_service(App::new().configure(services)).await;
    let wrong = "0".repeat(32);
    let shorter = &token[..31];
    for (segment, status) in
        [(token, 200), (&*wrong, 404), (shorter, 404), (&token.to_uppercase(), 404), ("", 404)]
    {
        if segment == token && status == 404 {
            continue; // A token without letters has no upper case.
        }
        for file in ["", "/", "/policies", "/style.css"] {
            let request = TestRequest::with_uri(&format!("/__cors/{segment}{file}"));
            let request = request.insert_header(("host", "localhost")).to_request();
            let got = app.call(request).await.unwrap().status();
            assert_eq!(got.as_u16(), status, "{segment}{file}");
        }
    }
    for path in ["/__cors", "/__cors/", "/__cors/policies", "/__cors/explorer.js"] {
        let request = TestRequest::with_uri(path).insert_header(("host", "localhost"));
        let got = app.call(request.to_request()).await.unwrap().status();
        assert_eq!(got.as_u16(), 404, "{path}");
    }
}

/// A proxy with nginx's older defaults sends no forwarding header, but HTTP/1.0.
#[actix_web::test]
async fn a_request_of_http_1_0_is_rejected() {
    let app = init_service(App::new().configure(services)).await;
    for (version, status) in [
        (Version::HTTP_09, 403),
        (Version::HTTP_10, 403),
        (Version::HTTP_11, 200),
        (Version::HTTP_2, 200),
    ] {
        let request = TestRequest::get().uri(&at("/")).version(version);
        let request = request.insert_header(("host", "localhost")).to_request();
        assert_eq!(app.call(request).await.unwrap().status().as_u16(), status, "{version:?}");
    }
}
