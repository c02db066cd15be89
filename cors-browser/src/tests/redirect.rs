//! Redirects. The application is the server of every host.

use actix_web::test::TestRequest;

use super::{APP, Received, request, respond, server};
use crate::{Blocked, Browser, ResponseType};

/// `/to/STATUS/URL` redirects to the URL; every other path allows the origin of the request.
fn redirecting(received: &Received) -> actix_web::HttpResponse {
    let origin = received.header("origin").unwrap_or("*").to_owned();
    let shared = [
        ("access-control-allow-origin", origin.as_str()),
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-methods", "PUT, DELETE"),
        ("access-control-allow-headers", "authorization, content-type"),
    ];
    if let Some(target) = received.path.strip_prefix("/to/")
        && let Some((status, location)) = target.split_once('/')
        && !received.is_preflight()
    {
        let mut headers = shared.to_vec();
        headers.push(("location", location));
        return respond(status.parse().expect("a status"), &headers);
    }
    respond(200, &shared)
}

#[actix_web::test]
async fn the_status_of_a_redirect_decides_the_next_method() {
    for (status, method, after) in [
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (303, "POST", "GET"),
        (307, "POST", "POST"),
        (308, "POST", "POST"),
        (301, "PUT", "PUT"),
        (302, "DELETE", "DELETE"),
        (303, "PUT", "GET"),
        (303, "HEAD", "HEAD"),
        (301, "GET", "GET"),
    ] {
        let (app, log) = server(redirecting).await;
        let mut asked = request(method, &format!("/to/{status}//end"));
        if !matches!(method, "GET" | "HEAD") {
            asked = asked.insert_header(("content-type", "text/plain")).set_payload("body");
        }
        let seen = Browser::at(APP).fetch(&app, asked).await.expect("allowed");
        assert!(seen.is_redirected());
        assert_eq!(seen.url(), "http://localhost:8080/end");
        let last = log.last();
        assert_eq!(last.method, after, "{status} {method}");
        let kept = matches!(after, "POST" | "PUT" | "DELETE");
        assert_eq!(last.body, if kept { "body" } else { "" }, "{status} {method}");
        assert_eq!(last.header("content-type").is_some(), kept, "{status} {method}");
    }
}

#[actix_web::test]
async fn the_origin_becomes_null_after_a_redirect_between_two_cross_origin_servers() {
    const A: &str = "http://a.example";
    for (first, second, origin) in [
        (A, "http://a.example/end", Some(APP)),
        (A, "http://b.example/end", Some("null")),
        (A, "https://app.example.com/end", Some("null")),
        (APP, "http://a.example/end", Some(APP)),
        (APP, "https://app.example.com/end", None),
    ] {
        let (app, log) = server(redirecting).await;
        let asked = TestRequest::get().uri(&format!("{first}/to/302/{second}"));
        let seen = Browser::at(APP).fetch(&app, asked).await.expect("allowed");
        assert_eq!(log.last().header("origin"), origin, "{first} -> {second}");
        let expected = if origin.is_some() { ResponseType::Cors } else { ResponseType::Basic };
        assert_eq!(seen.response_type(), expected, "{first} -> {second}");
    }
}

#[actix_web::test]
async fn each_hop_has_its_own_preflight_and_its_own_check() {
    let (app, log) = server(redirecting).await;
    let page = Browser::at(APP);
    let put = request("PUT", "/to/307/http://b.example/end");
    page.fetch(&app, put).await.expect("allowed");
    assert_eq!(
        log.lines(),
        [
            "OPTIONS localhost:8080/to/307/http://b.example/end",
            "PUT localhost:8080/to/307/http://b.example/end",
            "OPTIONS b.example/end",
            "PUT b.example/end",
        ]
    );
    let origins: Vec<_> =
        log.all().iter().map(|sent| sent.header("origin").map(str::to_owned)).collect();
    assert_eq!(origins, [APP, APP, "null", "null"].map(|origin| Some(origin.to_owned())));

    let (app, log) = server(|_| respond(302, &[("location", "/end")])).await;
    let blocked = page.fetch(&app, TestRequest::get()).await.unwrap_err();
    assert!(matches!(blocked, Blocked::Origin { .. }), "{blocked}");
    assert_eq!(log.all().len(), 1, "a redirect that is not shared is not followed");
}

#[actix_web::test]
async fn authorization_and_cookies_stay_with_their_host() {
    for (location, authorization, cookie) in [
        ("http://localhost:8080/end", true, true),
        ("http://localhost:9090/end", false, true),
        ("http://b.example/end", false, false),
    ] {
        let (app, log) = server(redirecting).await;
        let asked = TestRequest::get()
            .uri(&format!("/to/302/{location}"))
            .insert_header(("authorization", "x"))
            .insert_header(("cookie", "a=1"));
        Browser::at(APP).with_credentials().fetch(&app, asked).await.expect("allowed");
        assert_eq!(log.last().header("authorization").is_some(), authorization, "{location}");
        assert_eq!(log.last().header("cookie").is_some(), cookie, "{location}");
    }
}

#[actix_web::test]
async fn a_redirect_needs_an_http_url_without_user_info() {
    type IsExpected = fn(&Blocked) -> bool;
    let scheme: Option<IsExpected> =
        Some(|blocked| matches!(blocked, Blocked::RedirectScheme { .. }));
    let user_info: Option<IsExpected> =
        Some(|blocked| matches!(blocked, Blocked::RedirectUserInfo { .. }));
    let location: Option<IsExpected> =
        Some(|blocked| matches!(blocked, Blocked::RedirectLocation { .. }));
    for (page, target, expected) in [
        (APP, "ftp://b.example/", scheme),
        (APP, "data:text/plain,x", scheme),
        (APP, "http://user@b.example/", user_info),
        (APP, "http://:pw@localhost:8080/", user_info),
        (APP, "https://user@app.example.com/", user_info),
        ("http://localhost:8080", "http://user@b.example/", user_info),
        ("http://localhost:8080", "http://user@localhost:8080/", None),
        (APP, "http://b.example:99999/", location),
        (APP, "/relative?q", None),
        (APP, "//b.example/x", None),
    ] {
        let (app, _) = server(redirecting).await;
        let asked = TestRequest::get().uri(&format!("/to/302/{target}"));
        match (Browser::at(page).fetch(&app, asked).await, expected) {
            (Ok(_), None) => {}
            (Err(blocked), Some(is_expected)) => {
                assert!(is_expected(&blocked), "{target}: {blocked}")
            }
            (outcome, _) => panic!("{page} {target}: {outcome:?}"),
        }
    }
}

#[actix_web::test]
async fn two_locations_are_blocked_and_a_redirect_without_one_is_an_ordinary_response() {
    let (app, _) = server(|_| {
        respond(
            302,
            &[("access-control-allow-origin", "*"), ("location", "/a"), ("location", "/a")],
        )
    })
    .await;
    let blocked = Browser::at(APP).fetch(&app, TestRequest::get()).await.unwrap_err();
    assert!(matches!(blocked, Blocked::RedirectLocation { .. }), "{blocked}");

    let (app, _) = server(|_| respond(302, &[("access-control-allow-origin", "*")])).await;
    let seen = Browser::at(APP).fetch(&app, TestRequest::get()).await.expect("allowed");
    assert_eq!(seen.status(), 302);
}

#[actix_web::test]
async fn the_twenty_first_redirect_is_blocked() {
    for (redirects, allowed) in [(20, true), (21, false)] {
        let (app, _) = server(move |received| {
            let count: usize = received.path.trim_start_matches('/').parse().unwrap_or(0);
            let next = format!("/{}", count + 1);
            let status = if count < redirects { 302 } else { 200 };
            respond(status, &[("access-control-allow-origin", "*"), ("location", &next)])
        })
        .await;
        let outcome = Browser::at(APP).fetch(&app, TestRequest::get().uri("/0")).await;
        match outcome {
            Ok(_) => assert!(allowed),
            Err(blocked) => {
                assert!(!allowed && matches!(blocked, Blocked::RedirectLimit { .. }), "{blocked}")
            }
        }
    }
}
