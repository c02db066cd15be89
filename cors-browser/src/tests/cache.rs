//! The CORS-preflight cache: the requests that an entry applies to, and its lifetime.

use std::time::Duration;

use actix_web::{HttpResponse, test::TestRequest};

use super::{APP, Received, request, respond, server};
use crate::Browser;

fn cached_for(max_age: Option<&'static str>) -> impl Fn(&Received) -> HttpResponse + Clone {
    move |received| {
        let mut headers = vec![
            ("access-control-allow-origin", received.header("origin").unwrap_or("*")),
            ("access-control-allow-credentials", "true"),
        ];
        if received.is_preflight() {
            headers.push(("access-control-allow-methods", "PUT, DELETE"));
            headers.push(("access-control-allow-headers", "X-A, x-b"));
            headers.extend(max_age.map(|value| ("access-control-max-age", value)));
        }
        respond(200, &headers)
    }
}

#[actix_web::test]
async fn an_entry_is_kept_for_its_max_age() {
    for (max_age, seconds) in [
        (None, 5),
        (Some("0"), 0),
        (Some("1"), 1),
        (Some("600"), 600),
        (Some("7200"), 7200),
        (Some("7201"), 7200),
        (Some("86400"), 7200),
        (Some("99999999999999999999999999"), 7200),
        (Some("-1"), 0),
        (Some("1.5"), 0),
        (Some("600, 600"), 0),
        (Some(""), 0),
        (Some("10m"), 0),
    ] {
        let (app, _) = server(cached_for(max_age)).await;
        let page = Browser::at(APP);
        let put = || request("PUT", "/");
        page.fetch(&app, put()).await.expect("allowed");
        if seconds > 0 {
            page.advance(Duration::from_secs(seconds) - Duration::from_millis(1));
            page.fetch(&app, put()).await.expect("allowed");
            assert_eq!(page.preflights(), 1, "{max_age:?} is kept");
            page.advance(Duration::from_millis(1));
        }
        page.fetch(&app, put()).await.expect("allowed");
        assert_eq!(page.preflights(), 2, "{max_age:?} is removed");
    }
}

#[actix_web::test]
async fn two_lines_of_max_age_are_unreadable() {
    let (app, _) = server(|_| {
        respond(
            200,
            &[
                ("access-control-allow-origin", "*"),
                ("access-control-allow-methods", "*"),
                ("access-control-max-age", "600"),
                ("access-control-max-age", "600"),
            ],
        )
    })
    .await;
    let page = Browser::at(APP);
    page.fetch(&app, request("PUT", "/")).await.expect("allowed");
    page.fetch(&app, request("PUT", "/")).await.expect("allowed");
    assert_eq!(page.preflights(), 2);
}

#[actix_web::test]
async fn an_entry_applies_to_its_url_origin_page_method_and_header_names() {
    let (app, _) = server(cached_for(Some("600"))).await;
    let first = Browser::at(APP);
    let put = |uri: &str| request("PUT", uri);
    // (name, page, request, number of new preflights)
    let rows = [
        ("first", first.clone(), put("/a"), 1),
        ("again", first.clone(), put("/a"), 0),
        ("a clone is the same page", first.clone(), put("/a"), 0),
        ("another listed method", first.clone(), request("DELETE", "/a"), 0),
        ("a listed header", first.clone(), put("/a").insert_header(("x-a", "1")), 0),
        (
            "a safelisted method and a listed header",
            first.clone(),
            TestRequest::get().uri("/a").insert_header(("x-b", "1")),
            0,
        ),
        ("a query", first.clone(), put("/a?q"), 1),
        ("another path", first.clone(), put("/b"), 1),
        ("another host", first.clone(), put("/a").insert_header(("host", "b.example")), 1),
        ("with credentials", first.with_credentials(), put("/a"), 1),
        ("with credentials again", first.with_credentials(), put("/a"), 0),
        ("without credentials", first.without_credentials(), put("/a"), 0),
        ("another origin of the site", first.open("https://b.example.com"), put("/a"), 1),
        ("another tab of the first origin", first.open(APP), put("/a"), 0),
        ("a sandboxed page", first.open("null"), put("/a"), 1),
        ("another sandboxed page", first.open("null"), put("/a"), 1),
    ];
    let mut expected = 0;
    for (name, page, asked, added) in rows {
        page.fetch(&app, asked).await.expect("allowed");
        expected += added;
        assert_eq!(first.preflights(), expected, "{name}");
    }
    let other = Browser::at(APP);
    other.fetch(&app, put("/a")).await.expect("allowed");
    assert_eq!((other.preflights(), first.preflights()), (1, expected), "another browser");
}

#[actix_web::test]
async fn an_entry_with_credentials_applies_to_requests_without_but_not_the_reverse() {
    let (app, _) = server(cached_for(Some("600"))).await;
    let page = Browser::at(APP);
    page.with_credentials().fetch(&app, request("PUT", "/")).await.expect("allowed");
    page.fetch(&app, request("PUT", "/")).await.expect("allowed");
    assert_eq!(page.preflights(), 1);
    page.fetch(&app, request("PUT", "/other")).await.expect("allowed");
    page.with_credentials().fetch(&app, request("PUT", "/other")).await.expect("allowed");
    assert_eq!(page.preflights(), 3);
}

#[actix_web::test]
async fn a_wildcard_entry_applies_to_every_header_but_authorization() {
    let (app, _) = server(|_| {
        respond(
            200,
            &[
                ("access-control-allow-origin", "*"),
                ("access-control-allow-methods", "*"),
                ("access-control-allow-headers", "*, authorization"),
            ],
        )
    })
    .await;
    let page = Browser::at(APP);
    page.fetch(&app, request("PUT", "/")).await.expect("allowed");
    page.fetch(&app, request("CHICKEN", "/").insert_header(("x-y", "1"))).await.expect("allowed");
    page.fetch(&app, TestRequest::get().insert_header(("authorization", "1")))
        .await
        .expect("allowed");
    assert_eq!(page.preflights(), 1);

    let (app, _) = server(|_| {
        respond(200, &[("access-control-allow-origin", "*"), ("access-control-allow-headers", "*")])
    })
    .await;
    let page = Browser::at(APP);
    page.fetch(&app, TestRequest::get().insert_header(("x-y", "1"))).await.expect("allowed");
    page.fetch(&app, TestRequest::get().insert_header(("x-z", "1"))).await.expect("allowed");
    assert_eq!(page.preflights(), 1);
    let authorized = TestRequest::get().insert_header(("authorization", "1"));
    page.fetch(&app, authorized).await.unwrap_err();
    assert_eq!(page.preflights(), 2);
}

#[actix_web::test]
async fn a_new_max_age_counts_from_the_time_at_which_the_entry_was_stored() {
    let (app, _) = server(|received| {
        let headers = received.header("access-control-request-headers").unwrap_or_default();
        respond(
            200,
            &[
                ("access-control-allow-origin", "*"),
                ("access-control-allow-methods", "PUT"),
                ("access-control-allow-headers", headers),
                ("access-control-max-age", "100"),
            ],
        )
    })
    .await;
    let page = Browser::at(APP);
    page.fetch(&app, request("PUT", "/")).await.expect("allowed");
    page.advance(Duration::from_secs(60));
    page.fetch(&app, request("PUT", "/").insert_header(("x-a", "1"))).await.expect("allowed");
    page.advance(Duration::from_secs(60));
    page.fetch(&app, TestRequest::get().insert_header(("x-a", "1"))).await.expect("allowed");
    assert_eq!(page.preflights(), 2, "the header's entry is 60 s old");
    page.fetch(&app, request("PUT", "/")).await.expect("allowed");
    assert_eq!(page.preflights(), 3, "the method's entry is 120 s old");
}

#[actix_web::test]
async fn a_blocked_request_removes_the_entries_of_its_url() {
    let (app, _) = server(|received| {
        // The preflight allows a request whose response then fails the check.
        let shared = received.is_preflight() || received.method != "DELETE";
        let origin = if shared { "*" } else { "https://other.example" };
        respond(
            200,
            &[
                ("access-control-allow-origin", origin),
                ("access-control-allow-methods", "PUT, DELETE"),
                ("access-control-max-age", "600"),
            ],
        )
    })
    .await;
    let page = Browser::at(APP);
    page.fetch(&app, request("PUT", "/a")).await.expect("allowed");
    page.fetch(&app, request("PUT", "/b")).await.expect("allowed");
    page.fetch(&app, request("DELETE", "/a")).await.unwrap_err();
    assert_eq!(page.preflights(), 2, "the cache allows DELETE");
    page.fetch(&app, request("PUT", "/b")).await.expect("allowed");
    assert_eq!(page.preflights(), 2, "another URL is untouched");
    page.fetch(&app, request("PUT", "/a")).await.expect("allowed");
    assert_eq!(page.preflights(), 3, "the entry of the blocked URL is removed");
}
