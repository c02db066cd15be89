//! Tests of redirects. The test applications respond to requests for every host.

use actix_web::test::TestRequest;

use super::{ALLOW_ORIGIN, ALLOWED, APP, Received, SHARED, outcome, request, respond, server};
use crate::{Browser, Engine, ResponseType};

/// Responds to `/to/STATUS/URL` with a redirect to the URL, and to preflights and other paths with 200. Every
/// response allows the origin of the request.
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
    for (status, method, next_method) in [
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
        let mut request = request(method, &format!("/to/{status}//end"));
        if !matches!(method, "GET" | "HEAD") {
            request = request.insert_header(("content-type", "text/plain")).set_payload("body");
        }
        let response = Browser::at(APP).fetch(&app, request).await.expect("allowed");
        assert!(response.is_redirected());
        assert_eq!(response.url(), "http://localhost:8080/end");
        let last = log.last();
        assert_eq!(last.method, next_method, "{status} {method}");
        let has_body = matches!(next_method, "POST" | "PUT" | "DELETE");
        assert_eq!(last.body, if has_body { "body" } else { "" }, "{status} {method}");
        assert_eq!(last.header("content-type").is_some(), has_body, "{status} {method}");
    }
}

/// Includes the cases of the web-platform-test `cors/redirect-origin.htm`. A case has two servers, the
/// `Access-Control-Allow-Origin` of each, and the `Origin` that the second server receives. The last field is `None` if
/// the browser blocks the request.
#[actix_web::test]
async fn the_origin_becomes_null_after_a_redirect_between_two_cross_origin_servers() {
    const REMOTE: &str = "https://www1.example.com";
    const OTHER: &str = "https://www2.example.com";
    for (first, first_allows, second, second_allows, origin) in [
        (APP, "*", REMOTE, "*", Some(APP)),
        (APP, "null", REMOTE, APP, Some(APP)),
        (APP, "", REMOTE, "*", Some(APP)),
        (APP, "*", REMOTE, "null", None),
        (APP, "*", REMOTE, "", None),
        (REMOTE, "*", APP, "*", Some("null")),
        (REMOTE, APP, APP, "null", Some("null")),
        (REMOTE, "*", APP, APP, None),
        (REMOTE, "*", APP, "", None),
        (REMOTE, "null", APP, "*", None),
        (REMOTE, "", APP, "*", None),
        (REMOTE, "*", REMOTE, APP, Some(APP)),
        (REMOTE, APP, REMOTE, "*", Some(APP)),
        (REMOTE, APP, REMOTE, "null", None),
        (REMOTE, "null", REMOTE, "*", None),
        (REMOTE, "*", OTHER, "*", Some("null")),
        (REMOTE, APP, OTHER, "null", Some("null")),
        (REMOTE, "*", OTHER, APP, None),
        (REMOTE, "", OTHER, "*", None),
        (REMOTE, "*", REMOTE, REMOTE, None),
        (REMOTE, "*", OTHER, REMOTE, None),
        (REMOTE, REMOTE, REMOTE, "*", None),
    ] {
        let target = format!("{second}/second");
        let (app, log) = server(move |received| match received.path.as_str() {
            "/first" => respond(302, &[(ALLOW_ORIGIN, first_allows), ("location", &target)]),
            _ => respond(200, &[(ALLOW_ORIGIN, second_allows)]),
        })
        .await;
        let request = request("GET", &format!("{first}/first"));
        let result = Browser::at(APP).fetch(&app, request).await;
        let row = format!("{first} ({first_allows}) to {second} ({second_allows})");
        assert_eq!(outcome(&result), if origin.is_some() { ALLOWED } else { "Origin" }, "{row}");
        if let Ok(response) = result {
            assert_eq!(log.last().header("origin"), origin, "{row}");
            assert_eq!(response.response_type(), ResponseType::Cors, "{row}");
        }
    }
}

#[actix_web::test]
async fn a_redirect_within_the_origin_of_the_page_needs_no_permission() {
    let (app, log) = server(|received| match received.path.as_str() {
        "/first" => respond(302, &[("location", "/second")]),
        _ => respond(200, &[]),
    })
    .await;
    let response = Browser::at(APP).with_server(APP).fetch(&app, request("GET", "/first")).await;
    assert_eq!(response.expect("allowed").response_type(), ResponseType::Basic);
    assert_eq!(log.last().header("origin"), None);
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
    assert_eq!(outcome(&page.fetch(&app, TestRequest::get()).await), "Origin");
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
        let request = TestRequest::get()
            .uri(&format!("/to/302/{location}"))
            .insert_header(("authorization", "x"))
            .insert_header(("cookie", "a=1"));
        Browser::at(APP).with_credentials().fetch(&app, request).await.expect("allowed");
        assert_eq!(log.last().header("authorization").is_some(), authorization, "{location}");
        assert_eq!(log.last().header("cookie").is_some(), cookie, "{location}");
    }
}

/// Includes the cases of the web-platform-test `cors/redirect-userinfo.htm`.
#[actix_web::test]
async fn a_redirect_needs_an_http_url_without_user_info() {
    for (page, target, expected) in [
        (APP, "ftp://b.example/", "RedirectScheme"),
        (APP, "data:text/plain,x", "RedirectScheme"),
        (APP, "http://user@b.example/", "RedirectUserInfo"),
        (APP, "http://user:@b.example/", "RedirectUserInfo"),
        (APP, "http://test:test@b.example/", "RedirectUserInfo"),
        (APP, "http://:pw@localhost:8080/", "RedirectUserInfo"),
        (APP, "https://user@app.example.com/", "RedirectUserInfo"),
        (APP, "http://@b.example/", ALLOWED),
        ("http://localhost:8080", "http://user@b.example/", "RedirectUserInfo"),
        ("http://localhost:8080", "http://user@localhost:8080/", ALLOWED),
        (APP, "http://b.example:99999/", "RedirectLocation"),
        (APP, "/relative?q", ALLOWED),
        (APP, "//b.example/x", ALLOWED),
    ] {
        let (app, _) = server(redirecting).await;
        let request = TestRequest::get().uri(&format!("/to/302/{target}"));
        let result = Browser::at(page).fetch(&app, request).await;
        assert_eq!(outcome(&result), expected, "{page} {target}");
    }
}

#[actix_web::test]
async fn two_locations_are_blocked_unless_a_browser_accepts_equal_ones() {
    for (second, engine, expected) in [
        ("/a", Engine::Standard, "RedirectLocation"),
        ("/a", Engine::Chromium, ALLOWED),
        ("/a", Engine::Firefox, ALLOWED),
        ("/a", Engine::Safari, "RedirectLocation"),
        ("/b", Engine::Chromium, "RedirectLocation"),
        ("/b", Engine::Firefox, "RedirectLocation"),
    ] {
        let (app, log) = server(move |received| match received.path.as_str() {
            "/" => respond(302, &[SHARED, &[("location", "/a"), ("location", second)]].concat()),
            _ => respond(200, SHARED),
        })
        .await;
        let result = Browser::at(APP).with_engine(engine).fetch(&app, TestRequest::get()).await;
        assert_eq!(outcome(&result), expected, "{second} {engine:?}");
        let requests = if expected == ALLOWED { 2 } else { 1 };
        assert_eq!(log.all().len(), requests, "{second} {engine:?}");
    }
}

#[actix_web::test]
async fn a_redirect_without_a_location_is_an_ordinary_response() {
    let (app, log) = server(|_| respond(302, SHARED)).await;
    let result = Browser::at(APP).fetch(&app, TestRequest::get()).await;
    assert_eq!(outcome(&result), ALLOWED);
    assert_eq!(log.all().len(), 1, "no redirect is followed");
}

#[actix_web::test]
async fn the_twenty_first_redirect_is_blocked() {
    for (redirects, expected) in [(20, ALLOWED), (21, "RedirectLimit")] {
        let (app, _) = server(move |received| {
            let count: usize = received.path.trim_start_matches('/').parse().unwrap_or(0);
            let next = format!("/{}", count + 1);
            let status = if count < redirects { 302 } else { 200 };
            respond(status, &[(ALLOW_ORIGIN, "*"), ("location", &next)])
        })
        .await;
        let result = Browser::at(APP).fetch(&app, TestRequest::get().uri("/0")).await;
        assert_eq!(outcome(&result), expected);
    }
}
