//! The headers of a response that the page can read.

use actix_web::{HttpResponse, test::TestRequest};

use super::{APP, request, respond, server};
use crate::Browser;

const SENT: [(&str, &str); 6] = [
    ("x-total-count", "12"),
    ("etag", "\"1\""),
    ("content-language", "en"),
    ("cache-control", "no-store"),
    ("set-cookie", "a=1"),
    ("x-two", "b"),
];

#[actix_web::test]
async fn a_page_reads_safelisted_and_exposed_headers() {
    type Expose = &'static [&'static str];
    let rows: [(&str, bool, Expose, &[&str]); 8] = [
        ("nothing exposed", false, &[], &["cache-control", "content-language", "content-length"]),
        (
            "one exposed",
            false,
            &["X-Total-Count"],
            &["cache-control", "content-language", "content-length", "x-total-count"],
        ),
        (
            "on two lines",
            false,
            &["etag", "x-two"],
            &["cache-control", "content-language", "content-length", "etag", "x-two"],
        ),
        (
            "set-cookie never",
            false,
            &["set-cookie"],
            &["cache-control", "content-language", "content-length"],
        ),
        (
            "all",
            false,
            &["*"],
            &[
                "access-control-allow-credentials",
                "access-control-allow-origin",
                "access-control-expose-headers",
                "cache-control",
                "content-language",
                "content-length",
                "etag",
                "x-total-count",
                "x-two",
            ],
        ),
        (
            "`*` is a name, with credentials",
            true,
            &["*"],
            &["cache-control", "content-language", "content-length"],
        ),
        (
            "listed, with credentials",
            true,
            &["etag"],
            &["cache-control", "content-language", "content-length", "etag"],
        ),
        (
            "not a list of names",
            false,
            &["etag x-two"],
            &["cache-control", "content-language", "content-length"],
        ),
    ];
    for (name, include, expose, expected) in rows {
        let (app, _) = server(move |_| {
            let mut headers = SENT.to_vec();
            headers.push(("access-control-allow-origin", APP));
            headers.push(("access-control-allow-credentials", "true"));
            headers.extend(expose.iter().map(|value| ("access-control-expose-headers", *value)));
            respond(200, &headers)
        })
        .await;
        let page = Browser::at(APP);
        let page = if include { page.with_credentials() } else { page };
        let seen = page.fetch(&app, TestRequest::get()).await.expect("allowed");
        let names: Vec<_> = seen.headers().map(|(name, _)| name).collect();
        assert_eq!(names, expected, "{name}");
    }
}

#[actix_web::test]
async fn a_same_origin_page_reads_all_but_set_cookie() {
    let (app, _) = server(|_| respond(200, &SENT)).await;
    let seen =
        Browser::at(APP).with_server(APP).fetch(&app, TestRequest::get()).await.expect("allowed");
    assert_eq!(seen.header("Etag"), Some("\"1\""));
    assert_eq!(seen.header("set-cookie"), None);
}

#[actix_web::test]
async fn lines_of_one_header_are_joined() {
    let (app, _) = server(|_| {
        respond(
            200,
            &[
                ("access-control-allow-origin", "*"),
                ("access-control-expose-headers", "x-two"),
                ("x-two", "a"),
                ("x-two", "b"),
            ],
        )
    })
    .await;
    let seen = Browser::at(APP).fetch(&app, TestRequest::get()).await.expect("allowed");
    assert_eq!(seen.header("x-two"), Some("a, b"));
}

#[actix_web::test]
async fn an_error_status_is_readable_and_so_is_the_body() {
    let (app, _) = server(|_| {
        HttpResponse::InternalServerError()
            .insert_header(("access-control-allow-origin", "*"))
            .body("\u{FEFF}gone wrong")
    })
    .await;
    let page = Browser::at(APP);
    let seen = page.fetch(&app, request("GET", "/x")).await.expect("allowed");
    assert_eq!(seen.status(), 500);
    assert_eq!(seen.url(), "http://localhost:8080/x");
    assert!(!seen.is_redirected());
    assert_eq!(seen.text().await.expect("a body"), "gone wrong");
    let head = page.fetch(&app, request("HEAD", "/x")).await.expect("allowed");
    assert!(head.bytes().await.expect("no body").is_empty());
}

#[actix_web::test]
async fn a_body_of_known_length_has_a_content_length() {
    let known =
        || HttpResponse::Ok().insert_header(("access-control-allow-origin", "*")).body("four");
    let (app, _) = server(move |_| known()).await;
    let seen = Browser::at(APP).fetch(&app, TestRequest::get().uri("/")).await.expect("allowed");
    assert_eq!(seen.header("content-length"), Some("4"));

    let none =
        || HttpResponse::NoContent().insert_header(("access-control-allow-origin", "*")).finish();
    let (app, _) = server(move |_| none()).await;
    let seen = Browser::at(APP).fetch(&app, TestRequest::get().uri("/")).await.expect("allowed");
    assert_eq!(seen.header("content-length"), None);
}
