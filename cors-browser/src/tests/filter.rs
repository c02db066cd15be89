//! Tests of the response headers that a page can read.

use actix_web::{HttpResponse, body::BoxBody, test::TestRequest};

use super::{
    ALLOW_CREDENTIALS, ALLOW_ORIGIN, APP, EXPOSE_HEADERS, Header, SHARED, SHARED_WITH_APP,
    app_page, request, respond, scripted, server,
};
use crate::Browser;

const SENT: [Header; 6] = [
    ("x-total-count", "12"),
    ("etag", "\"1\""),
    ("content-language", "en"),
    ("cache-control", "no-store"),
    ("set-cookie", "a=1"),
    ("x-two", "b"),
];

/// Includes the cases of the web-platform-tests `cors/access-control-expose-headers-parsing.window.js`,
/// `cors/response-headers.htm`, `fetch/api/cors/cors-expose-star.sub.any.js` and
/// `fetch/api/cors/cors-filtering.sub.any.js`.
#[actix_web::test]
async fn a_page_reads_safelisted_and_exposed_headers() {
    const SAFELISTED: [&str; 3] = ["cache-control", "content-language", "content-length"];
    const CORS: [&str; 3] = [ALLOW_CREDENTIALS, ALLOW_ORIGIN, EXPOSE_HEADERS];
    // Each row has the values of `Access-Control-Expose-Headers`, and the names of the headers that the page can read
    // in addition to the safelisted headers.
    let without_credentials: [(&[&str], &[&str]); 18] = [
        (&[], &[]),
        (&["X-Total-Count"], &["x-total-count"]),
        (&["etag", "x-two"], &["etag", "x-two"]),
        (&["etag, etag"], &["etag"]),
        (&["not-sent"], &[]),
        (&["set-cookie"], &[]),
        (&["*"], &["etag", "x-total-count", "x-two"]),
        (&["", "etag"], &["etag"]),
        (&[",etag"], &["etag"]),
        (&["etag,"], &["etag"]),
        // A list with an invalid element exposes nothing. `no no` is invalid, because a name cannot contain a space.
        (&["etag x-two"], &[]),
        (&["etag, no no"], &[]),
        (&["etag", "no no"], &[]),
        (&["etag,,@#$#%%&^&^*()()11!"], &[]),
        (&["@#$#%%&^&^*()()11!,etag"], &[]),
        (&["\"etag\",etag"], &[]),
        (&["etag;x"], &[]),
        (&["no", "etag"], &["etag"]),
    ];
    // With credentials, `*` is a literal name.
    let with_credentials: [(&[&str], &[&str]); 3] =
        [(&["etag"], &["etag"]), (&["*"], &[]), (&["*,etag"], &["etag"])];
    let rows = without_credentials.map(|row| (false, row)).into_iter();
    for (include, (expose, exposed)) in rows.chain(with_credentials.map(|row| (true, row))) {
        let expose_lines = expose.iter().map(|value| (EXPOSE_HEADERS, *value));
        let sent = SENT.into_iter().chain(SHARED_WITH_APP).chain(expose_lines).collect();
        let (app, _) = server(scripted(200, Vec::new(), sent)).await;
        let response = app_page(include).fetch(&app, TestRequest::get()).await.expect("allowed");
        let names: Vec<_> = response.headers().map(|(name, _)| name).collect();
        let mut expected = [&SAFELISTED, exposed].concat();
        if !include && expose == ["*"] {
            expected.extend(CORS);
        }
        expected.sort_unstable();
        assert_eq!(names, expected, "{expose:?}, with credentials: {include}");
    }
}

#[actix_web::test]
async fn a_same_origin_page_reads_all_but_set_cookie() {
    let (app, _) = server(|_| respond(200, &SENT)).await;
    let response =
        Browser::at(APP).with_server(APP).fetch(&app, TestRequest::get()).await.expect("allowed");
    assert_eq!(response.header("Etag"), Some("\"1\""));
    assert_eq!(response.header("set-cookie"), None);
}

#[actix_web::test]
async fn the_hidden_headers_are_those_that_a_page_could_use() {
    let sent = [(EXPOSE_HEADERS, "x-two"), ("date", "today"), ("etag", "\"2\"")];
    for (allow_origin, expected) in [(SHARED, &["etag", "x-total-count"][..]), (&[], &[])] {
        let headers = [&SENT[..], allow_origin, &sent].concat();
        let (app, _) = server(move |_| respond(200, &headers)).await;
        let trace = Browser::at(APP).trace_fetch(&app, TestRequest::get()).await;
        assert_eq!(trace.hidden_headers(), expected);
    }
}

#[actix_web::test]
async fn lines_of_one_header_are_joined() {
    let sent = [(ALLOW_ORIGIN, "*"), (EXPOSE_HEADERS, "x-two"), ("x-two", "a"), ("x-two", "b")];
    let (app, _) = server(move |_| respond(200, &sent)).await;
    let response = Browser::at(APP).fetch(&app, TestRequest::get()).await.expect("allowed");
    assert_eq!(response.header("x-two"), Some("a, b"));
}

#[actix_web::test]
async fn an_error_status_is_readable_and_so_is_the_body() {
    let (app, _) = server(|_| {
        HttpResponse::InternalServerError()
            .insert_header((ALLOW_ORIGIN, "*"))
            .body("\u{FEFF}gone wrong")
    })
    .await;
    let page = Browser::at(APP);
    let response = page.fetch(&app, request("GET", "/x")).await.expect("allowed");
    assert_eq!(response.status(), 500);
    assert_eq!(response.url(), "http://localhost:8080/x");
    assert!(!response.is_redirected());
    assert_eq!(response.text().await.expect("a body"), "gone wrong");
    let head = page.fetch(&app, request("HEAD", "/x")).await.expect("allowed");
    assert!(head.bytes().await.expect("no body").is_empty());
}

#[actix_web::test]
async fn a_body_of_known_length_has_a_content_length() {
    for (status, body, length) in [(200, "four", Some("4")), (204, "", None)] {
        let (app, _) = server(move |_| {
            let response = respond(status, SHARED);
            if body.is_empty() { response } else { response.set_body(BoxBody::new(body)) }
        })
        .await;
        let response = Browser::at(APP).fetch(&app, TestRequest::get()).await.expect("allowed");
        assert_eq!(response.header("content-length"), length);
    }
}
