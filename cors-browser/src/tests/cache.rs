//! Tests of the CORS-preflight cache: the requests to which an entry applies, and the lifetime of an entry.

use std::time::Duration;

use actix_web::{HttpResponse, test::TestRequest};

use super::{
    ALLOW_CREDENTIALS, ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN, APP, MAX_AGE, Received, request,
    respond, server,
};
use crate::Browser;

/// Returns a handler that allows any page. Each preflight response has one `Access-Control-Max-Age` header for each
/// value of `max_age`.
fn cached_for(max_age: &'static [&'static str]) -> impl Fn(&Received) -> HttpResponse + Clone {
    move |received| {
        let mut headers = vec![
            (ALLOW_ORIGIN, received.header("origin").unwrap_or("*")),
            (ALLOW_CREDENTIALS, "true"),
        ];
        if received.is_preflight() {
            headers.push((ALLOW_METHODS, "PUT, DELETE"));
            headers.push((ALLOW_HEADERS, "X-A, x-b"));
            headers.extend(max_age.iter().map(|value| (MAX_AGE, *value)));
        }
        respond(200, &headers)
    }
}

/// Includes the cases of the web-platform-tests `cors/preflight-cache.htm` and
/// `fetch/api/cors/cors-preflight-cache.any.js`. These files expect that the browser does not cache a response with a
/// negative `Access-Control-Max-Age`. `Browser` caches no response with a negative or invalid value. According to the
/// standard, the browser would cache such a response for the default of five seconds.
#[actix_web::test]
async fn an_entry_is_kept_for_its_max_age() {
    let rows: [(&[&str], u64); 14] = [
        (&[], 5),
        (&["0"], 0),
        (&["1"], 1),
        (&["600"], 600),
        (&["7200"], 7200),
        (&["7201"], 7200),
        (&["86400"], 7200),
        (&["99999999999999999999999999"], 7200),
        (&["-1"], 0),
        (&["1.5"], 0),
        (&["600, 600"], 0),
        (&["600", "600"], 0),
        (&[""], 0),
        (&["10m"], 0),
    ];
    for (max_age, seconds) in rows {
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
async fn an_entry_applies_to_its_url_origin_page_method_and_header_names() {
    let (app, _) = server(cached_for(&["600"])).await;
    let first = Browser::at(APP);
    let put = |uri: &str| request("PUT", uri);
    // Each row has the name of the case, the page, the request, and the number of preflights that the browser sends.
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
        ("with credentials, another URL", first.with_credentials(), put("/c"), 1),
        ("without credentials, by the entry with credentials", first.clone(), put("/c"), 0),
        ("another origin of the site", first.open("https://b.example.com"), put("/a"), 1),
        ("another tab of the first origin", first.open(APP), put("/a"), 0),
        ("a sandboxed page", first.open("null"), put("/a"), 1),
        ("another sandboxed page", first.open("null"), put("/a"), 1),
    ];
    let mut expected = 0;
    for (name, page, request, added) in rows {
        page.fetch(&app, request).await.expect("allowed");
        expected += added;
        assert_eq!(first.preflights(), expected, "{name}");
    }
    let other = Browser::at(APP);
    other.fetch(&app, put("/a")).await.expect("allowed");
    assert_eq!((other.preflights(), first.preflights()), (1, expected), "another browser");
}

#[actix_web::test]
async fn a_wildcard_entry_applies_to_every_header_but_authorization() {
    let any = [(ALLOW_ORIGIN, "*"), (ALLOW_METHODS, "*"), (ALLOW_HEADERS, "*, authorization")];
    let (app, _) = server(move |_| respond(200, &any)).await;
    let page = Browser::at(APP);
    page.fetch(&app, request("PUT", "/")).await.expect("allowed");
    page.fetch(&app, request("CHICKEN", "/").insert_header(("x-y", "1"))).await.expect("allowed");
    page.fetch(&app, TestRequest::get().insert_header(("authorization", "1")))
        .await
        .expect("allowed");
    assert_eq!(page.preflights(), 1);

    let (app, _) = server(|_| respond(200, &[(ALLOW_ORIGIN, "*"), (ALLOW_HEADERS, "*")])).await;
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
                (ALLOW_ORIGIN, "*"),
                (ALLOW_METHODS, "PUT"),
                (ALLOW_HEADERS, headers),
                (MAX_AGE, "100"),
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
        // The preflight of `DELETE` succeeds, but the response to `DELETE` fails the CORS check.
        let is_allowed = received.is_preflight() || received.method != "DELETE";
        let origin = if is_allowed { "*" } else { "https://other.example" };
        respond(200, &[(ALLOW_ORIGIN, origin), (ALLOW_METHODS, "PUT, DELETE"), (MAX_AGE, "600")])
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
