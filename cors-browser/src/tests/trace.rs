//! Tests of the differences between browsers, and of `Trace`, which records each request, its response and the CORS
//! checks of the response.

use std::time::Duration;

use http::{
    Method,
    header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue},
};

use super::{
    ALLOW_HEADERS, ALLOW_METHODS, APP, MAX_AGE, Received, SHARED, SHARED_WITH_APP, app_page,
    respond, scripted, server,
};
use crate::{
    Browser, Engine, FetchError, PageRequest, RequestReason, ServerNote, TestService, Trace,
};

fn checks<E>(trace: &Trace<E>) -> Vec<String> {
    let checks = trace.exchanges().iter().flat_map(|exchange| &exchange.checks);
    checks
        .map(|check| {
            let result = if check.passed { "passed" } else { "failed" };
            format!("{result} {}: {}", check.name, check.message)
        })
        .collect()
}

fn reasons<E>(trace: &Trace<E>) -> Vec<RequestReason> {
    trace.exchanges().iter().map(|exchange| exchange.reason.clone()).collect()
}

fn put(url: &str) -> PageRequest {
    let json = HeaderValue::from_static("application/json");
    PageRequest::new(Method::PUT, url).header(CONTENT_TYPE, json).body("{}")
}

fn allowing() -> impl Fn(&Received) -> actix_web::HttpResponse + Clone {
    let actual = [&SHARED_WITH_APP[..], &[("vary", "Origin")]].concat();
    let lists = [(ALLOW_METHODS, "GET, PUT"), (ALLOW_HEADERS, "content-type")];
    scripted(204, [&actual[..], &lists].concat(), actual)
}

#[actix_web::test]
async fn a_trace_has_each_exchange_and_each_check() {
    let (app, _) = server(allowing()).await;
    let page = Browser::at(APP).with_credentials();
    let trace = page.trace(&TestService::new(&app), put("/books/1")).await;
    let permission = RequestReason::NeedsPermission {
        method: Some("PUT".to_owned()),
        header_names: vec!["content-type".to_owned()],
    };
    assert_eq!(reasons(&trace), [permission, RequestReason::PreflightAllowed]);
    assert_eq!(
        checks(&trace),
        [
            "passed access-control-allow-origin: `https://app.example.com` is the origin of the request",
            "passed access-control-allow-credentials: `true` allows credentials",
            "passed status: 204 is between 200 and 299",
            "passed access-control-allow-methods: `PUT` is listed",
            "passed access-control-allow-headers: `content-type` is listed",
            "passed access-control-allow-origin: `https://app.example.com` is the origin of the request",
            "passed access-control-allow-credentials: `true` allows credentials",
        ]
    );
    let [preflight, actual] = trace.exchanges() else { panic!("{trace:?}") };
    assert_eq!((preflight.method.as_str(), preflight.status), ("OPTIONS", 204));
    assert_eq!(preflight.url, "http://localhost:8080/books/1");
    let sent = ("access-control-request-method".to_owned(), "PUT".to_owned());
    assert!(preflight.request_headers.contains(&sent), "{preflight:?}");
    assert!(actual.response_headers.contains(&("vary".to_owned(), "Origin".to_owned())));
    assert_eq!(trace.outcome().expect("allowed").status(), 200);
}

#[actix_web::test]
async fn a_trace_ends_at_the_first_failed_check() {
    let (app, _) = server(allowing()).await;
    let page = Browser::at(APP);
    let request = PageRequest::new(Method::DELETE, "/books/1");
    let trace = page.trace(&TestService::new(&app), request).await;
    assert_eq!(
        checks(&trace).last().map(String::as_str),
        Some(
            "failed access-control-allow-methods: the preflight allows the methods `GET, PUT`, and \
             `DELETE` is not among them"
        )
    );
    assert_eq!(trace.exchanges().len(), 1);
    assert!(matches!(trace.into_outcome(), Err(FetchError::Blocked(_))));
}

#[actix_web::test]
async fn a_trace_has_the_reason_of_each_request() {
    let (app, _) = server(allowing()).await;
    let service = TestService::new(&app);
    let page = Browser::at(APP);
    let get = || PageRequest::get("/books");
    assert_eq!(reasons(&page.trace(&service, get()).await), [RequestReason::NoPreflightNeeded]);
    page.trace(&service, put("/books")).await;
    assert_eq!(
        reasons(&page.trace(&service, put("/books")).await),
        [RequestReason::PreflightCached]
    );
    let own = page.with_server(APP);
    assert_eq!(reasons(&own.trace(&service, put("/books")).await), [RequestReason::SameOrigin]);
    let nothing = page.trace(&service, PageRequest::get("books")).await;
    assert!(nothing.exchanges().is_empty());
    assert_eq!(
        RequestReason::NoPreflightNeeded.to_string(),
        "The browser sends the request without a preflight: a form could send the same."
    );

    let location = [SHARED, &[("location", "/books")]].concat();
    let (app, _) = server(move |received| match received.path.as_str() {
        "/old" => respond(302, &location),
        _ => respond(200, SHARED),
    })
    .await;
    let redirected = page.trace(&TestService::new(&app), PageRequest::get("/old")).await;
    assert_eq!(reasons(&redirected), [RequestReason::NoPreflightNeeded, RequestReason::Redirected]);
}

#[actix_web::test]
async fn an_exchange_has_the_note_of_the_server() {
    let (app, _) = server(|_| {
        let mut response = respond(200, SHARED);
        response.extensions_mut().insert(ServerNote::new("from the cache"));
        response
    })
    .await;
    let trace = Browser::at(APP).trace(&TestService::new(&app), PageRequest::get("/")).await;
    assert_eq!(trace.exchanges()[0].note::<&str>(), Some(&"from the cache"));
}

#[actix_web::test]
async fn browsers_differ_in_authorization_under_a_wildcard() {
    for (engine, covers_authorization) in [
        (Engine::Standard, false),
        (Engine::Chromium, true),
        (Engine::Firefox, true),
        (Engine::Safari, true),
    ] {
        for credentials in [false, true] {
            let headers = [&SHARED_WITH_APP[..], &[(ALLOW_HEADERS, "*")]].concat();
            let (app, _) = server(move |_| respond(200, &headers)).await;
            let page = app_page(credentials).with_engine(engine);
            let token = HeaderValue::from_static("Bearer x");
            let request = || PageRequest::get("/").header(AUTHORIZATION, token.clone());
            let service = TestService::new(&app);
            let trace = page.trace(&service, request()).await;
            assert_eq!(trace.outcome().is_ok(), covers_authorization && !credentials, "{engine:?}");
            if covers_authorization && !credentials {
                let again = page.trace(&service, request()).await;
                assert_eq!(reasons(&again), [RequestReason::PreflightCached], "{engine:?}");
            }
        }
    }
}

#[actix_web::test]
async fn browsers_differ_in_the_longest_time_in_the_cache() {
    for (engine, seconds) in [
        (Engine::Standard, 7200),
        (Engine::Chromium, 7200),
        (Engine::Firefox, 86400),
        (Engine::Safari, 600),
    ] {
        let lists = [(ALLOW_METHODS, "*"), (ALLOW_HEADERS, "*"), (MAX_AGE, "100000")];
        let headers = [SHARED, &lists].concat();
        let (app, _) = server(move |_| respond(200, &headers)).await;
        let service = TestService::new(&app);
        let page = Browser::at(APP).with_engine(engine);
        page.trace(&service, put("/")).await;
        page.advance(Duration::from_secs(seconds - 1));
        page.trace(&service, put("/")).await;
        assert_eq!(page.preflights(), 1, "{engine:?}");
        page.advance(Duration::from_secs(1));
        page.trace(&service, put("/")).await;
        assert_eq!(page.preflights(), 2, "{engine:?}");
    }
}
