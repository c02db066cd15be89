//! Tests of the Explorer, a page for developers in `cors-devtools`: the requests that the Explorer accepts, and its
//! responses.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use actix_web::{
    delete,
    dev::AppConfig,
    http::Version,
    put,
    rt::task::spawn_blocking,
    test::{TestRequest, read_body, read_body_json},
};
use cors_devtools::Explorer;
use serde_json::{Value, json};

use crate::{prelude::*, server::serve};

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

/// Responds with the host, the target and the header names of the request.
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

/// Returns a URL path of the Explorer. The path contains the random token of this process.
fn at(path: &str) -> String {
    format!("{}{path}", Explorer::at("/__cors").path().trim_end_matches('/'))
}

/// Sends a form to the server of this process, as the script of the Explorer's page does, and reads the response.
fn post(server: SocketAddr, path: &str, form: &Value) -> io::Result<(u16, Value)> {
    let (path, form) = (at(path), form.to_string());
    let mut stream = TcpStream::connect(server)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: {server}\r\ncontent-type: application/json\r\n\
         sec-fetch-site: same-origin\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{form}",
        form.len()
    )?;
    let mut received = String::new();
    stream.read_to_string(&mut received)?;
    let (head, body) = received.split_once("\r\n\r\n").unwrap_or((&received, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    Ok((status, serde_json::from_str(body).unwrap_or_else(|_| json!(body))))
}

/// Runs a blocking client against a server with a layer that allows every origin. The client gets the address of the
/// server, and a function that sends a form to a path.
async fn with_server(
    client: impl FnOnce(SocketAddr, &dyn Fn(&str, Value) -> (u16, Value)) + Send + 'static,
) {
    let app = || App::new().configure(services).wrap(Cors::new(EVERY_ORIGIN));
    let client = async |server| {
        let post = move |path: &str, form| post(server, path, &form).expect("a response");
        spawn_blocking(move || client(server, &post)).await
    };
    serve(app, 1, client).await.expect("the client does not panic");
}

#[actix_web::test]
async fn the_page_works_in_scopes_and_loads_only_its_own_files() {
    let app = init_service(App::new().configure(services)).await;
    let get = async |path: &str| {
        let request = TestRequest::get().uri(path).insert_header(("host", "localhost"));
        app.call(request.to_request()).await.expect("a response")
    };
    let in_a_scope = format!("/dev/ada{}", Explorer::at("/cors").path());
    for at in [at(""), in_a_scope.trim_end_matches('/').to_owned()] {
        let page = get(&at).await;
        assert_eq!(page.status(), 200);
        for (name, value) in [
            (
                "content-security-policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                 img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            ),
            ("x-content-type-options", "nosniff"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(page.headers().get(name).expect(name), value);
        }
        let body = read_body(page).await;
        let body = str::from_utf8(&body).expect("UTF-8");
        for remote in ["src=\"http", "src=\"//", "href=\"http", "href=\"//"] {
            assert!(!body.contains(remote), "{remote}");
        }
        for file in ["style.css", "explorer.js"] {
            let file = format!("{at}/{file}");
            assert!(body.contains(&format!("\"{file}\"")), "{file}\n{body}");
            assert_eq!(get(&file).await.status(), 200);
        }
        let table: Vec<Value> = read_body_json(get(&format!("{at}/policies")).await).await;
        let is_own = |row: &&Value| {
            row["path"] == "/books/{id}"
                && row["methods"] == "PUT"
                && row["at"].as_str().is_some_and(|at| at.contains("behaviour/explorer.rs:"))
        };
        let row = table.iter().find(is_own).expect("the handler is listed");
        assert_eq!(row["settings"], "allow_headers content-type\nno max_age: two requests a call");
        let example = &row["example_request"];
        assert_eq!(
            [&example["page"], &example["method"], &example["url"]],
            ["https://app.example", "PUT", "/books/1"]
        );
    }
}

#[actix_web::test]
async fn requests_of_other_pages_and_of_proxies_are_rejected() {
    const OWN: &[&[&str]] = &[
        &["host: localhost"],
        &["host: app.localhost:8080", "sec-fetch-site: none"],
        &["host: [::1]:8080", "sec-fetch-site: same-origin"],
        &["host: 127.0.0.1:8080", "origin: http://127.0.0.1:8080"],
    ];
    const REJECTED: &[(&str, &[&str])] = &[
        ("DNS rebinding", &["host: evil.example", "sec-fetch-site: same-origin"]),
        ("DNS rebinding to a longer name", &["host: localhost.evil.example"]),
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
    // The layer allows every origin, but the Explorer still rejects the requests. A page can read only the 403's text.
    let app = init_service(App::new().configure(services).wrap(Cors::new(EVERY_ORIGIN))).await;
    for lines in OWN {
        let response = send(&app, &[&[&*format!("GET {}", at(""))], *lines].concat()).await;
        assert_eq!(response.status(), "200", "{lines:?}");
    }
    for (name, lines) in REJECTED {
        for request in ["GET /", "GET /policies", "POST /explain"] {
            let request = request.replace('/', &at("/"));
            let host = match lines[0].starts_with("host") {
                true => &[][..],
                false => &["host: localhost:8080"],
            };
            let response = send(&app, &[&[&*request], host, *lines].concat()).await;
            assert!(response.0[0].starts_with("403 the Explorer "), "{name}: {response:?}");
        }
    }
}

#[actix_web::test]
async fn requests_of_other_machines_and_old_versions_of_http_are_rejected() {
    let app = init_service(App::new().configure(services)).await;
    // By default, older versions of nginx send HTTP/1.0 without a forwarding header, so HTTP/1.0 is rejected.
    for (peer, version, status) in [
        ("127.0.0.1:1", Version::HTTP_11, 200),
        ("[::1]:1", Version::HTTP_11, 200),
        ("[::ffff:127.0.0.1]:1", Version::HTTP_2, 200),
        ("192.0.2.7:1", Version::HTTP_11, 403),
        ("127.0.0.1:1", Version::HTTP_09, 403),
        ("127.0.0.1:1", Version::HTTP_10, 403),
    ] {
        let request = TestRequest::get().uri(&at("")).insert_header(("host", "localhost"));
        let request = request.peer_addr(peer.parse().expect("an address")).version(version);
        let response = app.call(request.to_request()).await.expect("a response");
        assert_eq!(response.status(), status, "{peer} {version:?}");
    }
}

/// A page of another origin can send a form or text without a preflight, but not JSON. The Explorer accepts the JSON of
/// this test, but responds with 502, because it cannot send the request that the JSON describes.
#[actix_web::test]
async fn a_form_is_accepted_only_as_json_over_plain_tcp() {
    let form = json!({ "page": "https://app.example", "method": "GET", "url": "/me" });
    for (is_secure, peer, content_type, status, error) in [
        (false, None, "text/plain", 400, ""),
        (false, None, "application/x-www-form-urlencoded", 400, ""),
        (false, None, "application/json", 502, "did not come over TCP"),
        (true, Some("127.0.0.1:1"), "application/json", 502, "this port uses TLS"),
        (
            false,
            Some("127.0.0.1:1"),
            "application/json",
            502,
            "no HTTP/1 response from 127.0.0.1:9",
        ),
    ] {
        let address = "127.0.0.1:9".parse().expect("an address");
        let config = AppConfig::__priv_test_new(is_secure, "localhost".to_owned(), address);
        let app = actix_service::IntoServiceFactory::into_factory(App::new().configure(services));
        let app =
            actix_service::ServiceFactory::new_service(&app, config).await.expect("it starts");
        let mut request = TestRequest::post().uri(&at("/explain")).set_payload(form.to_string());
        if let Some(peer) = peer {
            request = request.peer_addr(peer.parse().expect("an address"));
        }
        let request = request
            .insert_header(("host", "localhost"))
            .insert_header(("content-type", content_type));
        let response = app.call(request.to_request()).await.expect("a response");
        assert_eq!(response.status(), status, "{content_type}");
        let body = read_body(response).await;
        assert!(String::from_utf8_lossy(&body).contains(error), "{body:?}");
    }
}

#[actix_web::test]
async fn other_paths_and_other_tokens_are_a_404() {
    let path = Explorer::at("/__cors").path().to_owned();
    let token = path.strip_prefix("/__cors/").and_then(|rest| rest.strip_suffix('/'));
    let token = token.expect("the token is one segment");
    assert!(token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_hexdigit()), "{path}");
    assert_eq!(Explorer::at("/__cors/").path(), path, "one token for each process");

    let app = init_service(App::new().configure(services)).await;
    let get = async |path: &str| {
        let response = send(&app, &[&*format!("GET {path}"), "host: localhost"]).await;
        response.status().to_owned()
    };
    let wrong = "0".repeat(32);
    for file in ["", "/", "/policies", "/style.css"] {
        assert_eq!(get(&format!("/__cors/{token}{file}")).await, "200", "{file}");
        for token in [&wrong, &token[..31], ""] {
            assert_eq!(get(&format!("/__cors/{token}{file}")).await, "404", "{token}{file}");
        }
    }
    if token.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        assert_eq!(get(&format!("/__cors/{}/", token.to_uppercase())).await, "404");
    }
    for path in
        [at("/explain"), at("/../me"), at("/page/index.html"), at("x"), "/__cors".to_owned()]
    {
        assert_eq!(get(&path).await, "404", "{path}");
    }
}

#[actix_web::test]
async fn an_explanation_ends_in_the_refusal_of_the_server() {
    with_server(|_, post| {
        let (status, explained) = post(
            "/explain",
            json!({
                "page": "https://www.app.example/shop?page=2", "method": "PUT", "url": "/books/1",
                "headers": "content-type: application/json\nx-request-id: 7\n",
            }),
        );
        assert_eq!((status, &explained["allowed"]), (200, &json!(false)), "{explained:#}");
        let exchanges = explained["exchanges"].as_array().unwrap();
        assert_eq!(exchanges.len(), 1);
        assert_eq!(
            exchanges[0]["reason"],
            "The browser sends a preflight: the page needs permission for the method `PUT` and the headers \
             `content-type`, `x-request-id`."
        );
        assert_eq!(exchanges[0]["status"], 403);
        let refusal = &explained["refusal"];
        assert_eq!(refusal["reason"], "origin_not_allowed");
        assert!(refusal["help"].as_str().unwrap().contains("`https://www.app.example`"));
        assert!(refusal["file"].as_str().unwrap().ends_with("explorer.rs"), "{explained:#}");

        // The Explorer sends the cookie only if `credentials` is `true`.
        for (credentials, status) in [(true, 200), (false, 401)] {
            let (_, explained) = post(
                "/explain",
                json!({
                    "page": "https://app.example", "method": "GET", "url": "/me",
                    "headers": "cookie: visitor=Ada", "credentials": credentials,
                }),
            );
            assert_eq!(explained["allowed"], true, "{explained:#}");
            assert_eq!(explained["exchanges"][0]["status"], status);
            assert_eq!(explained["refusal"], Value::Null);
        }
    })
    .await;
}

/// Returns the value of a header in the response of `echo`. The header describes the request that reached the server.
fn reached(explained: &Value, name: &str) -> String {
    let readable = explained["readable"].as_array().unwrap_or_else(|| panic!("{explained:#}"));
    let header = readable.iter().find(|header| header[0] == name);
    header.and_then(|header| header[1].as_str()).unwrap_or_default().to_owned()
}

#[actix_web::test]
async fn no_field_can_add_to_the_request_or_name_another_server() {
    with_server(|server, post| {
        let explain_with = |field: &str, typed: &str| {
            let mut form = json!({
                "page": "https://app.example", "method": "DELETE", "url": "/echo", "headers": "",
            });
            form[field] = json!(typed);
            post("/explain", form)
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
                // The Explorer accepts some of these values, because the URL parser removes line breaks.
                assert!(!reached(&explained, "x-names").contains("x-a"), "{field} {typed:?}: {explained:#}");
                assert!(explained["exchanges"].as_array().unwrap().len() <= 2, "{explained:#}");
                continue;
            }
            assert_eq!((status, &explained["field"]), (422, &json!(field)), "{typed:?}: {explained:#}");
        }
        // The Explorer leaves out headers that a page cannot set.
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
    .await;
}

#[actix_web::test]
async fn a_redirect_is_followed_on_this_server_only() {
    with_server(|_, post| {
        let redirected = |to: &str| {
            let url = format!("/leads?to={to}");
            post("/explain", json!({ "page": "https://app.example", "method": "GET", "url": url }))
        };
        let (status, explained) = redirected("/me");
        assert_eq!((status, explained["exchanges"].as_array().unwrap().len()), (200, 2), "{explained:#}");
        let (status, explained) = redirected("http://evil.example/me");
        assert_eq!(status, 502);
        let error = "the response redirects to `evil.example`, which is not this server: the Explorer does \
                    not follow";
        assert_eq!(explained["message"], error);
    })
    .await;
}

#[actix_web::test]
async fn a_console_message_is_explained() {
    with_server(|_, post| {
        let message = json!("Preflight response is not successful. Status code: 403");
        let (status, explained) = post("/message", message);
        let name = json!("preflight_missing_allow_origin_header");
        assert_eq!((status, &explained["name"]), (200, &name));
        assert_eq!(post("/message", json!("Uncaught TypeError: x is not a function")).0, 422);
    })
    .await;
}
