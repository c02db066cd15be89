//! Tests of the headers that a browser adds to a request, and of the requests that no page can send.

use actix_web::test::TestRequest;

use super::{APP, SHARED, SHARED_WITH_APP, outcome, request, respond, server};
use crate::{Blocked, Browser};

#[actix_web::test]
async fn origin_is_sent_cross_origin_and_with_methods_other_than_get_and_head() {
    for (page, method, origin) in [
        (APP, "GET", Some(APP)),
        (APP, "POST", Some(APP)),
        ("http://localhost:8080", "GET", None),
        ("http://localhost:8080", "HEAD", None),
        ("http://localhost:8080", "POST", Some("http://localhost:8080")),
        ("http://localhost:8080", "DELETE", Some("http://localhost:8080")),
        ("http://localhost:9090", "GET", Some("http://localhost:9090")),
        ("https://localhost:8080", "GET", Some("https://localhost:8080")),
        ("http://[::1]:80", "GET", Some("http://[::1]")),
        ("https://BÜCHER.example/x", "GET", Some("https://xn--bcher-kva.example")),
    ] {
        let (app, log) = server(|_| respond(200, SHARED)).await;
        Browser::at(page).fetch(&app, request(method, "/")).await.expect("allowed");
        assert_eq!(log.last().header("origin"), origin, "{page} {method}");
        assert_eq!(log.last().header("host"), Some("localhost:8080"));
    }
}

#[actix_web::test]
async fn fetch_metadata_is_sent_to_trustworthy_urls() {
    for (page, url, site) in [
        (APP, "https://app.example.com/", Some("same-origin")),
        (APP, "https://app.example.com:444/", Some("same-site")),
        (APP, "https://api.example.com/", Some("same-site")),
        (APP, "https://example.com/", Some("same-site")),
        (APP, "https://example.org/", Some("cross-site")),
        (APP, "http://localhost:8080/", Some("cross-site")),
        (APP, "http://api.example.com/", None),
        ("https://octocat.github.io", "https://hubot.github.io/", Some("cross-site")),
        ("https://octocat.github.io", "https://github.io/", Some("cross-site")),
        ("https://octocat.github.io", "https://api.octocat.github.io/", Some("same-site")),
        ("https://shop.co.uk", "https://evil.co.uk/", Some("cross-site")),
        ("https://www.shop.co.uk", "https://api.shop.co.uk/", Some("same-site")),
        ("https://a.city.kawasaki.jp", "https://b.city.kawasaki.jp/", Some("same-site")),
        ("https://a.b.kawasaki.jp", "https://c.b.kawasaki.jp/", Some("cross-site")),
        ("https://x.a.b.kawasaki.jp", "https://a.b.kawasaki.jp/", Some("same-site")),
        ("https://www.intranet", "https://api.www.intranet/", Some("same-site")),
        ("http://app.localhost:1", "http://api.localhost:2/", Some("cross-site")),
        ("http://localhost:1", "http://localhost:2/", Some("same-site")),
        ("http://127.0.0.1:1", "http://127.0.0.1:2/", Some("same-site")),
        ("http://127.0.0.1", "http://126.0.0.1/", None),
    ] {
        let (app, log) = server(|_| respond(200, SHARED)).await;
        Browser::at(page).fetch(&app, request("GET", url)).await.expect("allowed");
        let sent = log.last();
        assert_eq!(sent.header("sec-fetch-site"), site, "{page} {url}");
        assert_eq!(sent.header("sec-fetch-mode"), site.map(|_| "cors"), "{page} {url}");
        assert_eq!(sent.header("sec-fetch-dest"), site.map(|_| "empty"), "{page} {url}");
    }
}

#[actix_web::test]
async fn the_credentials_mode_decides_about_cookies() {
    let pages = |page: &str| {
        let page = Browser::at(page);
        [page.clone(), page.with_credentials(), page.without_credentials()]
    };
    for (at, sent) in [(APP, [false, true, false]), ("http://localhost:8080", [true, true, false])]
    {
        for (page, sent) in pages(at).into_iter().zip(sent) {
            let (app, log) = server(|_| respond(200, &SHARED_WITH_APP)).await;
            let request = TestRequest::get().insert_header(("cookie", "a=1"));
            page.fetch(&app, request).await.expect("allowed");
            assert_eq!(log.last().header("cookie").is_some(), sent, "{page:?}");
        }
    }
}

#[actix_web::test]
async fn a_page_cannot_set_the_headers_of_the_browser() {
    let (app, log) = server(|_| respond(200, SHARED)).await;
    let forged = TestRequest::get()
        .insert_header(("origin", "https://bank.example"))
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header(("content-length", "5"))
        .insert_header(("host", "api.example.com:81"));
    Browser::at(APP).with_server(APP).fetch(&app, forged).await.expect("allowed");
    let sent = log.last();
    assert_eq!(sent.header("origin"), Some(APP));
    assert_eq!(sent.header("sec-fetch-site"), Some("same-site"));
    assert_eq!(sent.header("content-length"), None);
    assert_eq!(sent.header("host"), Some("api.example.com:81"), "Host says where the URL is");
}

#[actix_web::test]
async fn a_request_that_fetch_rejects_is_not_sent() {
    let (app, log) = server(|_| respond(200, SHARED)).await;
    let page = Browser::at(APP);
    for (request, expected) in [
        (request("TRACE", "/"), "ForbiddenMethod"),
        (request("track", "/"), "ForbiddenMethod"),
        (request("Connect", "/"), "ForbiddenMethod"),
        (TestRequest::get().set_payload("x"), "UnexpectedBody"),
    ] {
        assert_eq!(outcome(&page.fetch(&app, request).await), expected);
    }
    assert!(log.all().is_empty());
}

#[actix_web::test]
async fn a_form_posts_to_any_origin_with_cookies_and_no_preflight() {
    let (app, log) = server(|_| respond(200, &[])).await;
    let page = Browser::at(APP);
    let form = request("POST", "https://api.example.org/transfer")
        .insert_header(("content-type", "application/x-www-form-urlencoded"))
        .insert_header(("cookie", "session=1"))
        .set_payload("to=mallory");
    let response = page.navigate(&app, form).await.expect("the user sees it");
    assert_eq!(response.status(), 200);
    let sent = log.last();
    for (name, value) in [
        ("origin", APP),
        ("cookie", "session=1"),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-dest", "document"),
        ("sec-fetch-site", "cross-site"),
    ] {
        assert_eq!(sent.header(name), Some(value), "{name}");
    }
    assert_eq!(sent.body, "to=mallory");
    assert_eq!(page.preflights(), 0);

    page.navigate(&app, request("POST", "http://b.example/")).await.expect("seen");
    assert_eq!(log.last().header("origin"), Some("null"), "from https to http");
    page.navigate(&app, TestRequest::get()).await.expect("seen");
    assert_eq!(log.last().header("origin"), None, "a link");
}

#[actix_web::test]
async fn a_form_sends_no_other_method_header_or_type() {
    let (app, log) = server(|_| respond(200, &[])).await;
    for request in [
        request("PUT", "/"),
        request("POST", "/").insert_header(("content-type", "application/json")),
        request("POST", "/").insert_header(("x-a", "1")),
    ] {
        assert_eq!(outcome(&Browser::at(APP).navigate(&app, request).await), "NotAForm");
    }
    assert!(log.all().is_empty());
}

#[actix_web::test]
async fn a_websocket_handshake_has_an_origin_and_needs_a_101() {
    let (app, log) = server(|received| match received.path.as_str() {
        "/socket" => respond(101, &[]),
        "/moved" => respond(302, &[("location", "/socket")]),
        _ => respond(403, &[]),
    })
    .await;
    let page = Browser::at(APP);
    let socket = TestRequest::get()
        .uri("wss://api.example.org/socket")
        .insert_header(("cookie", "session=1"))
        .insert_header(("sec-websocket-protocol", "graphql-transport-ws"))
        .insert_header(("x-a", "1"));
    page.websocket(&app, socket).await.expect("open");
    let sent = log.last();
    assert_eq!(sent.method, "GET");
    for (name, value) in [
        ("origin", Some(APP)),
        ("upgrade", Some("websocket")),
        ("connection", Some("Upgrade")),
        ("sec-websocket-version", Some("13")),
        ("sec-websocket-protocol", Some("graphql-transport-ws")),
        ("sec-fetch-mode", Some("websocket")),
        ("sec-fetch-site", Some("cross-site")),
        ("cookie", Some("session=1")),
        ("host", Some("api.example.org")),
        ("x-a", None),
    ] {
        assert_eq!(sent.header(name), value, "{name}");
    }
    for (path, expected) in [("/moved", 302), ("/no", 403)] {
        let blocked = page.websocket(&app, TestRequest::get().uri(path)).await.unwrap_err();
        assert!(
            matches!(blocked, Blocked::WebSocketHandshake { status, .. } if status == expected),
            "{blocked}"
        );
    }
    let own = Browser::at("http://localhost:8080");
    own.websocket(&app, TestRequest::get().uri("/socket")).await.expect("open");
    assert_eq!(log.last().header("origin"), Some("http://localhost:8080"), "same-origin too");
}

#[test]
fn the_error_about_an_invalid_page_has_the_correction() {
    for (page, write) in [
        ("app.example.com", "https://app.example.com"),
        ("localhost:3000", "http://localhost:3000"),
        ("127.0.0.1:3000/books", "http://127.0.0.1:3000"),
        ("example.com:8443", "https://example.com:8443"),
        ("books", "https://app.example.com"),
        ("me@example.com", "https://app.example.com"),
        ("", "https://app.example.com"),
        ("/books", "https://app.example.com"),
    ] {
        let error = page.parse::<Browser>().expect_err(page);
        assert_eq!(
            error.to_string(),
            format!("`{page}` is not the URL of a page: write `{write}`")
        );
    }
}

#[test]
#[should_panic(
    expected = "`localhost:3000` is not the URL of a page: write `http://localhost:3000`"
)]
fn a_page_needs_a_url() {
    let _ = Browser::at("localhost:3000");
}

#[test]
#[should_panic(expected = "`localhost:80` is not the URL of a server: write `http://localhost`")]
fn a_server_needs_a_url() {
    let _ = Browser::at(APP).with_server("localhost:80");
}

#[actix_web::test]
async fn the_error_about_an_invalid_request_url_has_the_correction() {
    let (app, log) = server(|_| respond(200, SHARED)).await;
    for (written, write) in [
        ("books", "/books"),
        ("localhost:8080", "http://localhost:8080/"),
        ("api.example.com", "https://api.example.com/"),
    ] {
        let blocked = Browser::at(APP).fetch(&app, request("GET", written)).await.unwrap_err();
        assert!(matches!(blocked, Blocked::InvalidUrl { .. }), "{blocked}");
        let reason = format!("`{written}` is neither a path nor a URL: write `{write}`");
        assert_eq!(blocked.reason(), reason);
    }
    assert!(log.all().is_empty(), "nothing was sent");
}
